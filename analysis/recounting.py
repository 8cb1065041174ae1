"""Builds the daily counts anew from the rows they count, to the identical table."""

from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from analysis.counts import DailyCount, count_reading, count_response
from analysis.language.labels import Label
from analysis.readings.models import Clause, Reading
from surveys.claims.stages import Stage
from surveys.db import db
from surveys.responses.models import Response, Standing


def rebuild(zone: ZoneInfo) -> int:
    """Replace all daily counts; returns how many responses were counted."""
    db.session.execute(delete(DailyCount))
    query = select(Response).where(Response.standing == Standing.CONFIRMED)
    counted = 0
    for response in db.session.scalars(query.execution_options(yield_per=500)):
        count_response(response, zone)
        if response.reading_due_at is None:
            count_reading(response, _latest_clauses(response), zone)
        counted += 1
    return counted


def _latest_clauses(response: Response) -> list[tuple[Stage | None, Label]]:
    latest = select(Reading.id).where(Reading.response_id == response.id)
    reading_id = db.session.scalar(latest.order_by(Reading.id.desc()).limit(1))
    query = select(Clause.stage, Clause.label).where(Clause.reading_id == reading_id)
    return list(db.session.execute(query).tuples())
