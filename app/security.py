"""Headers that every page carries, and the cookie that only our pages get."""

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest

from app.api.problems import http_problem, is_api

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A page in a frame of ours, from which nothing can be sent.
PREVIEW_POLICY = CONTENT_SECURITY_POLICY.replace(
    "form-action 'self'", "form-action 'none'"
).replace("frame-ancestors 'none'", "frame-ancestors 'self'")
# A mail's own page: its inline styles count, its links leave the frame, nothing else may run.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'"
)
# A page that shows one of these in a frame.
FRAME_POLICY = CONTENT_SECURITY_POLICY + "; frame-src 'self'"


def framed_mail(html: str) -> Response:
    """A mail as the page of a frame; its links open in the whole window."""
    page = html.replace("<head>", '<head><base target="_top">', 1)
    return Response(page, mimetype="text/html", headers={"Content-Security-Policy": MAIL_POLICY})


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
