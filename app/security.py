"""Headers that every page carries, and the cookie that only our pages get."""

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest

from app.api.problems import http_problem, is_api

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def init_app(app: Flask) -> None:
    is_https = app.config["PUBLIC_URL"].startswith("https://")
    app.config.update(
        SESSION_COOKIE_NAME="__Host-hearback" if is_https else "hearback",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
    )

    @app.before_request
    def refuse_impossible_host() -> Response | None:
        """Without a host no address can be made, not even those on the page of an error."""
        error = request.routing_exception
        if not isinstance(error, BadRequest):
            return None
        return http_problem(error) if is_api() else Response("Bad Request", 400)

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        if request.endpoint != "static":
            headers["Cache-Control"] = "no-store"
            headers["X-Robots-Tag"] = "noindex"
        if is_https:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        return response
