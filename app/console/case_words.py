"""What pages say of a case."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask_babel import gettext

from surveys.cases.models import Case, CaseOutcome, Cause, Deed


def words_on_page() -> dict[str, Callable[..., str]]:
    return {
        "clock_words": clock_words,
        "cause_name": cause_name,
        "case_outcome_name": case_outcome_name,
        "deed_sentence": deed_sentence,
    }


def clock_words(case: Case, now: datetime) -> str:
    """How much time is left, in whole hours or minutes; days when it is over for long."""
    late = case.is_late(now)
    if case.closed_at is not None:
        return gettext("closed late") if late else gettext("closed in time")
    span = _span(abs(case.due_at - now))
    return gettext("late by %(span)s", span=span) if late else gettext("%(span)s left", span=span)


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    if minutes < 60:
        return gettext("%(n)d min", n=minutes)
    if minutes < 48 * 60:
        return gettext("%(n)d h", n=minutes // 60)
    return gettext("%(n)d days", n=minutes // (24 * 60))


def cause_name(cause: str) -> str:
    return {
        Cause.SCORE: gettext("low score"),
        Cause.CALL_BACK: gettext("wants a call back"),
        Cause.COMPLAINT: gettext("words of complaint"),
    }[Cause(cause)]


def case_outcome_name(outcome: str) -> str:
    return {
        CaseOutcome.SOLVED: gettext("solved"),
        CaseOutcome.NOT_REACHED: gettext("not reached"),
        CaseOutcome.NOTHING_TO_DO: gettext("nothing to do"),
    }[CaseOutcome(outcome)]


def deed_sentence(deed: Deed, detail: str | None) -> str:
    """What a line of the history tells; empty for a note, which speaks for itself."""
    if deed is Deed.HANDED_OVER:
        return gettext("handed it to %(name)s", name=detail)
    if deed is Deed.CLOSED:
        return gettext("closed it: %(outcome)s", outcome=case_outcome_name(detail or ""))
    return {
        Deed.NOTE: "",
        Deed.TAKEN: gettext("took it"),
        Deed.OPENED_AGAIN: gettext("opened it again"),
    }[deed]
