"""Publishes versions of the plan. What was decided by one version keeps to it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from surveys.db import db
from surveys.errors import BadInput, BadRecord, NothingPublished, PublishedMeanwhile
from surveys.plans.models import LIMITS, SurveyPlan
from surveys.plans.timing import Plan

# The plan that asks about paid claims.
PAID = "paid"

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def current_plan() -> SurveyPlan:
    """The version in force; raises NothingPublished."""
    newest = newest_plan()
    if newest is None:
        raise NothingPublished("plan")
    return newest


def newest_plan() -> SurveyPlan | None:
    return db.session.scalars(_newest_first().limit(1)).one_or_none()


def plan_versions() -> list[SurveyPlan]:
    """All versions, the newest first."""
    return list(db.session.scalars(_newest_first()))


def publish_plan(plan: Plan, after: int, now: datetime, by: str | None) -> SurveyPlan:
    """The version that follows version `after` (0 for none); the newest where nothing changes.

    Raises BadRecord with each setting that cannot be, or PublishedMeanwhile.
    """
    newest = newest_plan()
    if newest is not None and newest.timing() == plan:
        return newest
    if (newest.version if newest else 0) != after:
        raise PublishedMeanwhile
    columns = _columns(plan)
    if refusals := list(_refusals(plan, columns)):
        raise BadRecord(refusals)
    version = SurveyPlan(
        name=PAID,
        version=after + 1,
        window_opens=plan.window_opens,
        window_closes=plan.window_closes,
        published_at=now,
        published_by=by,
        **columns,
    )
    db.session.add(version)
    db.session.flush()
    return version


def _newest_first() -> Select[tuple[SurveyPlan]]:
    return select(SurveyPlan).where(SurveyPlan.name == PAID).order_by(SurveyPlan.version.desc())


def _columns(plan: Plan) -> dict[str, int | None]:
    reminder = plan.reminder_after
    return {
        "delay_hours": plan.delay // HOUR,
        "quarantine_days": plan.quarantine // DAY,
        "open_for_days": plan.open_for // DAY,
        "reminder_after_days": None if reminder is None else reminder // DAY,
        "too_late_after_days": plan.too_late_after // DAY,
    }


def _refusals(plan: Plan, columns: dict[str, int | None]) -> Iterator[BadInput]:
    for name, (low, high) in LIMITS.items():
        if not low <= (columns[name] or 0) <= high:
            yield BadInput(name, f"must be from {low} to {high}")
    if plan.window_opens >= plan.window_closes:
        yield BadInput("window_closes", "must be later than window_opens")
    if plan.reminder_after is not None and not DAY <= plan.reminder_after < plan.open_for:
        yield BadInput("reminder_after_days", "must be at least 1 and below open_for_days")
