"""Reads the next new comments, and old ones again.

The words are read outside the transaction that stores them, because a language model takes its
time and a writing transaction must not.
"""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select

from analysis.language.reading import LANGUAGES, CommentReading, read_comments
from analysis.language.trained import model_name
from analysis.readings.finding import keep_words
from analysis.readings.models import Clause, Reading
from analysis.readings.replacing import put_in_place
from surveys.db import db, write
from surveys.responses.models import Response, Standing

# Comments a step: the figures move soon after a rush, and one transaction stays short.
BATCH = 50


Unread = tuple[uuid.UUID, int, str]


def read_next(now: datetime, zone: ZoneInfo) -> bool:
    """Read the comments that have waited longest; False when none waits."""
    due = _comments().where(Response.reading_due_at <= now).order_by(Response.reading_due_at)
    waiting = db.session.execute(due.limit(BATCH)).tuples().all()
    if waiting:
        _read_all(waiting, now, zone)
    return bool(waiting)


def read_again(now: datetime, zone: ZoneInfo) -> Iterator[int]:
    """Read, batch by batch, the comments that the present models have not read; yields how many.

    It may be stopped at any time and begun again. Comments that said nothing to an earlier model
    are tried each time. New comments need not wait for it.
    """
    last = uuid.UUID(int=0)
    while batch := _next_to_read_again(last):
        last = batch[-1][0]
        _read_all(batch, now, zone)
        yield len(batch)


def count_to_read_again() -> int:
    return db.session.scalar(select(func.count()).select_from(_read_otherwise().subquery())) or 0


def _next_to_read_again(last: uuid.UUID) -> Sequence[Unread]:
    query = _read_otherwise().where(Response.id > last).order_by(Response.id)
    return db.session.execute(query.limit(BATCH)).tuples().all()


def _read_otherwise() -> Select[Unread]:
    by_present_models = select(Reading.id).where(
        Reading.response_id == Response.id,
        Reading.comment_revision == Response.comment_revision,
        Reading.model.in_([model_name(language) for language in LANGUAGES]),
    )
    return _comments().where(
        Response.standing == Standing.CONFIRMED,
        Response.comment != "",
        Response.reading_due_at.is_(None),
        ~by_present_models.exists(),
    )


def _comments() -> Select[Unread]:
    return select(Response.id, Response.comment_revision, Response.comment)


def _read_all(comments: Sequence[Unread], now: datetime, zone: ZoneInfo) -> None:
    readings = read_comments([comment for _, _, comment in comments])
    found = [
        (id_, revision, reading)
        for (id_, revision, _), reading in zip(comments, readings, strict=True)
    ]
    write(lambda: _store_all(found, now, zone))


def _store_all(
    found: Sequence[tuple[uuid.UUID, int, CommentReading]], now: datetime, zone: ZoneInfo
) -> None:
    """A comment that was corrected meanwhile is left as it is, and so is what a model has read
    before."""
    for response_id, revision, comment_reading in found:
        query = select(Response).where(Response.id == response_id).with_for_update()
        response = db.session.scalars(query).one()
        if response.comment_revision == revision:
            response.reading_due_at = None
            keep_words(response, comment_reading.terms)
            if not _is_stored(response, comment_reading.model):
                put_in_place(response, *_rows(response, comment_reading, now), zone)


def _is_stored(response: Response, model: str) -> bool:
    of_model = select(Reading.id).where(
        Reading.response_id == response.id,
        Reading.comment_revision == response.comment_revision,
        Reading.model == model,
    )
    return db.session.scalar(of_model) is not None


def _rows(response: Response, found: CommentReading, now: datetime) -> tuple[Reading, list[Clause]]:
    reading = Reading(
        response=response,
        comment_revision=response.comment_revision,
        model=found.model,
        language=found.language,
        label=found.label,
        polarity=found.polarity,
        confidence=found.confidence,
        words=list(found.words),
        complaint=found.complaint,
        read_at=now,
    )
    clauses = [
        Clause(
            reading=reading,
            start=clause.start,
            end=clause.end,
            stage=clause.stage,
            topic=clause.topic,
            label=clause.label,
            polarity=clause.polarity,
        )
        for clause in found.clauses
    ]
    return reading, clauses
