"""The forms that change the plan and the questionnaire. What they hold is checked by the domain."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, TextAreaField, TimeField
from wtforms.validators import InputRequired
from wtforms.widgets import TextInput

from app.languages import LANGUAGES
from surveys.errors import BadRecord, PublishedMeanwhile
from surveys.plans.models import LIMITS, SurveyPlan
from surveys.plans.timing import Plan
from surveys.questionnaires.models import (
    LONGEST_PHRASE,
    Phrase,
    QuestionKey,
    Questionnaire,
    Wording,
)

# What a person may type into a number without it being a slip of the keyboard.
LONGEST_NUMBER = 4

T = TypeVar("T")


class Number(IntegerField):
    """A whole number; what was typed stays in the field, whatever it was."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed and not self.flags.required:
            return
        if not (typed.isdecimal() and len(typed) <= LONGEST_NUMBER):
            raise ValueError(cure(self.name))
        self.data = int(typed)


class Clock(TimeField):
    """A time of the day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(cure(self.name)) from error


class VersionForm(FlaskForm):
    """Changes the version that it was filled from, and no other one unknowingly."""

    after = HiddenField()

    @property
    def changed_version(self) -> int:
        """Raises PublishedMeanwhile for what is no version of ours."""
        typed = self.after.data or ""
        if not (typed.isdecimal() and len(typed) <= LONGEST_NUMBER):
            raise PublishedMeanwhile
        return int(typed)

    def attempt(self, work: Callable[[], T]) -> T | None:
        """What `work` returns; None where it was refused, with the cure beside each field."""
        try:
            return work()
        except PublishedMeanwhile:
            self.after.data = None
            self.form_errors = [
                gettext(
                    "Somebody has published another version meanwhile. What you typed is still"
                    " here. Publish it once more if it should follow theirs."
                )
            ]
        except BadRecord as error:
            for refusal in error.refusals:
                self[refusal.field].errors = [cure(refusal.field)]
        return None

    def follow(self, newest: SurveyPlan | Questionnaire | None) -> None:
        """Say which version is changed, unless the form that was sent says so."""
        self.after.data = self.after.data or str(newest.version if newest else 0)


NEEDED = lazy_gettext("This is needed.")


class PlanForm(VersionForm):
    delay_hours = Number(
        lazy_gettext("Hours between payment and asking"), validators=[InputRequired(NEEDED)]
    )
    window_opens = Clock(lazy_gettext("Mails go out from"), validators=[InputRequired(NEEDED)])
    window_closes = Clock(lazy_gettext("and before"), validators=[InputRequired(NEEDED)])
    reminder_after_days = Number(lazy_gettext("Days until the one reminder"))
    open_for_days = Number(
        lazy_gettext("Days that the link stays open"), validators=[InputRequired(NEEDED)]
    )
    quarantine_days = Number(
        lazy_gettext("Days before the same customer is asked again"),
        validators=[InputRequired(NEEDED)],
    )
    too_late_after_days = Number(
        lazy_gettext("Days after which a payment is too old to ask about"),
        validators=[InputRequired(NEEDED)],
    )

    def plan(self) -> Plan:
        """What the form holds, once it has been validated."""
        reminder = self.reminder_after_days.data
        return Plan(
            delay=timedelta(hours=self.delay_hours.data),
            window_opens=self.window_opens.data,
            window_closes=self.window_closes.data,
            quarantine=timedelta(days=self.quarantine_days.data),
            open_for=timedelta(days=self.open_for_days.data),
            reminder_after=None if reminder is None else timedelta(days=reminder),
            too_late_after=timedelta(days=self.too_late_after_days.data),
        )


class WordingForm(VersionForm):
    """Two fields for each question, `filing_korean` and `filing_english`."""

    keys = tuple(QuestionKey)

    def wording(self) -> Wording:
        return {
            key: Phrase(self[f"{key}_korean"].data or "", self[f"{key}_english"].data or "")
            for key in QuestionKey
        }


for _key in QuestionKey:
    setattr(WordingForm, f"{_key}_korean", TextAreaField(LANGUAGES["ko"]))
    setattr(WordingForm, f"{_key}_english", TextAreaField(LANGUAGES["en"]))


def wording_form(questionnaire: Questionnaire | None) -> WordingForm:
    """What was sent, or else the present version."""
    wording = questionnaire.wording() if questionnaire else {}
    return WordingForm(
        data={
            f"{key}_{language}": getattr(phrase, language)
            for key, phrase in wording.items()
            for language in ("korean", "english")
        }
    )


def cure(field: str) -> str:
    """What would be right in a field."""
    if field in LIMITS:
        low, high = LIMITS[field]
        return gettext("Please enter a whole number from %(low)d to %(high)d.", low=low, high=high)
    if field == "reminder_after_days":
        return gettext(
            "Please enter fewer days than the link stays open, or nothing for no reminder."
        )
    if field == "window_opens":
        return gettext("Please enter a time like 09:00.")
    if field == "window_closes":
        return gettext("Please enter a time like 20:00, later than the first one.")
    return gettext(
        "Please write 1 to %(most)d characters, with words that can be read.", most=LONGEST_PHRASE
    )
