from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from surveys.claims.deadlines import (
    HOLIDAYS_END_ON,
    PROPERTY_LINE,
    Limit,
    Limits,
    ProductLimits,
    business_days_after,
    claim_clock,
    deadline,
    elapsed_days,
    is_late,
    stage_clocks,
)
from surveys.claims.stages import Stage
from surveys.errors import HolidaysUnknown

SEOUL = ZoneInfo("Asia/Seoul")
LONG_AFTER = datetime(2026, 1, 1, tzinfo=UTC)


def seoul(month, day, hour=12, minute=0, second=0):
    return datetime(2025, month, day, hour, minute, second, tzinfo=SEOUL)


def make_spans(**ends):
    """Stages that all began on Monday, 7 July 2025 (a fortnight without holidays)."""
    return {Stage(name): (seoul(7, 7), ended_at) for name, ended_at in ends.items()}


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2025, 7, 7), 0, date(2025, 7, 7)),
        (date(2025, 7, 7), 1, date(2025, 7, 8)),
        (date(2025, 7, 11), 1, date(2025, 7, 14)),  # over a weekend
        (date(2025, 7, 12), 1, date(2025, 7, 14)),  # from a Saturday
        (date(2025, 1, 24), 1, date(2025, 1, 31)),  # New Year, and a temporary holiday before it
        (date(2025, 10, 2), 3, date(2025, 10, 14)),  # Chuseok and its substitute
        (date(2025, 2, 28), 1, date(2025, 3, 4)),  # 1 March on a Saturday is made up for
        (date(2025, 6, 2), 1, date(2025, 6, 4)),  # a presidential election
        (date(2024, 12, 31), 1, date(2025, 1, 2)),  # over the end of the year
    ],
)
def test_business_days_leave_out_weekends_and_korean_holidays(day, n, expected):
    assert business_days_after(day, n) == expected


@pytest.mark.parametrize("year", [2025, 2026])
def test_labour_day_is_no_business_day_before_and_since_it_is_public(year):
    assert business_days_after(date(year, 4, 30), 1) > date(year, 5, 1)


def test_days_are_not_counted_backward():
    with pytest.raises(ValueError, match="forward"):
        business_days_after(date(2025, 7, 7), -1)


def test_the_end_of_the_list_of_holidays_is_said():
    with pytest.raises(HolidaysUnknown, match=str(HOLIDAYS_END_ON)):
        business_days_after(HOLIDAYS_END_ON, 1)


def test_the_last_listed_day_is_still_counted():
    assert business_days_after(HOLIDAYS_END_ON - timedelta(days=1), 1) == HOLIDAYS_END_ON


def test_health_is_paid_within_three_business_days_of_complete_documents():
    spans = make_spans(document_review=seoul(7, 9), decision=seoul(7, 10), payout=seoul(7, 14))

    due_at = deadline("health", Stage.PAYOUT, spans, SEOUL)

    assert due_at.date() == date(2025, 7, 14)


def test_an_investigation_gives_health_ten_business_days():
    spans = make_spans(document_review=seoul(7, 9), investigation=None, payout=None)

    due_at = deadline("health", Stage.PAYOUT, spans, SEOUL)

    assert due_at.date() == date(2025, 7, 23)


@pytest.mark.parametrize("product", ["auto", "fire", "travel"])
def test_property_is_paid_within_seven_business_days_of_the_decision(product):
    spans = make_spans(document_review=seoul(7, 8), decision=seoul(7, 9), payout=None)

    due_at = deadline(product, Stage.PAYOUT, spans, SEOUL)

    assert due_at.date() == date(2025, 7, 18)


def test_a_stage_without_the_one_before_is_counted_from_its_own_start():
    due_at = deadline("auto", Stage.PAYOUT, make_spans(payout=None), SEOUL)

    assert due_at.date() == date(2025, 7, 16)


