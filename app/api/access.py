"""Who may use the API, and how often."""

import re
from http import HTTPStatus

from flask import Response, current_app, g, request

from app.api.keys import Scope, Turn, find_key, take_turn
from app.api.problems import Refused
from surveys.clock import utc_now
from surveys.db import write

BEARER = re.compile(r"Bearer +([!-~]{1,200})", re.IGNORECASE)
REALM = 'Bearer realm="hearback"'


def key_with(scope: Scope) -> Turn:
    """The turn of the key at the door; raises Refused when it may not do this, or not now."""
    given = BEARER.fullmatch(request.headers.get("Authorization", ""))
    if given is None:
        raise _unknown("Please send a key: Authorization: Bearer hearback_…", REALM)
    now = utc_now()
    key = find_key(given[1], now)
    if key is None:
        message = "This key is unknown, revoked or expired."
        raise _unknown(message, f'{REALM}, error="invalid_token"')
    key_id, limit = key.id, current_app.config["API_REQUESTS_PER_MINUTE"]
    g.turn = turn = write(lambda: take_turn(key_id, now, limit))
    if turn.is_too_many:
        raise _too_many(turn)
    if scope not in turn.scopes:
        raise _missing(scope)
    return turn


def add_rate_limit(response: Response) -> Response:
    turn: Turn | None = g.get("turn")
    if turn is not None:
        response.headers["RateLimit-Limit"] = str(turn.limit)
        response.headers["RateLimit-Remaining"] = str(turn.remaining)
        response.headers["RateLimit-Reset"] = str(turn.reset)
    return response


def _unknown(message: str, challenge: str) -> Refused:
    headers = {"WWW-Authenticate": challenge}
    return Refused(HTTPStatus.UNAUTHORIZED, "unauthorized", message, headers=headers)


def _missing(scope: Scope) -> Refused:
    headers = {"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{scope}"'}
    message = f"This key lacks the scope {scope}."
    return Refused(HTTPStatus.FORBIDDEN, "missing_scope", message, headers=headers)


def _too_many(turn: Turn) -> Refused:
    message = f"This key has used its {turn.limit} requests a minute; wait {turn.reset} s."
    headers = {"Retry-After": str(turn.reset)}
    return Refused(HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests", message, headers=headers)
