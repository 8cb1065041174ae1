import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import NoAnswers
from analysis.statistics.difference import difference
from analysis.statistics.nps import nps

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())

some_counts = st.tuples(*[st.integers(0, 5_000)] * 3).filter(any)


@pytest.mark.parametrize("case", VECTORS["difference_95_second_minus_first"])
def test_it_gives_the_published_figures(case):
    if case["out"][0] is None:
        with pytest.raises(NoAnswers):
            difference(nps(*case["first"]), nps(*case["second"]))
        return

    change = difference(nps(*case["first"]), nps(*case["second"]))

    assert [round(x, 4) for x in (change.value, change.low, change.high)] == case["out"]


@given(some_counts, some_counts)
def test_the_interval_holds_the_change_and_stays_on_the_scale(before, after):
    change = difference(nps(*before), nps(*after))

    assert -200.000001 <= change.low < change.high <= 200.000001
    assert change.low <= change.value <= change.high


@given(some_counts, some_counts)
def test_exchanging_the_two_negates_the_change(before, after):
    change = difference(nps(*before), nps(*after))
    back = difference(nps(*after), nps(*before))

    assert (back.value, back.low, back.high) == (-change.value, -change.high, -change.low)


def test_the_change_carries_both_scores():
    before, after = nps(45, 30, 25), nps(35, 30, 35)

    change = difference(before, after)

    assert (change.first, change.second) == (before, after)
