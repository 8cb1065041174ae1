"""Which language a page speaks: what its reader chose, or the browser, or Korean."""

from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, get_locale

LANGUAGES = {"ko": "한국어", "en": "English"}


def init_app(app: Flask) -> None:
    Babel(app, default_locale="en", locale_selector=choose_language)
    app.jinja_env.globals.update(get_locale=get_locale, languages=LANGUAGES)


def choose_language() -> str:
    """`?language=` first, then what the page set for its reader, then the session's choice."""
    if not has_request_context():
        return "en"
    asked = request.args.get("language")
    if asked in LANGUAGES:
        return asked
    known = g.get("language") or session.get("language")
    return known or request.accept_languages.best_match(LANGUAGES) or "ko"
