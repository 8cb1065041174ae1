"""Daily histograms from which every counted figure comes, however many answers there are.

A row says: on this day (the day answered, or the day paid) this many answers of this segment had
this value of this figure. They change in the transaction that changes what they count, and
`recounting.rebuild` gives the identical table.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Insert, String, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from analysis.language.labels import Label
from surveys.claims.models import Claim
from surveys.claims.stages import Stage
from surveys.db import Model, choice, db
from surveys.responses.answering import ratings_of
from surveys.responses.models import Response

# Columns of the claim by which answers are counted, besides all together.
SEGMENTS = ("product", "region", "channel", "age_band", "handler_team", "decision")
ALL = "all"
SCORE = "score"
# Clause labels as buckets of a histogram; clauses that say nothing are not counted.
CLAUSE_BUCKETS = {Label.NEGATIVE: -1, Label.NEUTRAL: 0, Label.POSITIVE: 1}


class Axis(StrEnum):
    """By which day answers are counted."""

    ANSWERED = "answered"
    PAID = "paid"


class DailyCount(Model):
    day: Mapped[date] = mapped_column(primary_key=True)
    axis: Mapped[Axis] = mapped_column(choice(Axis), primary_key=True)
    dimension: Mapped[str] = mapped_column(String(30), primary_key=True)
    value: Mapped[str] = mapped_column(String(60), primary_key=True)
    figure: Mapped[str] = mapped_column(String(40), primary_key=True)
    bucket: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int]


# Days beyond these have no period before them that a calendar holds.
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2200, 1, 1)
KEY = ("day", "axis", "dimension", "value", "figure", "bucket")
Cell = tuple[date, Axis, str, str, str, int]
Cells = Counter[Cell]
ReadClause = tuple[Stage | None, Label]


@dataclass(frozen=True)
class Period:
    """Days of the insurer, `start` inclusive, `end` exclusive."""

    start: date
    end: date

    def before(self) -> "Period":
        return Period(self.start - (self.end - self.start), self.start)


def rating_figure(stage: Stage) -> str:
    return f"rating:{stage}"


def clause_figure(stage: Stage | None) -> str:
    return f"clause:{stage or 'none'}"


def count_response(response: Response, zone: ZoneInfo) -> None:
    """Count a confirmed response: its score and its ratings."""
    add(response_cells(response, zone))


def response_cells(response: Response, zone: ZoneInfo) -> Cells:
    ratings = ratings_of(response).items()
    found = [(SCORE, response.score), *((rating_figure(s), value) for s, value in ratings)]
    return Counter(_cells(response, found, zone))


def reading_cells(response: Response, clauses: Iterable[ReadClause], zone: ZoneInfo) -> Cells:
    found = [
        (clause_figure(stage), CLAUSE_BUCKETS[label])
        for stage, label in clauses
        if label in CLAUSE_BUCKETS
    ]
    return Counter(_cells(response, found, zone))


def add(cells: Cells) -> None:
    """Add to each cell, or take away where its number is negative; empty cells have no row.

    Sorted, so that two writers meet in the same order and never wait for each other in a ring.
    """
    changed = sorted((cell, n) for cell, n in cells.items() if n)
    if not changed:
        return
    rows = [dict(zip(KEY, cell, strict=True), n=n) for cell, n in changed]
    db.session.execute(_adding(), rows)
    if any(n < 0 for _, n in changed):
        days = {cell[0] for cell, _ in changed}
        db.session.execute(delete(DailyCount).where(DailyCount.day.in_(days), DailyCount.n == 0))


def histogram(
    figure: str, period: Period, axis: Axis, dimension: str = ALL, value: str = ALL
) -> dict[int, int]:
    """How many answers of the period fell into each bucket of the figure."""
    query = (
        select(DailyCount.bucket, func.sum(DailyCount.n))
        .where(
            DailyCount.axis == axis,
            DailyCount.dimension == dimension,
            DailyCount.value == value,
            DailyCount.figure == figure,
            DailyCount.day >= period.start,
            DailyCount.day < period.end,
        )
        .group_by(DailyCount.bucket)
    )
    return {bucket: int(n) for bucket, n in db.session.execute(query) if n}


def _cells(response: Response, found: Sequence[tuple[str, int]], zone: ZoneInfo) -> Iterator[Cell]:
    claim = response.invitation.claim
    days = [(Axis.ANSWERED, response.answered_at.astimezone(zone).date())]
    if claim.paid_at is not None:
        days.append((Axis.PAID, claim.paid_at.astimezone(zone).date()))
    for axis, day in days:
        for dimension, value in _segments(claim):
            for figure, bucket in found:
                yield day, axis, dimension, value, figure, bucket


def _segments(claim: Claim) -> Iterator[tuple[str, str]]:
    yield ALL, ALL
    for segment in SEGMENTS:
        yield segment, getattr(claim, segment) or "none"


def _adding() -> Insert:
    """The statement that makes a row or adds to it, in the words of the database at hand."""
    if db.engine.dialect.name == "postgresql":
        insert = postgresql.insert(DailyCount)
        n = DailyCount.n + insert.excluded.n
        return insert.on_conflict_do_update(index_elements=KEY, set_={"n": n})
    upsert = sqlite.insert(DailyCount)
    n = DailyCount.n + upsert.excluded.n
    return upsert.on_conflict_do_update(index_elements=KEY, set_={"n": n})
