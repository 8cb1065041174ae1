"""The improvement report as plain data: page, mail and files all show this one object."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from analysis.counts import Axis, Period
from analysis.statistics import small_numbers
from analysis.statistics.nps import Nps
from surveys.claims.stages import Stage


class Verdict(StrEnum):
    """What a change says once its error is taken into account."""

    ROSE = "rose"
    FELL = "fell"
    UNCHANGED = "unchanged"  # within error
    TOO_FEW_ANSWERS = "too_few_answers"


@dataclass(frozen=True)
class Change:
    """NPS points against the equal period before, with a 95 % interval."""

    value: float | None
    low: float | None
    high: float | None
    verdict: Verdict


@dataclass(frozen=True)
class Funnel:
    """What became of the claims paid in the period. `not_asked` counts by reason.

    `paid` = `undecided` + the sum of `not_asked` + `imported` + `asked`; `asked` = `scheduled` +
    `undelivered` + `sent`; `answered` is a part of `sent`. `response_rate` is answered / sent.
    `imported` were asked elsewhere: their answers count in the score, and here nowhere else, since
    nobody knows how many were asked in vain.
    """

    paid: int
    undecided: int
    not_asked: dict[str, int]
    imported: int
    asked: int
    scheduled: int
    undelivered: int
    sent: int
    answered: int
    response_rate: float | None


@dataclass(frozen=True)
class StageRow:
    """One stage: ratings 1-5 of the answers; days and lateness of all claims of the period."""

    stage: Stage
    n: int
    rating_mean: float | None
    clauses: int
    unhappy_clause_share: float | None
    spans: int
    days_median: float | None
    days_p90: float | None
    late_share: float | None


class Note(StrEnum):
    """What a reader has to know about the figures."""

    TOO_FEW_ANSWERS = "too_few_answers"
    ONLY_PAID_ASKED = "only_paid_asked"
    HOLIDAYS_END = "holidays_end"


@dataclass(frozen=True)
class Report:
    period: Period
    axis: Axis
    nps: Nps | None
    change: Change
    # Answers of the period that do not count, because a machine may have sent them.
    left_out: int
    funnel: Funnel
    stages: tuple[StageRow, ...]
    notes: tuple[Note, ...]

    @property
    def shown_nps(self) -> Nps | None:
        """The score where there are enough answers to show one."""
        enough = self.nps is not None and self.nps.n >= small_numbers.SCORE
        return self.nps if enough else None

    def as_json(self) -> dict[str, Any]:
        """As `flask report build --format json` writes it; `null` for none."""
        figure: dict[str, Any] = asdict(self.nps) if self.nps else dict.fromkeys(NPS_FIELDS)
        counts = {name: int(figure[name] or 0) for name in NPS_FIELDS[3:]}
        return {
            "period": {"from": self.period.start.isoformat(), "to": self.period.end.isoformat()},
            "filter": {},
            "axis": self.axis,
            "nps": {**figure, **counts, "change": asdict(self.change)},
            "left_out": self.left_out,
            "funnel": asdict(self.funnel),
            "stages": [asdict(row) for row in self.stages],
            "notes": list(self.notes),
        }


NPS_FIELDS = ("value", "low", "high", "n", "promoters", "passives", "detractors")
