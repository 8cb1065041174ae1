"""The period that a console page speaks of, from its address or the last eight weeks."""

from datetime import date, timedelta

from flask import request

from analysis.counts import FIRST_DAY, LAST_DAY, Axis, Period
from app.parts import parts
from surveys.clock import utc_now

WEEKS_SHOWN = 8


def asked_period() -> Period:
    """`?from=` inclusive, `?to=` exclusive; what cannot be read falls back to eight weeks."""
    usual = usual_period()
    start, end = _day("from", usual.start), _day("to", usual.end)
    return Period(start, end) if FIRST_DAY <= start < end <= LAST_DAY else usual


def usual_period() -> Period:
    """The last eight weeks, today included."""
    end = utc_now().astimezone(parts().zone).date() + timedelta(days=1)
    return Period(end - timedelta(weeks=WEEKS_SHOWN), end)


def asked_axis() -> Axis:
    return Axis.PAID if request.args.get("by") == Axis.PAID else Axis.ANSWERED


def _day(name: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise
