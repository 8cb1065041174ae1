"""The cases as a list to work through: which come first, and how well the clock is kept."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, and_, case, func, or_, select

from surveys.cases.models import Case
from surveys.db import db


class Shown(StrEnum):
    """Which cases a list shows."""

    UNFINISHED = "unfinished"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True)
class CaseCounts:
    """How many cases wait, are being looked after, are late among both, and kept their clock.

    Of the cases opened since a moment whose clock has ended, by closing or by running out,
    `in_time` were closed before it ran out.
    """

    open: int
    taken: int
    late: int
    ended: int
    in_time: int

    @property
    def unfinished(self) -> int:
        return self.open + self.taken

    @property
    def share_in_time(self) -> float | None:
        return self.in_time / self.ended if self.ended else None


def list_cases(shown: Shown, owner: str | None, only_unowned: bool = False) -> Select[tuple[Case]]:
    """Cases not closed first, the most urgent of them on top; then the closed, newest first."""
    query = select(Case)
    if shown is Shown.UNFINISHED:
        query = query.where(Case.closed_at.is_(None))
    if shown is Shown.CLOSED:
        query = query.where(Case.closed_at.is_not(None))
    if only_unowned:
        query = query.where(Case.owner.is_(None))
    elif owner is not None:
        query = query.where(Case.owner == owner)
    is_closed = Case.closed_at.is_not(None)
    urgency = case((is_closed, None), else_=Case.due_at)
    return query.order_by(is_closed, urgency, Case.closed_at.desc(), Case.id)


def count_cases(since: datetime, now: datetime) -> CaseCounts:
    unfinished = Case.closed_at.is_(None)
    recent = Case.opened_at >= since
    ended = and_(recent, or_(Case.closed_at.is_not(None), Case.due_at < now))
    counted = (
        and_(unfinished, Case.owner.is_(None)),
        and_(unfinished, Case.owner.is_not(None)),
        and_(unfinished, Case.due_at < now),
        ended,
        and_(recent, Case.closed_at <= Case.due_at),
    )
    sums = (func.coalesce(func.sum(case((each, 1), else_=0)), 0) for each in counted)
    return CaseCounts(*db.session.execute(select(*sums)).one())
