"""The cases: whom to call back, in what time, and what came of it."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug import Response as WebResponse
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, ValidationError

from app.accounts.models import Staff
from app.console.comments import read_comments
from app.console.paging import asked_page
from app.console.periods import WEEKS_SHOWN
from app.forms import with_new_lines
from app.parts import parts
from surveys.cases import handling
from surveys.cases.inbox import Shown, count_cases, list_cases
from surveys.cases.models import Case, CaseOutcome
from surveys.clock import utc_now
from surveys.db import db, write
from surveys.errors import BadInput, CaseMoved, UnknownCase
from surveys.responses.answering import ratings_of, stages_passed
from surveys.responses.models import Response

pages = Blueprint("cases", __name__, url_prefix="/console/cases")

CHOOSE_OUTCOME = lazy_gettext("Please choose what came of it.")
TOO_LONG = Length(
    max=handling.LONGEST_NOTE, message=lazy_gettext("Please keep it to %(max)d characters.")
)


class NoteForm(FlaskForm):
    note = TextAreaField(
        filters=[with_new_lines],
        validators=[InputRequired(lazy_gettext("Please write the note first.")), TOO_LONG],
    )


class CloseForm(FlaskForm):
    outcome = RadioField(
        choices=list(CaseOutcome),
        validators=[InputRequired(CHOOSE_OUTCOME), AnyOf(list(CaseOutcome), CHOOSE_OUTCOME)],
        validate_choice=False,
    )
    note = TextAreaField(filters=[with_new_lines], validators=[TOO_LONG])


class HandOverForm(FlaskForm):
    to = SelectField(validate_choice=False)
    seen_owner = HiddenField()

    def validate_to(self, field: SelectField) -> None:
        if field.data not in field.choices:
            raise ValidationError(gettext("Please choose a colleague."))


@pages.get("")
def show_list() -> str:
    shown, owner = _asked_for(), request.args.get("owner", "")
    query = list_cases(
        shown, g.staff.email if owner == "mine" else None, only_unowned=owner == "nobody"
    )
    page = asked_page(query)
    now = utc_now()
    return render_template(
        "console/cases.html",
        cases=db.session.scalars(page.query).all(),
        counts=count_cases(now - timedelta(weeks=WEEKS_SHOWN), now),
        weeks=WEEKS_SHOWN,
        total=page.total,
        page=page.number,
        pages=page.pages,
        shown=shown,
        owner=owner,
        now=now,
        zone=parts().zone,
    )


@pages.get("/<uuid:case_id>")
def show(case_id: uuid.UUID) -> str:
    return _page(_case(case_id))


@pages.post("/<uuid:case_id>/take")
def take(case_id: uuid.UUID) -> WebResponse | tuple[str, int]:
    return _do(case_id, lambda case: handling.take(case, g.staff.email, utc_now()))


@pages.post("/<uuid:case_id>/hand-over")
def hand_over(case_id: uuid.UUID) -> WebResponse | tuple[str, int]:
    form = _hand_over_form(_case(case_id))
    seen = form.seen_owner.data or None
    return _do(
        case_id,
        lambda case: handling.hand_over(case, g.staff.email, form.to.data, seen, utc_now()),
        hand_over_form=form,
    )


@pages.post("/<uuid:case_id>/note")
def note(case_id: uuid.UUID) -> WebResponse | tuple[str, int]:
    form = NoteForm()
    return _do(
        case_id,
        lambda case: handling.add_note(case, g.staff.email, form.note.data or "", utc_now()),
        note_form=form,
    )


@pages.post("/<uuid:case_id>/close")
def close(case_id: uuid.UUID) -> WebResponse | tuple[str, int]:
    form = CloseForm()

    def work(case: Case) -> None:
        outcome, text = CaseOutcome(form.outcome.data), form.note.data or ""
        handling.close(case, g.staff.email, outcome, text, utc_now())

    return _do(case_id, work, close_form=form)


@pages.post("/<uuid:case_id>/open-again")
def open_again(case_id: uuid.UUID) -> WebResponse | tuple[str, int]:
    return _do(case_id, lambda case: handling.open_again(case, g.staff.email, utc_now()))


def _do(
    case_id: uuid.UUID, work: Callable[[Case], None], **forms: FlaskForm
) -> WebResponse | tuple[str, int]:
    """Do it and show the case anew; a refusal shows it with all that was typed."""
    for form in forms.values():
        if not form.validate():
            return _page(_case(case_id), **forms), 422
    try:
        write(lambda: work(handling.find_case(case_id)))
    except UnknownCase:
        abort(404)
    except CaseMoved:
        return _page(_case(case_id), moved=True, **forms), 409
    except BadInput as error:
        for form in forms.values():
            form[error.field].errors = [
                gettext("We cannot keep this as it is. Please change it and send it again.")
            ]
        return _page(_case(case_id), **forms), 422
    return redirect(url_for(".show", case_id=case_id), 303)


def _case(case_id: uuid.UUID) -> Case:
    case = db.session.get(Case, case_id)
    if case is None:
        abort(404)
    return case


def _page(
    case: Case,
    note_form: NoteForm | None = None,
    close_form: CloseForm | None = None,
    hand_over_form: HandOverForm | None = None,
    moved: bool = False,
) -> str:
    response = case.response
    return render_template(
        "console/case.html",
        case=case,
        claim=response.invitation.claim,
        comment=read_comments(select(Response).where(Response.id == response.id))[0],
        ratings=ratings_of(response),
        spans=stages_passed(response.invitation),
        history=handling.history_of(case),
        note_form=note_form or NoteForm(formdata=None),
        close_form=close_form or CloseForm(formdata=None),
        hand_over_form=hand_over_form or _hand_over_form(case, fresh=True),
        moved=moved,
        outcomes=list(CaseOutcome),
        now=utc_now(),
        zone=parts().zone,
    )


def _hand_over_form(case: Case, fresh: bool = False) -> HandOverForm:
    """A choice of colleagues: whoever may sign in and does not have the case."""
    form = HandOverForm(formdata=None, seen_owner=case.owner) if fresh else HandOverForm()
    everybody = db.session.scalars(select(Staff.email).order_by(Staff.email))
    form.to.choices = [email for email in everybody if email != case.owner]
    return form


def _asked_for() -> Shown:
    value = request.args.get("state")
    return Shown(value) if value in list(Shown) else Shown.UNFINISHED
