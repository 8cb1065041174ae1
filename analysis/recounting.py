"""Counts answers anew from the rows they came from: all of them, or those that a claim moves."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, text

from analysis.counts import Cells, DailyCount, ReadClause, add, reading_cells, response_cells
from analysis.readings.latest import latest_readings
from surveys.claims.models import Claim
from surveys.db import db
from surveys.invitations.models import Invitation
from surveys.responses.models import Response, Standing

T = TypeVar("T")


def rebuild(zone: ZoneInfo) -> int:
    """Replace all daily counts, by the identical ones; returns how many responses were counted."""
    _hold_back_other_counts()
    db.session.execute(delete(DailyCount))
    counted = 0
    for response in _confirmed():
        add(_cells(response, zone))
        counted += 1
    return counted


def miscounted(zone: ZoneInfo) -> Cells:
    """The cells of the table that a rebuild would change, by how much they are too high.

    Changes nothing. Answers are streamed; what is held is one number a cell of the table.
    """
    surplus: Cells = Counter()
    key = (DailyCount.day, DailyCount.axis, DailyCount.dimension, DailyCount.value)
    table = select(*key, DailyCount.figure, DailyCount.bucket, DailyCount.n)
    for row in db.session.execute(table.execution_options(yield_per=5000)).tuples():
        surplus[row[:6]] = row[6]
    for response in _confirmed():
        surplus.subtract(_cells(response, zone))
    return Counter({cell: n for cell, n in surplus.items() if n})


def _confirmed() -> Iterator[Response]:
    query = select(Response).where(Response.standing == Standing.CONFIRMED)
    yield from db.session.scalars(query.execution_options(yield_per=500))


def _hold_back_other_counts() -> None:
    """An answer that is being counted is waited for, or waits: it would be counted twice.

    SQLite has but one writer anyway.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE daily_count IN SHARE ROW EXCLUSIVE MODE"))


def keep_counted(claim_ids: Collection[str], zone: ZoneInfo, change: Callable[[], T]) -> T:
    """Run a change of these claims; answers that are counted already move with them.

    A claim that turns out to belong to another region takes its answer there, in the same
    transaction. Claims are locked first, as an answer locks its own, so that none slips between.
    """
    db.session.execute(select(Claim.id).where(Claim.external_id.in_(claim_ids)).with_for_update())
    query = (
        select(Response)
        .join(Response.invitation)
        .join(Invitation.claim)
        .where(Claim.external_id.in_(claim_ids), Response.standing == Standing.CONFIRMED)
        .order_by(Response.id)
        .with_for_update(of=Response)
    )
    return keep_responses_counted(db.session.scalars(query).all(), zone, change)


def keep_responses_counted(
    responses: Sequence[Response], zone: ZoneInfo, change: Callable[[], T]
) -> T:
    """Run a change of these responses, which are locked; the counts follow those that count."""
    moved: Cells = Counter()
    for response in responses:
        moved.subtract(_cells(response, zone))
    result = change()
    for response in responses:
        moved.update(_cells(response, zone))
    add(moved)
    return result


def _cells(response: Response, zone: ZoneInfo) -> Cells:
    if response.standing is not Standing.CONFIRMED:
        return Counter()
    return response_cells(response, zone) + reading_cells(response, _latest_clauses(response), zone)


def _latest_clauses(response: Response) -> list[ReadClause]:
    latest = latest_readings([response.id]).get(response.id)
    return [(clause.stage, clause.label) for clause in latest.clauses] if latest else []
