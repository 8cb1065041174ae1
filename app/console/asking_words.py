"""Says a plan as a person would, and names the questions."""

from datetime import timedelta

from flask_babel import gettext, ngettext
from wtforms import Field

from analysis.reports.sentences import stage_name
from surveys.claims.stages import Stage
from surveys.plans.timing import Plan
from surveys.questionnaires.models import QuestionKey

NOTHING = timedelta(0)


def plan_sentences(plan: Plan) -> list[str]:
    return [
        _when(plan),
        _reminder(plan),
        gettext("The link stays open for %(days)s.", days=_days(plan.open_for)),
        _quarantine(plan),
        gettext(
            "A payment that we hear of more than %(days)s later is not asked about.",
            days=_days(plan.too_late_after),
        ),
    ]


def question_name(key: str) -> str:
    if key == QuestionKey.RECOMMEND:
        return gettext("The main question, 0 to 10")
    if key == QuestionKey.COMMENT:
        return gettext("Above the comment")
    return gettext("Promise of the stage: %(stage)s", stage=stage_name(Stage(key)))


def field_name(field: Field) -> str:
    """What a field of a form here is called where it stands alone."""
    key, _, language = field.name.rpartition("_")
    label = str(field.label.text)
    if language not in ("korean", "english"):
        return label
    return f"{question_name(key)} ({label})"


def _when(plan: Plan) -> str:
    window = {
        "opens": plan.window_opens.strftime("%H:%M"),
        "closes": plan.window_closes.strftime("%H:%M"),
    }
    if plan.delay == NOTHING:
        return gettext(
            "We ask as soon as the money was paid, between %(opens)s and %(closes)s.", **window
        )
    return gettext(
        "We ask %(hours)s after the money was paid, between %(opens)s and %(closes)s.",
        hours=_hours(plan.delay),
        **window,
    )


def _reminder(plan: Plan) -> str:
    if plan.reminder_after is None:
        return gettext("Nobody is reminded.")
    days = _days(plan.reminder_after)
    return gettext("Who has not answered is reminded once, %(days)s after we asked.", days=days)


def _quarantine(plan: Plan) -> str:
    if plan.quarantine == NOTHING:
        return gettext("Whoever is paid again is asked again, however soon.")
    days = _days(plan.quarantine)
    return gettext("Whoever was asked is not asked again for %(days)s.", days=days)


def _hours(length: timedelta) -> str:
    n = length // timedelta(hours=1)
    return ngettext("%(num)d hour", "%(num)d hours", n)


def _days(length: timedelta) -> str:
    return ngettext("%(num)d day", "%(num)d days", length.days)
