"""Corrects an answer on the page that shows the present one; nothing else overwrites it."""

from datetime import datetime

from flask import Blueprint, g, redirect, request, url_for
from werkzeug import Response as WebResponse

from analysis.answers import correct_taken_answer
from app.answer.answer import invitation_of, question_page, refuse, refuse_when_closed
from app.answer.forms import AnswerForm, answer_form, correction_form
from app.answer.looks import visitor_of
from app.answer.nonce import issued_at, kept_nonce, new_nonce, sent_nonce
from app.parts import parts
from surveys.claims.models import Language
from surveys.claims.stages import Stage
from surveys.clock import utc_now
from surveys.db import write
from surveys.errors import AnswerChanged, BadInput
from surveys.invitations.models import Invitation
from surveys.responses.answering import Answer, answer_to, find_invitation, stages_passed
from surveys.responses.correcting import last_changed_at, present_answer
from surveys.responses.evidence import no_persons, suspicions
from surveys.responses.models import Method, Response
from surveys.responses.visits import keep_visit, visits_to

pages = Blueprint("correct", __name__)


@pages.get("/a/<token>/correct")
def show(token: str) -> str | WebResponse:
    """The form with the present answer in it."""
    invitation = invitation_of(token)
    response = answer_to(invitation)
    if response is None:
        return redirect(url_for("answer.show", token=token))
    refuse_when_closed(invitation)
    return _present(token, invitation, response)


@pages.post("/a/<token>/correct")
def record(token: str) -> WebResponse | tuple[str, int]:
    invitation = invitation_of(token)
    refuse_when_closed(invitation)
    form, now = answer_form(_stages(invitation)), utc_now()
    issued = issued_at(sent_nonce(), token, now)
    if not form.validate() or issued is None:
        return _again(token, form, press_once_more=issued is None)
    answer, seen_at = form.answer(Language(g.language)), _seen_at()
    try:
        write(lambda: _correct(token, answer, seen_at, issued, now))
    except BadInput as error:
        refuse(form, error)
        return _again(token, form)
    return redirect(url_for("answer.thanks", token=token), 303)


def _correct(
    token: str, answer: Answer, seen_at: datetime, issued: datetime, now: datetime
) -> None:
    """Correct it, unless the same visitor did what no person does."""
    invitation, visitor = find_invitation(token), visitor_of(token)
    visits = [visit for visit in visits_to(invitation) if visit.visitor == visitor]
    if no_persons(suspicions(visits, visitor, issued, now)):
        keep_visit(invitation.id, visitor, now, Method.POST, answer.score)
    else:
        correct_taken_answer(token, answer, seen_at, now, parts().zone)


def _seen_at() -> datetime:
    """When the answer that the page showed was given; a form without it was no page of ours."""
    try:
        seen_at = datetime.fromisoformat(request.form.get("seen_at", ""))
    except ValueError as error:
        raise AnswerChanged from error
    if seen_at.tzinfo is None:
        raise AnswerChanged
    return seen_at


def _present(token: str, invitation: Invitation, response: Response) -> str:
    form = correction_form(_stages(invitation), present_answer(response))
    seen_at = last_changed_at(response).isoformat()
    return _page(token, invitation, form, seen_at, new_nonce(token, utc_now()))


def _again(token: str, form: AnswerForm, **more: object) -> tuple[str, int]:
    seen_at, nonce = request.form.get("seen_at", ""), kept_nonce(token, utc_now())
    return _page(token, invitation_of(token), form, seen_at, nonce, **more), 422


def _page(
    token: str, invitation: Invitation, form: AnswerForm, seen_at: str, nonce: str, **more: object
) -> str:
    return question_page(
        "answer/correct.html",
        invitation.questionnaire,
        stages_passed(invitation),
        form,
        token=token,
        invitation=invitation,
        seen_at=seen_at,
        nonce=nonce,
        **more,
    )


def _stages(invitation: Invitation) -> list[Stage]:
    return [span.stage for span in stages_passed(invitation)]
