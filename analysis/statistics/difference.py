"""How far two scores lie apart."""

import math
from dataclasses import dataclass

from analysis.statistics.nps import Nps


@dataclass(frozen=True)
class Difference:
    """Second score minus first, with its interval, in points from -200 to 200."""

    value: float
    low: float
    high: float
    first: Nps
    second: Nps


def difference(first: Nps, second: Nps) -> Difference:
    """Subtract two scores of separate answers; both intervals must be of the same level.

    The interval is MOVER (Zou and Donner, Statistics in Medicine 27, 2008) on the two score
    intervals: each limit is as far away as the two limits that it rests on taken together.
    """
    value = second.value - first.value
    return Difference(
        value=value,
        low=value - math.hypot(second.value - second.low, first.high - first.value),
        high=value + math.hypot(second.high - second.value, first.value - first.low),
        first=first,
        second=second,
    )
