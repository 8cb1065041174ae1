"""The Net Promoter Score and its interval."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

from analysis.errors import NoAnswers

# Scores from here to 10 are promoters.
LOWEST_PROMOTER = 9
# Scores from 0 to here are detractors; what lies between is passive.
HIGHEST_DETRACTOR = 6
HIGHEST_SCORE = 10

# Halvings of an interval of at most 2: the limit is found to the last bits of a float.
BISECTIONS = 60


class Counts(NamedTuple):
    """How many answers are of each kind; fractional where answers are weighted."""

    promoters: float
    passives: float
    detractors: float


@dataclass(frozen=True)
class Nps:
    """A score with its interval, in points from -100 to 100, and the counts it came from."""

    value: float
    low: float
    high: float
    n: float
    promoters: float
    passives: float
    detractors: float


def count_scores(histogram: Mapping[int, float]) -> Counts:
    """Sort a histogram {score 0..10: number of answers} into the three kinds.

    Raises ValueError for a score outside 0..10. An empty histogram gives three zeros.
    """
    for score in histogram:
        if not 0 <= score <= HIGHEST_SCORE:
            raise ValueError(f"a score lies between 0 and {HIGHEST_SCORE}, not {score}")
    return Counts(
        promoters=sum(n for score, n in histogram.items() if score >= LOWEST_PROMOTER),
        passives=sum(
            n for score, n in histogram.items() if HIGHEST_DETRACTOR < score < LOWEST_PROMOTER
        ),
        detractors=sum(n for score, n in histogram.items() if score <= HIGHEST_DETRACTOR),
    )


def nps(promoters: float, passives: float, detractors: float, level: float = 0.95) -> Nps:
    """Share of promoters less share of detractors, with its score interval, in points.

    Counts may be whole, or fractional where answers are weighted; `level` is the confidence.
    The interval is Tango's score interval for a difference of paired proportions (Statistics in
    Medicine 17, 1998), here with passives as the pairs that agree: it keeps its coverage from
    five answers on, never leaves -100..100 and is never of zero width.

    Raises NoAnswers where all counts are zero, ValueError for a count below zero or not finite
    and for a level outside 0..1.
    """
    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1, not {level}")
    n = _total(promoters, passives, detractors)
    z = NormalDist().inv_cdf((1 + level) / 2)
    return Nps(
        value=100 * ((promoters - detractors) / n),
        low=100 * _lower_limit(promoters, detractors, n, z),
        # Promoters and detractors are mirror images: one search serves both limits.
        high=-100 * _lower_limit(detractors, promoters, n, z),
        n=n,
        promoters=promoters,
        passives=passives,
        detractors=detractors,
    )


def _total(*counts: float) -> float:
    if not all(math.isfinite(count) and count >= 0 for count in counts):
        raise ValueError(f"counts are finite and not below zero, not {counts}")
    n = math.fsum(counts)
    if n == 0:
        raise NoAnswers("an NPS needs at least one answer")
    return n


def _lower_limit(promoters: float, detractors: float, n: float, z: float) -> float:
    """The lowest difference of shares, -1..1, that the score test at `z` does not reject."""
    observed = (promoters - detractors) / n
    rejected, kept = -1.0, observed
    for _ in range(BISECTIONS):
        middle = (rejected + kept) / 2
        variance = _variance(middle, promoters, detractors, n)
        if (observed - middle) ** 2 > z * z * variance / n:
            rejected = middle
        else:
            kept = middle
    return rejected


def _variance(difference: float, promoters: float, detractors: float, n: float) -> float:
    """Variance of one answer if `difference` were the true one."""
    share = _detractor_share(difference, promoters, detractors, n)
    return 2 * share + difference - difference * difference


def _detractor_share(difference: float, promoters: float, detractors: float, n: float) -> float:
    """Most likely share of detractors if promoters less detractors were `difference`.

    The larger root of 2n q^2 + W q - c d (1-d) = 0, written so that nothing cancels.
    """
    w = (2 * n - promoters + detractors) * difference - promoters - detractors
    product = detractors * difference * (1 - difference)
    root = math.sqrt(max(0.0, w * w + 8 * n * product))
    share = (root - w) / (4 * n) if w <= 0 else 2 * product / (root + w)
    return min(max(share, 0.0, -difference), (1 - difference) / 2)
