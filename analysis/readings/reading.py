"""Reads the next new comments. The words are read outside the transaction that stores them,
because a language model takes its time and a writing transaction must not."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from analysis.counts import count_reading
from analysis.language.reading import CommentReading, read_comment
from analysis.readings.models import Clause, Reading
from surveys.cases.models import Cause
from surveys.cases.opening import open_case
from surveys.db import db, write
from surveys.responses.models import Response

# Comments a step: the figures move soon after a rush, and one transaction stays short.
BATCH = 50


def read_next(now: datetime, zone: ZoneInfo) -> bool:
    """Read the comments that have waited longest; False when none waits."""
    due = select(Response.id, Response.comment_revision, Response.comment)
    due = due.where(Response.reading_due_at <= now).order_by(Response.reading_due_at)
    waiting = db.session.execute(due.limit(BATCH)).tuples().all()
    found = [(id_, revision, read_comment(comment)) for id_, revision, comment in waiting]
    if found:
        write(lambda: _store_all(found, now, zone))
    return bool(found)


def _store_all(
    found: Sequence[tuple[uuid.UUID, int, CommentReading]], now: datetime, zone: ZoneInfo
) -> None:
    """A comment that was read or corrected meanwhile is left as it is."""
    for response_id, revision, comment_reading in found:
        query = select(Response).where(Response.id == response_id).with_for_update()
        response = db.session.scalars(query).one()
        if response.reading_due_at is not None and response.comment_revision == revision:
            _store(response, comment_reading, now, zone)


def _store(response: Response, found: CommentReading, now: datetime, zone: ZoneInfo) -> None:
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
    db.session.add(reading)
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
    db.session.add_all(clauses)
    response.reading_due_at = None
    count_reading(response, [(clause.stage, clause.label) for clause in found.clauses], zone)
    if found.complaint:
        open_case(response, [Cause.COMPLAINT], now)
