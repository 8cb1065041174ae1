"""`Idempotency-Key`: a request sent again, because its answer was lost, is answered as before."""

import hashlib
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from flask import request
from sqlalchemy import delete

from app.api.models import KeptAnswer
from app.api.problems import Refused
from surveys.db import db
from surveys.errors import BadInput

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_FOR = timedelta(hours=72)
VISIBLE = re.compile(r"[!-~]{1,255}")


@dataclass(frozen=True)
class Once:
    """A request that is to be worked on once: whose it is, its key, and what it says."""

    api_key_id: uuid.UUID
    idempotency_key: str | None
    body_hash: str


@dataclass(frozen=True)
class Answer:
    text: str
    is_replayed: bool


def once(api_key_id: uuid.UUID, body: bytes) -> Once:
    """The request at hand; raises Refused for a key that is none."""
    given = request.headers.get(HEADER)
    if given is not None and not VISIBLE.fullmatch(given):
        fields = [BadInput(HEADER, "must be 1 to 255 visible characters of ASCII")]
        message = "The headers cannot be taken."
        raise Refused(HTTPStatus.BAD_REQUEST, "bad_headers", message, fields)
    return Once(api_key_id, given, hashlib.sha256(body).hexdigest())


def answer_once(asked: Once, work: Callable[[], str], now: datetime) -> Answer:
    """What `work` answers, or what it answered before; call it inside of `write`.

    The row is written first: whoever sends the same key in the same moment waits for it, meets it,
    and is run again by `write`. Row and work are committed together or not at all.
    """
    if asked.idempotency_key is None:
        return Answer(work(), is_replayed=False)
    _forget(now)
    kept = db.session.get(KeptAnswer, (asked.api_key_id, asked.idempotency_key))
    if kept is not None:
        return _again(kept, asked)
    kept = KeptAnswer(
        api_key_id=asked.api_key_id,
        idempotency_key=asked.idempotency_key,
        body_hash=asked.body_hash,
        answer="",
        created_at=now,
    )
    db.session.add(kept)
    db.session.flush()
    kept.answer = work()
    return Answer(kept.answer, is_replayed=False)


def forget_next(now: datetime) -> bool:
    """Remove the answers that are kept for too long; False when there is none."""
    return _forget(now) > 0


def _again(kept: KeptAnswer, asked: Once) -> Answer:
    if kept.body_hash != asked.body_hash:
        message = f"This {HEADER} was used for another request; please make a new one."
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency_key_reused", message)
    return Answer(kept.answer, is_replayed=True)


def _forget(now: datetime) -> int:
    old = delete(KeptAnswer).where(KeptAnswer.created_at <= now - KEPT_FOR)
    return db.session.execute(old).rowcount
