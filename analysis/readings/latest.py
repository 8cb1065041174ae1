"""What is known of comments now: the reading of what they say at present that none replaced."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from analysis.readings.models import Clause, Reading, is_present
from surveys.db import db
from surveys.responses.models import Response


@dataclass(frozen=True)
class LatestReading:
    """A reading with its clauses, in the order of the comment."""

    reading: Reading
    clauses: list[Clause]


def latest_readings(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, LatestReading]:
    """By response id, in two queries; a comment corrected since its reading has none."""
    present = (
        select(Reading)
        .join(Response, Reading.response_id == Response.id)
        .where(
            Response.id.in_(ids),
            is_present(),
        )
    )
    readings = {reading.response_id: reading for reading in db.session.scalars(present)}
    clauses: defaultdict[uuid.UUID, list[Clause]] = defaultdict(list)
    wanted = Clause.reading_id.in_([reading.id for reading in readings.values()])
    for clause in db.session.scalars(select(Clause).where(wanted).order_by(Clause.start)):
        clauses[clause.reading_id].append(clause)
    return {key: LatestReading(reading, clauses[reading.id]) for key, reading in readings.items()}
