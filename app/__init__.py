"""Top floor: the doors. `create_app` makes the application from its settings."""

from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app import (
    answer,
    api,
    claim_id,
    cli,
    console,
    errors,
    health,
    languages,
    logs,
    mailbox,
    security,
)
from app.accounts import models as account_models
from app.parts import Parts
from app.settings import read_settings
from surveys.db import db

MIGRATIONS = Path(__file__).parent.parent / "migrations"

csrf = CSRFProtect()

__all__ = ["account_models", "create_app"]


def create_app(environment: Mapping[str, str] | None = None) -> Flask:
    settings = read_settings(environment)
    logs.configure(settings["LOG_FORMAT"])
    app = Flask(__name__)
    app.config.update(
        settings,
        SQLALCHEMY_DATABASE_URI=settings["DATABASE_URL"],
        # Errors of the database must not carry comments or addresses into the log.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True, "pool_pre_ping": True},
    )
    app.extensions["hearback"] = Parts.of(settings)
    security.init_app(app)
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    csrf.init_app(app)
    languages.init_app(app)
    claim_id.init_app(app)
    errors.init_app(app)
    answer.init_app(app, csrf)
    console.init_app(app)
    api.init_app(app, csrf)
    mailbox.init_app(app)
    cli.init_app(app)
    health.init_app(app)
    if settings["TRUSTED_PROXIES"]:
        count = settings["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
    return app
