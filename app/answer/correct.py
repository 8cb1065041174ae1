"""Corrects an answer on the page that shows the present one; nothing else overwrites it."""

from datetime import datetime

from flask import Blueprint, g, redirect, request, url_for
from werkzeug import Response as WebResponse

from analysis.answers import correct_taken_answer
from app.answer.answer import invitation_of, question_page, refuse, refuse_when_closed
from app.answer.forms import AnswerForm, answer_form, correction_form
from app.answer.nonce import issued_at, kept_nonce, new_nonce, sent_nonce
from app.parts import parts
from surveys.claims.models import Language
from surveys.claims.stages import Stage
from surveys.clock import utc_now
from surveys.db import write
from surveys.errors import AnswerChanged, BadInput
from surveys.invitations.models import Invitation
from surveys.responses.answering import response_to, stages_passed
from surveys.responses.correcting import last_changed_at, present_answer
from surveys.responses.models import Response

pages = Blueprint("correct", __name__)


@pages.get("/a/<token>/correct")
def show(token: str) -> str | WebResponse:
    """The form with the present answer in it."""
    invitation = invitation_of(token)
    response = response_to(invitation)
    if response is None:
        return redirect(url_for("answer.show", token=token))
    refuse_when_closed(invitation)
    return _present(token, invitation, response)


@pages.post("/a/<token>/correct")
def record(token: str) -> WebResponse | tuple[str, int]:
    invitation = invitation_of(token)
    refuse_when_closed(invitation)
    form, issued = answer_form(_stages(invitation)), issued_at(sent_nonce(), token, utc_now())
    if not form.validate() or issued is None:
        return _again(token, form, press_once_more=issued is None)
    answer, seen_at = form.answer(Language(g.language)), _seen_at()
    try:
        write(lambda: correct_taken_answer(token, answer, seen_at, utc_now(), parts().zone))
    except BadInput as error:
        refuse(form, error)
        return _again(token, form)
    return redirect(url_for("answer.thanks", token=token), 303)


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
