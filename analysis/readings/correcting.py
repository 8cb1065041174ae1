"""A person says what a comment says, in the place of what a model found in it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from analysis.errors import ReadMeanwhile, UnknownComment
from analysis.language.labels import Label, Topic
from analysis.readings.latest import LatestReading, latest_readings
from analysis.readings.models import PERSON, Clause, Reading
from analysis.readings.replacing import put_in_place
from surveys.claims.stages import Stage
from surveys.db import db
from surveys.responses.models import Response, Standing

# A person says only which side it is.
POLARITY = {Label.NEGATIVE: -1.0, Label.NEUTRAL: 0.0, Label.POSITIVE: 1.0, Label.NOT_SCORED: None}

Span = tuple[int, int]


@dataclass(frozen=True)
class SaidOfClause:
    stage: Stage | None
    topic: Topic | None
    label: Label


@dataclass(frozen=True)
class Said:
    """What a person says of a comment, and of each of its spans in their order."""

    label: Label
    complaint: bool
    clauses: Sequence[SaidOfClause]


def correct_reading(
    response_id: uuid.UUID, seen: uuid.UUID, said: Said, by: str, now: datetime, zone: ZoneInfo
) -> None:
    """Keep what a person says beside what the reading `seen` said; figures follow the person.

    Raises UnknownComment, or ReadMeanwhile where another reading is the present one by now.
    """
    query = select(Response).where(Response.id == response_id).with_for_update()
    response = db.session.scalars(query).one_or_none()
    if response is None:
        raise UnknownComment
    present = present_reading(response)
    if present.reading.id != seen:
        raise ReadMeanwhile
    reading = _reading(response, present.reading, said, by, now)
    clauses = _clauses(reading, spans_of(response), said)
    put_in_place(response, reading, clauses, zone)


def present_reading(response: Response) -> LatestReading:
    """Raises UnknownComment for a comment that waits to be read, or does not count."""
    present = latest_readings([response.id]).get(response.id)
    if present is None or response.standing is not Standing.CONFIRMED:
        raise UnknownComment
    return present


def spans_of(response: Response) -> list[Span]:
    """The clauses of a comment as they were last cut; all of it where it never was."""
    cut = (
        select(Reading.id)
        .join(Clause, Clause.reading_id == Reading.id)
        .where(
            Reading.response_id == response.id,
            Reading.comment_revision == response.comment_revision,
        )
        .order_by(Reading.read_at.desc(), Reading.id.desc())
        .limit(1)
    )
    spans = select(Clause.start, Clause.end).order_by(Clause.start)
    spans = spans.where(Clause.reading_id == cut.scalar_subquery())
    found = db.session.execute(spans).tuples().all()
    return list(found) or [(0, len(response.comment))]


def history_of(response: Response) -> Sequence[Reading]:
    """All readings of the comment as it stands, the newest first."""
    query = select(Reading).where(
        Reading.response_id == response.id,
        Reading.comment_revision == response.comment_revision,
    )
    return db.session.scalars(query.order_by(Reading.read_at.desc(), Reading.id.desc())).all()


def _reading(response: Response, seen: Reading, said: Said, by: str, now: datetime) -> Reading:
    return Reading(
        response=response,
        comment_revision=response.comment_revision,
        model=PERSON,
        read_by=by,
        language=seen.language,
        label=said.label,
        polarity=POLARITY[said.label],
        confidence=1.0,
        words=[],
        complaint=said.complaint,
        read_at=now,
    )


def _clauses(reading: Reading, spans: Sequence[Span], said: Said) -> list[Clause]:
    """A comment that says nothing has none."""
    if said.label is Label.NOT_SCORED:
        return []
    return [
        Clause(
            reading=reading,
            start=start,
            end=end,
            stage=clause.stage,
            topic=clause.topic,
            label=clause.label,
            polarity=POLARITY[clause.label],
        )
        for (start, end), clause in zip(spans, said.clauses, strict=True)
    ]
