"""The console of the insurer's people: behind a sign-in, page by page."""

from flask import Flask

from app.console import asking, comments, overview, previews, report, sign_in


def init_app(app: Flask) -> None:
    for page in (sign_in, overview, comments, report, asking, previews):
        app.register_blueprint(page.pages)
    app.before_request(sign_in.require_staff)
    app.jinja_env.globals.update(overview.words_on_page())
