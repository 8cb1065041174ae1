import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import NoAnswers
from analysis.statistics.nps import Counts, count_scores, nps

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())
SINGLES = [(0.95, case) for case in VECTORS["single_95"]]
SINGLES += [(0.90, case) for case in VECTORS["single_90"]]
Z_SQUARED = 1.959963984540054**2

whole_counts = st.tuples(*[st.integers(0, 10_000)] * 3).filter(any)
weighted_counts = st.tuples(*[st.floats(0, 10_000)] * 3).filter(lambda counts: sum(counts) > 0.01)
some_counts = whole_counts | weighted_counts


@pytest.mark.parametrize(("level", "case"), SINGLES)
def test_it_gives_the_published_figures(level, case):
    counts = (case["promoters"], case["passives"], case["detractors"])

    if case["out"][0] is None:
        with pytest.raises(NoAnswers):
            nps(*counts, level=level)
        return

    score = nps(*counts, level=level)

    assert [round(x, 4) for x in (score.value, score.low, score.high)] == case["out"]


@pytest.mark.parametrize("n", [1, 2, 10, 300, 5000])
def test_all_promoters_leave_room_below(n):
    score = nps(n, 0, 0)

    assert score.low == pytest.approx(100 * (n - Z_SQUARED) / (n + Z_SQUARED))
    assert score.high == 100


@pytest.mark.parametrize("n", [1, 2, 10, 300, 5000])
def test_all_passives_leave_the_same_room_on_both_sides(n):
    score = nps(0, n, 0)

    assert score.high == pytest.approx(100 * Z_SQUARED / (n + Z_SQUARED))
    assert score.low == -score.high


@given(some_counts)
def test_the_interval_never_leaves_the_scale(counts):
    score = nps(*counts)

    assert -100 <= score.low <= score.value <= score.high <= 100


@given(some_counts)
def test_the_interval_is_never_of_zero_width(counts):
    score = nps(*counts)

    assert score.low < score.high


@given(some_counts)
def test_swapping_promoters_and_detractors_negates_the_score(counts):
    promoters, passives, detractors = counts

    score, mirrored = nps(promoters, passives, detractors), nps(detractors, passives, promoters)

    assert (mirrored.value, mirrored.low, mirrored.high) == (-score.value, -score.high, -score.low)


@given(whole_counts)
def test_a_higher_level_makes_a_wider_interval(counts):
    narrow, wide = nps(*counts, level=0.90), nps(*counts, level=0.99)

    assert wide.high - wide.low > narrow.high - narrow.low


def test_the_score_carries_its_counts():
    score = nps(22.5, 15, 12.5)

    assert (score.n, score.promoters, score.passives, score.detractors) == (50, 22.5, 15, 12.5)


def test_a_histogram_is_sorted_at_six_seven_eight_and_nine():
    counts = count_scores({0: 1, 6: 2, 7: 4, 8: 8, 9: 16, 10: 32})

    assert counts == Counts(promoters=48, passives=12, detractors=3)


def test_an_empty_histogram_has_no_nps():
    with pytest.raises(NoAnswers):
        nps(*count_scores({}))


@pytest.mark.parametrize("score", [-1, 11])
def test_a_score_off_the_scale_is_refused(score):
    with pytest.raises(ValueError, match="between 0 and 10"):
        count_scores({score: 1})


@pytest.mark.parametrize("wrong", [-1, math.nan, math.inf])
def test_a_count_that_counts_nothing_is_refused(wrong):
    with pytest.raises(ValueError, match="finite and not below zero"):
        nps(wrong, 5, 5)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_that_is_no_probability_is_refused(level):
    with pytest.raises(ValueError, match="between 0 and 1"):
        nps(5, 5, 5, level=level)
