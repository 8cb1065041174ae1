"""The page of one comment: how it was read, and what a person says instead."""

import uuid

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug import Response as WebResponse
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, RadioField, SelectField
from wtforms.validators import AnyOf

from analysis.errors import ReadMeanwhile, UnknownComment
from analysis.language.labels import Label, Topic
from analysis.readings.correcting import (
    Said,
    SaidOfClause,
    correct_reading,
    history_of,
    present_reading,
    spans_of,
)
from analysis.readings.latest import LatestReading
from analysis.readings.models import PERSON
from app.console.comments import read_comments
from app.parts import parts
from surveys.claims.stages import Stage
from surveys.clock import utc_now
from surveys.db import db, write
from surveys.responses.models import Response

pages = Blueprint("comment", __name__, url_prefix="/console/comments")

NONE = "none"
# What can be said of a clause; only a whole comment says nothing.
SIDES = [Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE]
CHOOSE = lazy_gettext("Please choose one of these.")


def one_of(*kinds: str) -> AnyOf:
    return AnyOf(kinds, CHOOSE)


class ClauseForm(Form):
    stage = SelectField(validate_choice=False, validators=[one_of(NONE, *Stage)])
    topic = SelectField(validate_choice=False, validators=[one_of(NONE, *Topic)])
    label = SelectField(validate_choice=False, validators=[one_of(*SIDES)])


class CorrectionForm(FlaskForm):
    seen = HiddenField()
    label = RadioField(validate_choice=False, validators=[one_of(*Label)])
    complaint = BooleanField()
    clauses = FieldList(FormField(ClauseForm))

    def said(self) -> Said:
        clauses = [
            SaidOfClause(
                stage=None if clause.stage.data == NONE else Stage(clause.stage.data),
                topic=None if clause.topic.data == NONE else Topic(clause.topic.data),
                label=Label(clause.label.data),
            )
            for clause in (each.form for each in self.clauses)
        ]
        return Said(Label(self.label.data), self.complaint.data, clauses)


@pages.get("/<uuid:response_id>")
def show(response_id: uuid.UUID) -> str:
    response, present = _read_comment(response_id)
    return _page(response, present, _filled(response, present))


@pages.post("/<uuid:response_id>")
def correct(response_id: uuid.UUID) -> WebResponse | tuple[str, int]:
    response, present = _read_comment(response_id)
    form = CorrectionForm()
    if len(form.clauses) != len(spans_of(response)):
        return _page(response, present, _filled(response, present), moved=True), 409
    if form.seen.data != str(present.reading.id):
        return _moved(response_id, form)
    if not form.validate():
        return _page(response, present, form), 422
    said, seen = form.said(), present.reading.id
    now, zone = utc_now(), parts().zone
    try:
        write(lambda: correct_reading(response_id, seen, said, g.staff.email, now, zone))
    except ReadMeanwhile:
        return _moved(response_id, form)
    flash(gettext("Kept. The figures follow what you said."))
    return redirect(url_for(".show", response_id=response_id), 303)


def _moved(response_id: uuid.UUID, form: CorrectionForm) -> tuple[str, int]:
    """What was chosen stays chosen, and can be sent once the other reading was seen."""
    response, present = _read_comment(response_id)
    form.seen.data = str(present.reading.id)
    return _page(response, present, form, moved=True), 409


def _read_comment(response_id: uuid.UUID) -> tuple[Response, LatestReading]:
    response = db.session.get(Response, response_id)
    if response is None:
        abort(404)
    try:
        return response, present_reading(response)
    except UnknownComment:
        abort(404)


def _filled(response: Response, present: LatestReading) -> CorrectionForm:
    """The form as the present reading would fill it."""
    by_start = {clause.start: clause for clause in present.clauses}
    clauses = []
    for start, _ in spans_of(response):
        clause = by_start.get(start)
        stage, topic = (clause.stage, clause.topic) if clause else (None, None)
        label = clause.label if clause else Label.NEUTRAL
        clauses.append({"stage": stage or NONE, "topic": topic or NONE, "label": label})
    reading = present.reading
    return CorrectionForm(
        formdata=None,
        seen=str(reading.id),
        label=reading.label,
        complaint=reading.complaint,
        clauses=clauses,
    )


def _page(
    response: Response, present: LatestReading, form: CorrectionForm, moved: bool = False
) -> str:
    return render_template(
        "console/comment.html",
        comment=read_comments(select(Response).where(Response.id == response.id))[0],
        claim=response.invitation.claim,
        pieces=[response.comment[start:end] for start, end in spans_of(response)],
        history=history_of(response),
        present=present.reading,
        form=form,
        moved=moved,
        labels=list(Label),
        sides=SIDES,
        stages=list(Stage),
        topics=list(Topic),
        none=NONE,
        person=PERSON,
        zone=parts().zone,
    )
