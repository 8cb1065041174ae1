from collections.abc import Sequence

from flask import request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional, ValidationError

from app.forms import with_new_lines
from surveys.claims.models import Language
from surveys.claims.stages import Stage
from surveys.errors import BadInput
from surveys.responses.answering import LONGEST_COMMENT, Answer
from surveys.responses.phones import clean_phone

SCORES = [str(score) for score in range(11)]
RATINGS = [str(value) for value in range(1, 6)]
CHOOSE_SCORE = lazy_gettext("Please choose a number from 0 to 10.")


class AnswerForm(FlaskForm):
    class Meta:
        csrf = False

    score = RadioField(
        choices=SCORES,
        validators=[InputRequired(CHOOSE_SCORE), AnyOf(SCORES, CHOOSE_SCORE)],
        validate_choice=False,
    )
    comment = TextAreaField(
        filters=[with_new_lines],
        validators=[
            Length(
                max=LONGEST_COMMENT,
                message=lazy_gettext("Please keep it to %(max)d characters."),
            )
        ],
    )
    wants_call_back = BooleanField()
    call_back_by = RadioField(
        choices=["mail", "phone"], validators=[Optional(strip_whitespace=False)]
    )
    call_back_phone = StringField()

    @property
    def phone_to_call(self) -> str | None:
        """The number that was typed, where a call was asked for and nothing else."""
        is_wanted = self.wants_call_back.data and self.call_back_by.data == "phone"
        return self.call_back_phone.data or "" if is_wanted else None

    def validate_call_back_phone(self, field: StringField) -> None:
        try:
            if self.phone_to_call is not None:
                clean_phone(self.phone_to_call)
        except BadInput as error:
            raise ValidationError(
                gettext("Please write your number with its area code, like 010-1234-5678.")
            ) from error

    @property
    def rating_fields(self) -> dict[Stage, RadioField]:
        return {stage: self[stage] for stage in Stage if stage in self}

    def answer(self, language: Language) -> Answer:
        """What the form holds; raises ValueError only where `validate` would have failed."""
        given = {stage: field.data for stage, field in self.rating_fields.items()}
        return Answer(
            score=int(self.score.data),
            ratings={stage: int(value) for stage, value in given.items() if value},
            comment=self.comment.data or "",
            wants_call_back=self.wants_call_back.data,
            language=language,
            call_back_phone=self.phone_to_call,
        )


def answer_form(stages: Sequence[Stage]) -> AnswerForm:
    """The form for a claim that went through these stages, in their order."""

    class ForThisClaim(AnswerForm):
        pass

    # Nothing is a rating left out; white space is none of the choices.
    left_out = Optional(strip_whitespace=False)
    for stage in stages:
        setattr(ForThisClaim, stage, RadioField(choices=RATINGS, validators=[left_out]))
    # Flask-WTF would take JSON as well, with values that no form can hold.
    return ForThisClaim(request.form)


def correction_form(stages: Sequence[Stage], present: Answer) -> AnswerForm:
    """The same form, holding what was answered."""
    form = answer_form(stages)
    form.score.data = str(present.score)
    form.comment.data = present.comment
    form.wants_call_back.data = present.wants_call_back
    form.call_back_by.data = "phone" if present.call_back_phone else "mail"
    form.call_back_phone.data = present.call_back_phone
    for stage, field in form.rating_fields.items():
        field.data = str(present.ratings[stage]) if stage in present.ratings else None
    return form
