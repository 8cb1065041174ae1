"""Invented claims, with a story to find.

In Busan the document review becomes slow half-way through. In Daegu the payout was slow until a
measure was taken; from then on it is as quick as anywhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from surveys.claims.models import Language, Outcome
from surveys.claims.records import ClaimRecord
from surveys.claims.stages import Stage

T = TypeVar("T")

REGIONS = {
    "seoul": 27,
    "gyeonggi": 24,
    "busan": 18,
    "daegu": 10,
    "daejeon": 8,
    "gwangju": 6,
    "jeju": 5,
}
CHANNELS = {"app": 40, "web": 18, "call": 20, "agent": 14, "branch": 8}
PRODUCTS = {"auto": 42, "health": 34, "travel": 13, "fire": 11}
AGE_BANDS = {"20s": 14, "30s": 25, "40s": 24, "50s": 21, "60plus": 16}
OUTCOMES = {Outcome.APPROVED: 78, Outcome.PARTIAL: 22}
# Days that a stage usually takes.
USUAL_DAYS = {
    Stage.FILING: 0.6,
    Stage.DOCUMENT_REVIEW: 2.0,
    Stage.INVESTIGATION: 5.0,
    Stage.DECISION: 1.2,
    Stage.PAYOUT: 1.0,
}
INVESTIGATED = 0.25
WITHOUT_EMAIL = 0.05
FAMILY = "김이박최정강조윤장임한오서신권황안송류홍"
GIVEN = "민준,서연,도윤,지우,하은,시우,수아,지호,예린,현우,유진,태영,은서,동혁,미경,영호,순자,정희"
ENGLISH = "Grace Miller,Tom Becker,Olga Nguyen,Daniel Reyes,Priya Shah,Emma Clark,Mei Chen"


@dataclass(frozen=True)
class Trouble:
    """A stage that takes longer in one region, from one part of the time to another (0 to 1)."""

    region: str
    stage: Stage
    slower_by: float
    since: float
    until: float

    def slows(self, region: str, stage: Stage, elapsed: float) -> bool:
        here = (self.region, self.stage) == (region, stage)
        return here and self.since <= elapsed < self.until


TROUBLES = (
    Trouble("busan", Stage.DOCUMENT_REVIEW, 3.0, since=0.5, until=1.1),
    Trouble("daegu", Stage.PAYOUT, 3.5, since=0.0, until=0.6),
)


@dataclass(frozen=True)
class SampleClaim:
    record: ClaimRecord
    paid_at: datetime
    # How many times as long as usual each stage took that the claim went through.
    slowness: dict[Stage, float]


def sample_claims(
    n: int, length: timedelta, now: datetime, zone: ZoneInfo, rng: Random
) -> Iterator[SampleClaim]:
    """`n` claims paid over the time before `now`, in working hours of the zone."""
    series = f"{rng.randrange(16**5):05X}"
    for number in range(n):
        day = (now - length * rng.random()).astimezone(zone).date()
        minute = rng.randrange(8 * 60, 19 * 60)
        paid_at = datetime.combine(day, time(minute // 60, minute % 60), zone)
        if paid_at >= now:
            paid_at -= timedelta(days=1)
        elapsed = 1 - (now - paid_at) / length
        yield _claim(f"D{series}{number:05d}", paid_at, elapsed, n, rng)


def _claim(claim_id: str, paid_at: datetime, elapsed: float, n: int, rng: Random) -> SampleClaim:
    region = _pick(REGIONS, rng)
    slowness = _slowness(region, elapsed, rng)
    customer = rng.randrange(4 * n)
    who = Random(f"{claim_id[:6]}{customer}")
    language = Language.ENGLISH if who.random() < 0.12 else Language.KOREAN
    outcome, claimed = _pick(OUTCOMES, rng), 10_000 * int(rng.lognormvariate(4.2, 1.0) + 1)
    share = 1.0 if outcome is Outcome.APPROVED else rng.uniform(0.35, 0.9)
    record = ClaimRecord(
        claim_id=claim_id,
        customer_id=f"K{claim_id[:6]}{customer:05d}",
        name=_name(language, who),
        email=None if who.random() < WITHOUT_EMAIL else f"customer{customer}@example.com",
        language=language,
        product=_pick(PRODUCTS, rng),
        region=region,
        channel=_pick(CHANNELS, rng),
        age_band=_pick(AGE_BANDS, who),
        handler_team=f"team-{rng.randrange(1, 9):02d}",
        amount_claimed=claimed,
        amount_paid=int(claimed * share),
        decision=outcome,
        paid_at=paid_at,
        **_moments(slowness, paid_at),
    )
    return SampleClaim(record, paid_at, slowness)


def _slowness(region: str, elapsed: float, rng: Random) -> dict[Stage, float]:
    stages = [s for s in Stage if s is not Stage.INVESTIGATION or rng.random() < INVESTIGATED]
    slowness = {stage: rng.lognormvariate(0, 0.6) for stage in stages}
    for trouble in TROUBLES:
        for stage in stages:
            if trouble.slows(region, stage, elapsed):
                slowness[stage] *= trouble.slower_by
    return slowness


def _moments(slowness: dict[Stage, float], paid_at: datetime) -> dict[str, datetime]:
    """Starts and ends of the stages, counted back from the payment."""
    moments, end = {}, paid_at
    for stage in reversed(slowness):
        start = end - timedelta(days=USUAL_DAYS[stage] * slowness[stage])
        moments[f"{stage}_started_at"], moments[f"{stage}_ended_at"] = start, end
        end = start - timedelta(hours=1)
    return moments


def _name(language: Language, rng: Random) -> str:
    if language is Language.ENGLISH:
        return rng.choice(ENGLISH.split(","))
    return rng.choice(FAMILY) + rng.choice(GIVEN.split(","))


def _pick(weights: Mapping[T, int], rng: Random) -> T:
    return rng.choices(list(weights), list(weights.values()))[0]
