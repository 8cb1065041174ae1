"""The customer's pages: no account, no cookie, and no script that they need."""

from flask import Flask
from flask_wtf import CSRFProtect

from app.answer import answer, brand, correct, preferences, unsubscribe


def init_app(app: Flask, csrf: CSRFProtect) -> None:
    """These forms need no CSRF token: whoever holds the link may use it, and nobody else."""
    for page in (answer.pages, correct.pages, unsubscribe.pages, preferences.pages):
        csrf.exempt(page)
        app.register_blueprint(page)
    app.register_blueprint(brand.pages)
    app.context_processor(brand.insurer_on_page)
    app.jinja_env.globals.update(preferences_url=preferences.preferences_url)
