from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from surveys.db import db, write
from surveys.errors import BadRecord, NothingPublished, PublishedMeanwhile
from surveys.plans.models import SurveyPlan
from surveys.plans.publishing import current_plan, plan_versions, publish_plan
from tests.factories import DAY, NOON, PLAN, make_plan

HOUR = timedelta(hours=1)


def refused(**values):
    """The fields for which a change is refused."""
    with pytest.raises(BadRecord) as caught:
        make_plan(**values)
    return [refusal.field for refusal in caught.value.refusals]


def test_an_installation_begins_with_the_plan_that_was_always_there(app):
    plan = current_plan()

    assert (plan.name, plan.version, plan.published_by) == ("paid", 1, None)
    assert plan.timing() == PLAN
    assert (PLAN.delay, PLAN.quarantine, PLAN.open_for) == (24 * HOUR, 90 * DAY, 14 * DAY)


def test_a_change_is_the_next_version_and_the_earlier_one_stays(app):
    make_plan(delay=HOUR, reminder_after=None)

    second, first = plan_versions()
    assert (second.version, second.published_by) == (2, "lead@example.com")
    assert second.timing() == replace(PLAN, delay=HOUR, reminder_after=None)
    assert first.timing() == PLAN
    assert current_plan() is second


def test_publishing_what_is_in_force_makes_no_version(app):
    assert make_plan().version == 1
    assert publish_plan(PLAN, 0, NOON, "lead@example.com").version == 1


def test_a_published_version_never_changes(app):
    current_plan().delay_hours = 1

    with pytest.raises(RuntimeError, match="never changes"):
        db.session.flush()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"delay": -HOUR}, "delay_hours"),
        ({"delay": 721 * HOUR}, "delay_hours"),
        ({"quarantine": 731 * DAY}, "quarantine_days"),
        ({"open_for": 91 * DAY}, "open_for_days"),
        ({"open_for": 0 * DAY, "reminder_after": None}, "open_for_days"),
        ({"reminder_after": 14 * DAY}, "reminder_after_days"),
        ({"reminder_after": 0 * DAY}, "reminder_after_days"),
        ({"too_late_after": 0 * DAY}, "too_late_after_days"),
        ({"window_opens": time(20)}, "window_closes"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(app, values, field):
    assert refused(**values) == [field]
    assert len(plan_versions()) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"delay": 720 * HOUR},
        {"delay": 0 * HOUR, "quarantine": 0 * DAY},
        {"open_for": 90 * DAY, "reminder_after": 89 * DAY},
        {"window_opens": time(0), "window_closes": time(23, 59)},
    ],
)
def test_what_lies_just_inside_is_taken(app, values):
    assert make_plan(**values).timing() == replace(PLAN, **values)


@pytest.mark.parametrize(
    "values",
    [
        {"version": 0},
        {"delay_hours": -1},
        {"window_opens": time(20)},
        {"reminder_after_days": 14},
        {"version": 1},
    ],
)
def test_the_table_refuses_it_too(app, values):
    columns = {column.name: getattr(current_plan(), column.name) for column in _columns()}
    db.session.add(SurveyPlan(**{**columns, "version": 2, **values}))

    with pytest.raises(IntegrityError):
        db.session.flush()


def _columns():
    return [column for column in SurveyPlan.__table__.columns if column.name != "id"]


def test_who_changes_what_another_one_has_changed_is_told(app):
    make_plan(delay=HOUR)

    with pytest.raises(PublishedMeanwhile):
        publish_plan(replace(PLAN, delay=2 * HOUR), 1, NOON, None)


def test_of_two_who_publish_at_once_one_is_told(app):
    db.session.commit()

    def publish(hours):
        changed = replace(PLAN, delay=hours * HOUR)
        with app.app_context():
            try:
                return write(lambda: publish_plan(changed, 1, NOON, None).version)
            except PublishedMeanwhile:
                return "told"

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(publish, range(1, 5)))

    assert sorted(map(str, outcomes)) == ["2", "told", "told", "told"]
    assert [plan.version for plan in plan_versions()] == [2, 1]


def test_a_database_without_a_plan_says_so(app):
    db.session.execute(SurveyPlan.__table__.delete())

    with pytest.raises(NothingPublished, match="no plan is published"):
        current_plan()
