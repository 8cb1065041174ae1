"""The console of the insurer's people: behind a sign-in, page by page."""

from flask import Flask

from app.console import (
    case_words,
    cases,
    claim,
    claims,
    comments,
    overview,
    report,
    sign_in,
)


def init_app(app: Flask) -> None:
    for page in (sign_in, overview, cases, comments, claims, claim, report):
        app.register_blueprint(page.pages)
    app.before_request(sign_in.require_staff)
    app.jinja_env.globals.update(overview.words_on_page() | case_words.words_on_page())
