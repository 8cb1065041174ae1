"""Keys for other systems: made, found, counted, revoked."""

import math
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from app.api.models import ApiKey
from surveys.cleaning import clean_line
from surveys.db import db
from surveys.errors import BadInput
from surveys.invitations.tokens import hash_token

# With it a key is known as one wherever it turns up: in a log, in a commit, in a mail.
PREFIX = "hearback_"
WINDOW = timedelta(minutes=1)
# When a key was last used is written down no more often than this.
SEEN_EVERY = timedelta(minutes=1)


class Scope(StrEnum):
    """What a key may do."""

    EVENTS_WRITE = "events:write"
    CLAIMS_WRITE = "claims:write"
    RESPONSES_READ = "responses:read"
    CLAIMS_READ = "claims:read"


@dataclass(frozen=True)
class Turn:
    """One request of a key, and how many more it has before `reset` seconds have passed."""

    key_id: uuid.UUID
    scopes: frozenset[str]
    limit: int
    remaining: int
    reset: int
    is_too_many: bool


def new_key(name: str, scopes: set[Scope], expires_at: datetime | None, now: datetime) -> str:
    """A new key in full; it cannot be shown again. Raises BadInput for a name without letters."""
    name = clean_line(name, "name", 100)
    if not name:
        raise BadInput("name", "must not be empty")
    token = PREFIX + secrets.token_urlsafe(32)
    key = ApiKey(
        name=name,
        token_hash=hash_token(token),
        scopes=sorted(scopes),
        created_at=now,
        expires_at=expires_at,
    )
    db.session.add(key)
    db.session.flush()
    return token


def all_keys() -> list[ApiKey]:
    return list(db.session.scalars(select(ApiKey).order_by(ApiKey.id)))


def revoke(key_id: uuid.UUID, now: datetime) -> bool:
    """End a key for good; False when there is none with this id."""
    key = db.session.get(ApiKey, key_id)
    if key is None:
        return False
    key.revoked_at = key.revoked_at or now
    return True


def find_key(token: str, now: datetime) -> ApiKey | None:
    """The valid key of this token; an unknown one costs no writing."""
    query = select(ApiKey).where(ApiKey.token_hash == hash_token(token))
    key = db.session.scalars(query).one_or_none()
    return key if key is not None and key.is_valid(now) else None


def take_turn(key_id: uuid.UUID, now: datetime, limit: int) -> Turn:
    """Count one request against the key's limit a minute."""
    key = db.session.scalars(select(ApiKey).where(ApiKey.id == key_id).with_for_update()).one()
    if key.window_started_at is None or not _within(WINDOW, key.window_started_at, now):
        key.window_started_at, key.requests_in_window = now, 0
    if key.last_used_at is None or not _within(SEEN_EVERY, key.last_used_at, now):
        key.last_used_at = now
    is_too_many = key.requests_in_window >= limit
    if not is_too_many:
        key.requests_in_window += 1
    left = key.window_started_at + WINDOW - now
    return Turn(
        key_id=key.id,
        scopes=frozenset(key.scopes),
        limit=limit,
        remaining=max(0, limit - key.requests_in_window),
        reset=max(1, math.ceil(left.total_seconds())),
        is_too_many=is_too_many,
    )


def _within(length: timedelta, start: datetime, now: datetime) -> bool:
    """A clock that was set back must not lock anybody out, so the other side counts as well."""
    return abs(now - start) < length
