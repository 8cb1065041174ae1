"""The stage clock: how long each stage may take, and whether it took longer.

Limits are counted in business days of Korean insurers, and the day on which the clock starts is
not counted. Business days leave out Saturdays, Sundays, public holidays with their substitutes,
and Labour Day, as the standard terms for health and accident insurance do.

The list of holidays ends with `HOLIDAYS_END_ON`. Temporary holidays that the government proclaims
later than the installed `holidays` package was published are missing until it is updated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from holidays import country_holidays

from surveys.claims.stages import Stage
from surveys.errors import HolidaysUnknown

# When a stage began and when it ended; None while it is under way.
Span = tuple[datetime, datetime | None]
# The stages that a claim went through.
Spans = Mapping[Stage, Span]

COUNTRY = "KR"
HOLIDAYS_BEGIN_ON = date(country_holidays(COUNTRY).start_year, 1, 1)
HOLIDAYS_END_ON = date(country_holidays(COUNTRY).end_year, 12, 31)

# Labour Day is a bank holiday in the list until 2025 and a public one from 2026 on.
HOLIDAY_CATEGORIES = ("public", "bank")

SATURDAY = 5


@dataclass(frozen=True)
class Limit:
    """Business days within which a stage has to end."""

    days: int
    # The stage whose end starts the clock. Without one, or if the claim skipped it, the clock
    # starts with the stage itself.
    since_end_of: Stage | None = None
    # Stands in for `days` if the claim was investigated.
    days_if_investigated: int | None = None


@dataclass(frozen=True)
class ProductLimits:
    """The limits of a product: one for every stage, and business days for the whole claim."""

    stages: Mapping[Stage, Limit]
    whole_claim: int


# Standard terms for health and accident insurance: paid within 3 business days of complete
# documents, 10 with an investigation, 30 at most. What happens before the documents are complete
# has no term of its own: a week for asking and looking through, an evening or two for filing. The
# 10 days leave 7 to an investigation, once 2 are kept for the decision and 1 for the payment.
PERSONAL_LINE = ProductLimits(
    stages={
        Stage.FILING: Limit(3),
        Stage.DOCUMENT_REVIEW: Limit(5),
        Stage.INVESTIGATION: Limit(7),
        Stage.DECISION: Limit(2),
        Stage.PAYOUT: Limit(3, since_end_of=Stage.DOCUMENT_REVIEW, days_if_investigated=10),
    },
    whole_claim=30,
)

# Property terms promise payment within 7 days of the decision. Estimates and adjusters take their
# time, so an investigation gets two weeks and a decision 3 days; the rest is as above.
PROPERTY_LINE = ProductLimits(
    stages={
        Stage.FILING: Limit(3),
        Stage.DOCUMENT_REVIEW: Limit(5),
        Stage.INVESTIGATION: Limit(10),
        Stage.DECISION: Limit(3),
        Stage.PAYOUT: Limit(7, since_end_of=Stage.DECISION),
    },
    whole_claim=30,
)


@dataclass(frozen=True)
class Limits:
    """The table of limits by product; a product that is not in it is held to `otherwise`."""

    products: Mapping[str, ProductLimits] = field(
        default_factory=lambda: {
            "health": PERSONAL_LINE,
            "auto": PROPERTY_LINE,
            "fire": PROPERTY_LINE,
            "travel": PROPERTY_LINE,
        }
    )
    otherwise: ProductLimits = PERSONAL_LINE

    def of(self, product: str) -> ProductLimits:
        return self.products.get(product, self.otherwise)


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Clock:
    """How a stage, or a whole claim, stands against its deadline."""

    # Elapsed calendar days; None while it is under way.
    days: float | None
    due_at: datetime
    late: bool


def stage_clocks(
    product: str, spans: Spans, now: datetime, zone: tzinfo, limits: Limits = DEFAULT_LIMITS
) -> dict[Stage, Clock]:
    """Read the clock of every stage that the claim went through.

    Moments carry a time zone; days begin and end in `zone`. A stage under way is late once `now`
    is past its deadline. Raises HolidaysUnknown, and ValueError for a moment without a zone.
    """
    return {
        stage: _read_clock(span, deadline(product, stage, spans, zone, limits), now)
        for stage, span in spans.items()
    }


def claim_clock(
    product: str, spans: Spans, now: datetime, zone: tzinfo, limits: Limits = DEFAULT_LIMITS
) -> Clock | None:
    """Read the clock of the whole claim, as `stage_clocks` does; None for one without stages."""
    if not spans:
        return None
    whole = _whole_span(spans)
    return _read_clock(whole, _due_at(whole[0], limits.of(product).whole_claim, zone), now)


def deadline(
    product: str, stage: Stage, spans: Spans, zone: tzinfo, limits: Limits = DEFAULT_LIMITS
) -> datetime:
    """The last moment at which `stage` is in time: the end of a business day in `zone`.

    `spans` holds the stage itself; what starts its clock is in its `Limit`.
    """
    limit = limits.of(product).stages[stage]
    days = limit.days
    if limit.days_if_investigated is not None and Stage.INVESTIGATION in spans:
        days = limit.days_if_investigated
    return _due_at(_clock_starts_at(stage, limit, spans), days, zone)


def is_late(due_at: datetime, ended_at: datetime | None, now: datetime) -> bool:
    """Whether the end, or `now` if there is none yet, lies past the deadline."""
    return _in_utc(ended_at or now) > _in_utc(due_at)


def elapsed_days(started_at: datetime, ended_at: datetime) -> float:
    """Calendar days from start to end, with their fraction, nights and holidays included."""
    return (_in_utc(ended_at) - _in_utc(started_at)) / timedelta(days=1)


@lru_cache(maxsize=4096)
def business_days_after(day: date, n: int) -> date:
    """The n-th business day after `day`, which is not counted; for n = 0 `day` itself.

    Raises HolidaysUnknown beyond the list of holidays and ValueError for a negative n.
    """
    if n < 0:
        raise ValueError(f"business days are counted forward, not {n}")
    while n > 0:
        day += timedelta(days=1)
        if _is_business_day(day):
            n -= 1
    return day


def _is_business_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _holidays_of(day.year)


@lru_cache
def _holidays_of(year: int) -> frozenset[date]:
    if not HOLIDAYS_BEGIN_ON.year <= year <= HOLIDAYS_END_ON.year:
        raise HolidaysUnknown(
            f"holidays are known from {HOLIDAYS_BEGIN_ON} to {HOLIDAYS_END_ON}, not in {year}"
        )
    return frozenset(country_holidays(COUNTRY, years=year, categories=HOLIDAY_CATEGORIES))


def _clock_starts_at(stage: Stage, limit: Limit, spans: Spans) -> datetime:
    started_at, _ = spans[stage]
    if limit.since_end_of is None or limit.since_end_of not in spans:
        return started_at
    _, earlier_ended_at = spans[limit.since_end_of]
    return earlier_ended_at or started_at


def _due_at(started_at: datetime, days: int, zone: tzinfo) -> datetime:
    first_day = _in_utc(started_at).astimezone(zone).date()
    return datetime.combine(business_days_after(first_day, days), time.max, zone)


def _whole_span(spans: Spans) -> Span:
    """From the first start to the last end; a denied claim ends with its decision."""
    started_at = min(started_at for started_at, _ in spans.values())
    ends = [ended_at for _, ended_at in spans.values() if ended_at is not None]
    is_open = len(ends) < len(spans) or not {Stage.DECISION, Stage.PAYOUT} & spans.keys()
    return started_at, None if is_open else max(ends)


def _read_clock(span: Span, due_at: datetime, now: datetime) -> Clock:
    started_at, ended_at = span
    return Clock(
        days=None if ended_at is None else elapsed_days(started_at, ended_at),
        due_at=due_at,
        late=is_late(due_at, ended_at, now),
    )


def _in_utc(moment: datetime) -> datetime:
    """The same moment in UTC: moments of one zone would be compared by the clock on the wall."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs a time zone, {moment} has none")
    return moment.astimezone(UTC)
