"""For whoever watches the service: is the process alive, and can it do its work."""

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.keeping.schema import why_not_at_head
from surveys.db import read


def init_app(app: Flask) -> None:
    app.add_url_rule("/healthz", "healthz", lambda: ("ok", 200))
    app.add_url_rule("/readyz", "readyz", ready)


def ready() -> tuple[str, int]:
    """503 with a short reason while the database cannot be worked with."""
    try:
        wrong = read(why_not_at_head)
    except SQLAlchemyError:
        wrong = "the database cannot be reached"
    return (wrong, 503) if wrong else ("ready", 200)
