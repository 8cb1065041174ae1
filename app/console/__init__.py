"""The console of the insurer's people: behind a sign-in, page by page."""

from flask import Flask

from app.console import (
    asking,
    case_words,
    cases,
    claim,
    claims,
    comment,
    comments,
    overview,
    previews,
    report,
    sign_in,
    suspects,
)


def init_app(app: Flask) -> None:
    for page in (
        sign_in,
        overview,
        cases,
        comments,
        comment,
        claims,
        claim,
        report,
        asking,
        previews,
        suspects,
    ):
        app.register_blueprint(page.pages)
    app.before_request(sign_in.require_staff)
    app.jinja_env.globals.update(overview.words_on_page() | case_words.words_on_page())
