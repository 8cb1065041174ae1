from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.plans.timing import ask_at, first_valid, into_window, is_too_late
from tests.factories import DAY, NOON, PLAN, SEOUL

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")
SECOND = timedelta(seconds=1)
# With changes of the clock in spring and autumn, by half an hour, and at midnight.
ZONES = [
    "Asia/Seoul",
    "America/New_York",
    "Europe/Berlin",
    "Europe/London",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
]
moments = st.datetimes(datetime(2012, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.sampled_from([ZoneInfo(name) for name in ZONES])
fixed = settings(derandomize=True, database=None, deadline=None, max_examples=500)


def seoul(day, *clock):
    return datetime(2025, 3, day, *clock, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("moment", "asked_at"),
    [
        (seoul(4, 8, 59), seoul(4, 9)),
        (seoul(4, 9), seoul(4, 9)),
        (seoul(4, 19, 59, 59), seoul(4, 19, 59, 59)),
        (seoul(4, 20), seoul(5, 9)),
        (seoul(4, 23, 59), seoul(5, 9)),
        (seoul(5, 0), seoul(5, 9)),
        (datetime(2025, 3, 31, 20, tzinfo=SEOUL), datetime(2025, 4, 1, 9, tzinfo=SEOUL)),
        (datetime(2025, 12, 31, 21, tzinfo=SEOUL), datetime(2026, 1, 1, 9, tzinfo=SEOUL)),
    ],
)
def test_a_moment_outside_the_window_moves_to_the_next_opening(moment, asked_at):
    assert into_window(moment, PLAN, SEOUL) == asked_at


def test_the_window_is_that_of_the_zone_and_not_of_the_moment():
    moment = datetime(2025, 3, 4, 11, tzinfo=UTC)

    assert into_window(moment, PLAN, SEOUL) == seoul(5, 9)
    assert into_window(moment - SECOND, PLAN, SEOUL) == moment - SECOND


def test_a_plan_has_its_own_window():
    plan = replace(PLAN, window_opens=time(12, 30), window_closes=time(13))

    assert into_window(NOON, plan, SEOUL) == seoul(4, 12, 30)
    assert into_window(seoul(4, 13), plan, SEOUL) == seoul(5, 12, 30)


def test_the_customer_is_asked_a_day_after_the_payment():
    assert ask_at(NOON, NOON, PLAN, SEOUL) == NOON + DAY


def test_after_the_delay_the_window_still_counts():
    assert ask_at(seoul(4, 20, 1), seoul(4, 20, 1), PLAN, SEOUL) == seoul(6, 9)
    assert ask_at(seoul(4, 8, 1), seoul(4, 8, 1), PLAN, SEOUL) == seoul(5, 9)


def test_nobody_is_asked_in_the_past():
    now = NOON + 5 * DAY

    assert ask_at(NOON, now, PLAN, SEOUL) == now
    assert ask_at(NOON, seoul(9, 20), PLAN, SEOUL) == seoul(10, 9)


def test_two_weeks_after_the_payment_it_is_not_too_late_but_a_moment_after_it_is():
    assert not is_too_late(NOON, NOON + 14 * DAY, PLAN)
    assert is_too_late(NOON, NOON + 14 * DAY + SECOND, PLAN)


@pytest.mark.parametrize(
    ("zone", "wall", "valid"),
    [
        (NEW_YORK, datetime(2025, 3, 9, 2, 30), datetime(2025, 3, 9, 7, tzinfo=UTC)),  # noqa: DTZ001
        (NEW_YORK, datetime(2025, 3, 9, 2, 59), datetime(2025, 3, 9, 7, tzinfo=UTC)),  # noqa: DTZ001
        (NEW_YORK, datetime(2025, 3, 9, 1, 59), datetime(2025, 3, 9, 6, 59, tzinfo=UTC)),  # noqa: DTZ001
        (NEW_YORK, datetime(2025, 3, 9, 3), datetime(2025, 3, 9, 7, tzinfo=UTC)),  # noqa: DTZ001
        (BERLIN, datetime(2025, 3, 30, 2), datetime(2025, 3, 30, 1, tzinfo=UTC)),  # noqa: DTZ001
    ],
)
def test_a_time_that_the_clock_skips_becomes_the_first_one_after_it(zone, wall, valid):
    assert first_valid(wall, zone).astimezone(UTC) == valid


@pytest.mark.parametrize(
    ("zone", "wall", "first"),
    [
        (NEW_YORK, datetime(2025, 11, 2, 1, 30), datetime(2025, 11, 2, 5, 30, tzinfo=UTC)),  # noqa: DTZ001
        (BERLIN, datetime(2025, 10, 26, 2, 30), datetime(2025, 10, 26, 0, 30, tzinfo=UTC)),  # noqa: DTZ001
    ],
)
def test_of_a_time_that_the_clock_shows_twice_the_first_counts(zone, wall, first):
    assert first_valid(wall, zone).astimezone(UTC) == first


@pytest.mark.parametrize(
    ("zone", "evening", "hours"),
    [
        (NEW_YORK, datetime(2025, 3, 8, 20, tzinfo=NEW_YORK), 12),
        (NEW_YORK, datetime(2025, 11, 1, 20, tzinfo=NEW_YORK), 14),
        (BERLIN, datetime(2025, 3, 29, 20, tzinfo=BERLIN), 12),
        (BERLIN, datetime(2025, 10, 25, 20, tzinfo=BERLIN), 14),
    ],
)
def test_the_night_is_an_hour_shorter_or_longer_when_the_clock_changes(zone, evening, hours):
    opening = into_window(evening, PLAN, zone)

    assert (opening.hour, opening.minute) == (9, 0)
    assert opening.astimezone(UTC) - evening.astimezone(UTC) == timedelta(hours=hours)


def test_a_day_after_the_payment_is_24_hours_across_a_change_of_the_clock():
    paid_at = datetime(2025, 3, 8, 12, tzinfo=NEW_YORK).astimezone(UTC)

    assert ask_at(paid_at, paid_at, PLAN, NEW_YORK).hour == 13


@given(paid_at=moments, late=st.timedeltas(timedelta(0), 20 * DAY), zone=zones)
@fixed
def test_whatever_the_moment_and_zone_the_asking_falls_into_the_window(paid_at, late, zone):
    now = paid_at + late

    asked_at = ask_at(paid_at, now, PLAN, zone)

    wall = asked_at.astimezone(UTC).astimezone(zone).time()
    assert PLAN.window_opens <= wall < PLAN.window_closes
    assert asked_at.astimezone(UTC) >= max(now, paid_at + PLAN.delay)


@given(moment=moments, zone=zones)
@fixed
def test_a_moment_inside_the_window_stays_and_no_other_waits_longer_than_a_night(moment, zone):
    opening = into_window(moment, PLAN, zone).astimezone(UTC)
    is_inside = PLAN.window_opens <= moment.astimezone(zone).time() < PLAN.window_closes

    assert (opening == moment) == is_inside
    assert timedelta(0) <= opening - moment <= timedelta(hours=14)
