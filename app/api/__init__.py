"""The doors for other systems: /api/v1."""

from flask import Flask
from flask_wtf import CSRFProtect

from app.api import claims, intake, openapi, problems, responses
from app.api.access import add_rate_limit


def init_app(app: Flask, csrf: CSRFProtect) -> None:
    """No CSRF token: a browser sends no key by itself, and there is no cookie."""
    app.url_map.converters["claim_id"] = claims.ClaimId
    for page in (intake.pages, responses.pages, claims.pages, openapi.pages):
        csrf.exempt(page)
        app.register_blueprint(page)
    app.before_request(problems.not_moved)
    app.after_request(add_rate_limit)
    app.register_error_handler(problems.Refused, problems.refused)