def test_a_product_unknown_to_the_table_has_the_limits_for_the_rest():
    spans = make_spans(decision=None)
    slow = Limits(otherwise=ProductLimits({Stage.DECISION: Limit(4)}, whole_claim=40))

    assert deadline("pet", Stage.DECISION, spans, SEOUL).date() == date(2025, 7, 9)
    assert deadline("pet", Stage.DECISION, spans, SEOUL, slow).date() == date(2025, 7, 11)


def test_limits_of_an_insurer_replace_the_usual_ones():
    stages = {**PROPERTY_LINE.stages, Stage.FILING: Limit(1)}
    strict = Limits({"auto": ProductLimits(stages, whole_claim=1)})
    spans = make_spans(filing=seoul(7, 9))

    assert stage_clocks("auto", spans, LONG_AFTER, SEOUL, strict)[Stage.FILING].late
    assert not stage_clocks("auto", spans, LONG_AFTER, SEOUL)[Stage.FILING].late


@pytest.mark.parametrize(
    ("ended_at", "late"),
    [(seoul(7, 9, 23, 59, 59), False), (seoul(7, 10, 0), True)],
)
def test_a_stage_is_in_time_until_its_last_day_ends(ended_at, late):
    clocks = stage_clocks("health", make_spans(decision=ended_at), LONG_AFTER, SEOUL)

    assert clocks[Stage.DECISION].late is late


def test_days_begin_and_end_where_the_insurer_is():
    monday_evening_in_utc = datetime(2025, 7, 7, 15, 30, tzinfo=UTC)
    spans = {Stage.DECISION: (monday_evening_in_utc, None)}

    assert deadline("health", Stage.DECISION, spans, SEOUL).date() == date(2025, 7, 10)
    assert deadline("health", Stage.DECISION, spans, UTC).date() == date(2025, 7, 9)


@pytest.mark.parametrize(("now", "late"), [(seoul(7, 9), False), (seoul(7, 10), True)])
def test_a_stage_under_way_is_late_once_its_deadline_is_past(now, late):
    clock = stage_clocks("health", make_spans(decision=None), now, SEOUL)[Stage.DECISION]

    assert (clock.days, clock.late) == (None, late)


def test_only_the_stages_of_the_claim_have_a_clock():
    spans = make_spans(filing=seoul(7, 7, 18), decision=seoul(7, 9))

    clocks = stage_clocks("auto", spans, LONG_AFTER, SEOUL)

    assert {stage: clock.days for stage, clock in clocks.items()} == {
        Stage.FILING: 0.25,
        Stage.DECISION: 2.0,
    }


@pytest.mark.parametrize(("ended_at", "late"), [(seoul(8, 19), False), (seoul(8, 20), True)])
def test_the_whole_claim_has_thirty_business_days(ended_at, late):
    spans = {**make_spans(filing=seoul(7, 8)), Stage.PAYOUT: (seoul(8, 11), ended_at)}

    clock = claim_clock("health", spans, LONG_AFTER, SEOUL)

    assert clock.late is late
    assert clock.days == elapsed_days(seoul(7, 7), ended_at)


def test_a_denied_claim_ends_with_its_decision():
    spans = make_spans(filing=seoul(7, 8), decision=seoul(7, 10))

    assert claim_clock("auto", spans, LONG_AFTER, SEOUL).days == 3


@pytest.mark.parametrize(
    "spans",
    [make_spans(filing=seoul(7, 8)), make_spans(decision=seoul(7, 9), payout=None)],
)
def test_a_claim_under_way_has_no_length_yet(spans):
    assert claim_clock("auto", spans, LONG_AFTER, SEOUL).days is None


def test_a_claim_without_stages_has_no_clock():
    assert claim_clock("auto", {}, LONG_AFTER, SEOUL) is None


def test_elapsed_days_count_real_hours_when_clocks_change():
    new_york = ZoneInfo("America/New_York")
    before = datetime(2025, 3, 9, 0, tzinfo=new_york)

    assert elapsed_days(before, datetime(2025, 3, 10, 0, tzinfo=new_york)) == 23 / 24


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        is_late(LONG_AFTER, seoul(7, 7).replace(tzinfo=None), LONG_AFTER)
