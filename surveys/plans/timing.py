"""When a plan asks: pure rules on moments, told the plan and the zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Plan:
    """Who is asked and when, as one version of a plan has it (surveys/plans/models.py)."""

    delay: timedelta
    window_opens: time
    window_closes: time
    quarantine: timedelta
    open_for: timedelta
    # One reminder, this long after the invitation was due; None for no reminder.
    reminder_after: timedelta | None
    too_late_after: timedelta


def ask_at(paid_at: datetime, now: datetime, plan: Plan, zone: ZoneInfo) -> datetime:
    """The first moment, not in the past, that the plan allows for asking about a payment."""
    return into_window(max(paid_at + plan.delay, now), plan, zone)


def into_window(moment: datetime, plan: Plan, zone: ZoneInfo) -> datetime:
    """`moment` itself inside the plan's window, else the next opening of the window.

    Returned in the zone of the window.
    """
    local = moment.astimezone(zone)
    if plan.window_opens <= local.time() < plan.window_closes:
        return local
    day = local.date() + timedelta(days=local.time() >= plan.window_closes)
    return first_valid(datetime.combine(day, plan.window_opens), zone)


def first_valid(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the clock on the wall shows `wall`, or the first minute after it
    where the clock skips it; where it shows it twice, the first time."""
    moment = wall.replace(tzinfo=zone)
    while moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
        wall += timedelta(minutes=1)
        moment = wall.replace(tzinfo=zone)
    return moment


def is_too_late(paid_at: datetime, now: datetime, plan: Plan) -> bool:
    return now - paid_at > plan.too_late_after
