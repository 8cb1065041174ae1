from datetime import timedelta

import pytest

from app.worker.jobs import Job, drain, jobs
from surveys.db import db
from surveys.plans.models import SurveyPlan
from tests.factories import NOON, make_claim


class Steps:
    """A step with so much to do; counts what was asked of it."""

    def __init__(self, due: int) -> None:
        self.due = due
        self.done = 0
        self.finished = 0

    def step(self, _now) -> bool:
        self.done += 1
        return self.done < self.due

    def finish(self) -> None:
        self.finished += 1

    def job(self) -> Job:
        return Job("test", self.step, timedelta(seconds=1), self.finish)


def test_a_job_calls_its_step_until_nothing_is_due(app):
    steps = Steps(due=3)

    drain(steps.job(), lambda: False)

    assert (steps.done, steps.finished) == (3, 1)


def test_a_job_that_is_to_stop_finishes_the_step_under_way_only(app):
    steps = Steps(due=100)

    drain(steps.job(), lambda: steps.done == 2)

    assert (steps.done, steps.finished) == (2, 1)


def test_a_step_that_fails_still_finishes(app):
    steps = Steps(due=3)
    job = Job("test", lambda now: 1 / 0, timedelta(seconds=1), steps.finish)

    with pytest.raises(ZeroDivisionError):
        drain(job, lambda: False)

    assert steps.finished == 1


def test_without_a_plan_the_worker_says_so_and_goes_on(app, parts, caplog):
    db.session.execute(SurveyPlan.__table__.delete())
    make_claim(paid_at=NOON)
    db.session.commit()

    drain(jobs(parts)[0], lambda: False)

    (line,) = caplog.messages
    assert line.startswith("invite: no plan is published")


def test_each_job_has_a_name_of_its_own_and_nothing_to_do_at_first(parts):
    table = jobs(parts)

    for job in table:
        drain(job, lambda: False)

    assert [job.name for job in table] == ["invite", "deliver", "read", "digest", "forget"]
