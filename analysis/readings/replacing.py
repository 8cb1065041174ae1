"""Puts a reading in the place of the one before, and moves the counts with it."""

from collections import Counter
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from analysis.counts import ReadClause, add, reading_cells
from analysis.readings.latest import latest_readings
from analysis.readings.models import PERSON, Clause, Reading
from surveys.cases.models import Cause
from surveys.cases.opening import open_case
from surveys.db import db
from surveys.responses.models import Response


def put_in_place(
    response: Response, reading: Reading, clauses: Sequence[Clause], zone: ZoneInfo
) -> None:
    """Store a reading of a locked, confirmed response as the present one.

    What a model finds is only kept beside what a person said: a person is not overruled. A model
    that reads old comments again opens no case: it would be late before anybody saw it.
    """
    before = latest_readings([response.id]).get(response.id)
    if before and before.reading.model == PERSON and reading.model != PERSON:
        reading.replaced_at = reading.read_at
        _add(reading, clauses)
        return
    if before:
        before.reading.replaced_at = reading.read_at
        db.session.flush()
    _add(reading, clauses)
    moved = Counter(reading_cells(response, _read(clauses), zone))
    moved.subtract(reading_cells(response, _read(before.clauses if before else []), zone))
    add(moved)
    if reading.complaint and (before is None or reading.model == PERSON):
        open_case(response, [Cause.COMPLAINT], reading.read_at)


def _add(reading: Reading, clauses: Sequence[Clause]) -> None:
    db.session.add(reading)
    db.session.add_all(clauses)
    db.session.flush()


def _read(clauses: Sequence[Clause]) -> list[ReadClause]:
    return [(clause.stage, clause.label) for clause in clauses]
