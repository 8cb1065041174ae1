"""Reads the next new comments. The words are read outside the transaction that stores them,
because a language model takes its time and a writing transaction must not."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from analysis.language.reading import CommentReading, read_comment
from analysis.readings.finding import keep_words
from analysis.readings.models import Clause, Reading
from analysis.readings.replacing import put_in_place
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
            response.reading_due_at = None
            keep_words(response, comment_reading.terms)
            if not _is_stored(response, comment_reading.model):
                put_in_place(response, *_rows(response, comment_reading, now), zone)


def _is_stored(response: Response, model: str) -> bool:
    """Whether this model has read this comment before, as one that is read again."""
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
