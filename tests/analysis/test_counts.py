from datetime import UTC, date, datetime, timedelta

import pytest

from analysis.counts import (
    ALL,
    SCORE,
    SEGMENTS,
    Axis,
    DailyCount,
    Period,
    add,
    clause_figure,
    histogram,
    rating_figure,
    reading_cells,
)
from analysis.language.reading import Label
from surveys.claims.stages import Stage
from surveys.db import db
from tests.factories import DAY, NOON, SEOUL, make_claim, make_response

ANSWERED_ON = date(2025, 3, 6)
PAID_ON = date(2025, 3, 4)


def one_day(day: date) -> Period:
    return Period(day, day + timedelta(days=1))


def test_a_score_is_counted_on_the_day_answered_and_on_the_day_paid(parts):
    make_response(parts, score=9)

    assert histogram(SCORE, one_day(ANSWERED_ON), Axis.ANSWERED) == {9: 1}
    assert histogram(SCORE, one_day(PAID_ON), Axis.PAID) == {9: 1}
    assert histogram(SCORE, one_day(PAID_ON), Axis.ANSWERED) == {}


def test_an_answer_at_half_past_eleven_at_night_in_utc_belongs_to_the_next_day(parts):
    late = datetime(2025, 3, 6, 23, 30, tzinfo=UTC)

    make_response(parts, score=3, at=late)

    assert histogram(SCORE, one_day(date(2025, 3, 6)), Axis.ANSWERED) == {}
    assert histogram(SCORE, one_day(date(2025, 3, 7)), Axis.ANSWERED) == {3: 1}


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2025, 3, 6, 14, 59, 59, tzinfo=UTC), date(2025, 3, 6)),
        (datetime(2025, 3, 6, 15, 0, tzinfo=UTC), date(2025, 3, 7)),
    ],
)
def test_a_day_ends_at_midnight_in_seoul(parts, at, day):
    make_response(parts, score=3, at=at)

    assert histogram(SCORE, one_day(day), Axis.ANSWERED) == {3: 1}


def test_the_day_paid_is_the_day_in_seoul_as_well(parts):
    claim = make_claim(paid_at=datetime(2025, 3, 3, 23, 30, tzinfo=UTC))

    make_response(parts, score=0, claim=claim)

    assert histogram(SCORE, one_day(date(2025, 3, 4)), Axis.PAID) == {0: 1}


def test_scores_of_one_day_add_up(parts):
    for score in (9, 9, 0):
        make_response(parts, score=score)

    assert histogram(SCORE, one_day(ANSWERED_ON), Axis.ANSWERED) == {0: 1, 9: 2}


def test_a_period_holds_its_first_day_and_not_its_end(parts):
    make_response(parts, score=9)

    before = Period(ANSWERED_ON - timedelta(days=7), ANSWERED_ON)
    after = Period(ANSWERED_ON, ANSWERED_ON + timedelta(days=7))

    assert histogram(SCORE, before, Axis.ANSWERED) == {}
    assert histogram(SCORE, after, Axis.ANSWERED) == {9: 1}


def test_the_period_before_is_as_long_and_ends_where_this_one_starts():
    period = Period(date(2025, 3, 3), date(2025, 3, 10))

    assert period.before() == Period(date(2025, 2, 24), date(2025, 3, 3))


def test_a_rating_is_counted_at_its_stage_and_a_skipped_one_nowhere(parts):
    make_response(parts, ratings={Stage.PAYOUT: 5, Stage.FILING: 1})

    found = {s: histogram(rating_figure(s), one_day(ANSWERED_ON), Axis.ANSWERED) for s in Stage}

    assert {s: counted for s, counted in found.items() if counted} == {
        Stage.PAYOUT: {5: 1},
        Stage.FILING: {1: 1},
    }


def test_an_answer_is_counted_in_each_of_its_segments(parts):
    make_response(parts, score=7, claim=make_claim(region="busan", decision="partial"))

    rows = db.session.query(DailyCount).filter_by(figure=SCORE, axis=Axis.ANSWERED).all()

    assert {row.dimension: row.value for row in rows} == {
        ALL: ALL,
        "product": "auto",
        "region": "busan",
        "channel": "app",
        "age_band": "30s",
        "handler_team": "team-01",
        "decision": "partial",
    }
    assert len(rows) == 1 + len(SEGMENTS)


def test_a_segment_counts_its_own_answers_only(parts):
    make_response(parts, score=2, claim=make_claim(region="busan"))
    make_response(parts, score=9, claim=make_claim(region="seoul"))

    busan = histogram(SCORE, one_day(ANSWERED_ON), Axis.ANSWERED, "region", "busan")

    assert busan == {2: 1}


def test_a_claim_without_a_decision_is_counted_as_none(parts):
    make_response(parts, score=2, claim=make_claim(decision=""))

    undecided = histogram(SCORE, one_day(ANSWERED_ON), Axis.ANSWERED, "decision", "none")

    assert undecided == {2: 1}


def test_clauses_are_counted_by_stage_and_label_on_the_day_answered(parts):
    response = make_response(parts, at=NOON + 2 * DAY)
    clauses = [(Stage.DECISION, Label.NEGATIVE), (Stage.DECISION, Label.POSITIVE)]

    add(reading_cells(response, [*clauses, (None, Label.NEUTRAL)], SEOUL))

    day = one_day(ANSWERED_ON)
    assert histogram(clause_figure(Stage.DECISION), day, Axis.ANSWERED) == {-1: 1, 1: 1}
    assert histogram(clause_figure(None), day, Axis.ANSWERED) == {0: 1}
    assert histogram(clause_figure(Stage.FILING), day, Axis.ANSWERED) == {}


def test_two_clauses_of_one_comment_about_the_same_stage_count_twice(parts):
    response = make_response(parts)

    add(reading_cells(response, [(Stage.PAYOUT, Label.NEGATIVE)] * 2, SEOUL))

    figure = clause_figure(Stage.PAYOUT)
    assert histogram(figure, one_day(ANSWERED_ON), Axis.ANSWERED) == {-1: 2}


def test_a_clause_that_says_nothing_is_not_counted(parts):
    response = make_response(parts)

    add(reading_cells(response, [(Stage.PAYOUT, Label.NOT_SCORED)], SEOUL))

    assert histogram(clause_figure(Stage.PAYOUT), one_day(ANSWERED_ON), Axis.ANSWERED) == {}


def test_an_empty_period_gives_an_empty_histogram(app):
    assert histogram(SCORE, one_day(ANSWERED_ON), Axis.ANSWERED) == {}
