"""Errors of the domain and of the web, each as a page that says what to do."""

from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from surveys.errors import AlreadyAnswered, InvitationClosed, UnknownInvitation

PAGES = {
    UnknownInvitation: (404, "answer/unknown.html"),
    InvitationClosed: (410, "answer/expired.html"),
    AlreadyAnswered: (409, "answer/answered.html"),
}


def init_app(app: Flask) -> None:
    for kind, (status, template) in PAGES.items():
        app.register_error_handler(kind, _page(status, template))
    app.register_error_handler(CSRFError, _page(400, "errors/stale_form.html"))
    app.register_error_handler(HTTPException, _http_error)


def _page(status: int, template: str):  # noqa: ANN202
    def show(_error: Exception) -> tuple[str, int]:
        return render_template(template), status

    return show


def _http_error(error: HTTPException) -> tuple[str, int] | HTTPException:
    if error.code is None or error.code < 400:
        return error
    return render_template("errors/error.html", status=error.code), error.code
