"""Errors of the domain and of the web, each as a page that says what to do; /api has its own."""

from collections.abc import Callable

from flask import Flask, Response, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.api.problems import http_problem, is_api
from surveys.errors import (
    AlreadyAnswered,
    AnswerChanged,
    AnswerClosed,
    InvitationClosed,
    UnknownInvitation,
)

PAGES = {
    UnknownInvitation: (404, "answer/unknown.html"),
    InvitationClosed: (410, "answer/expired.html"),
    AnswerClosed: (410, "answer/closed.html"),
    AlreadyAnswered: (409, "answer/answered.html"),
    AnswerChanged: (409, "answer/changed.html"),
}


def init_app(app: Flask) -> None:
    for kind, (status, template) in PAGES.items():
        app.register_error_handler(kind, _page(status, template))
    app.register_error_handler(CSRFError, _page(400, "errors/stale_form.html"))
    app.register_error_handler(HTTPException, _http_error)


def _page(status: int, template: str) -> Callable[[Exception], tuple[str, int]]:
    def show(_error: Exception) -> tuple[str, int]:
        return render_template(template), status

    return show


def _http_error(error: HTTPException) -> HTTPException | Response:
    """The page of a status, with the headers that belong to it."""
    if is_api():
        return http_problem(error)
    if error.code is None or error.code < 400:
        return error
    headers = [(name, value) for name, value in error.get_headers() if name != "Content-Type"]
    page = render_template("errors/error.html", status=error.code)
    return Response(page, error.code, headers)
