from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import format_date, get_locale, gettext
from werkzeug import Response as WebResponse

from analysis.answers import take_answer
from app.answer.forms import SCORES, AnswerForm, answer_form
from app.answer.looks import keep_look, keep_trapped_look, visitor_of
from app.answer.nonce import issued_at, kept_nonce, new_nonce, sent_nonce
from app.answer.thanking import words_of_thanks
from app.parts import parts
from surveys.claims.models import Language, StageSpan
from surveys.clock import utc_now
from surveys.db import write
from surveys.errors import AlreadyAnswered, AnswerClosed, BadInput, InvitationClosed
from surveys.invitations.models import Invitation, InvitationState
from surveys.questionnaires.models import Questionnaire
from surveys.responses.answering import (
    Answer,
    find_invitation,
    is_answered,
    response_to,
    stages_passed,
)
from surveys.responses.evidence import suspicions, uncleared
from surveys.responses.suspecting import hold_back
from surveys.responses.visits import visits_to

pages = Blueprint("answer", __name__)


@pages.get("/a/<token>")
def show(token: str) -> str | WebResponse:
    """The question with the score of the mail chosen. Opening it leaves a look, and no answer."""
    keep_look(token, _score_of_link())
    invitation = invitation_of(token)
    if is_answered(invitation):
        return redirect(url_for(".thanks", token=token))
    refuse_when_closed(invitation)
    form = _form(invitation)
    form.score.data = _score_of_link()
    return _question(token, invitation, form, new_nonce(token, utc_now()))


@pages.get("/a/<token>/details")
def details(token: str) -> str:
    """Where only those come who follow a link that nobody sees."""
    keep_trapped_look(token)
    invitation_of(token)
    return render_template("answer/details.html", token=token)


@pages.post("/a/<token>")
def record(token: str) -> WebResponse | tuple[str, int]:
    form, now = _form(invitation_of(token)), utc_now()
    issued = issued_at(sent_nonce(), token, now)
    if not form.validate() or issued is None:
        return _again(token, form, press_once_more=issued is None)
    answer = form.answer(Language(g.language))
    try:
        write(lambda: _take(token, answer, issued, now))
    except BadInput as error:
        refuse(form, error)
        return _again(token, form)
    return redirect(url_for(".thanks", token=token), 303)


@pages.get("/a/<token>/thanks")
def thanks(token: str) -> str | WebResponse:
    invitation = invitation_of(token)
    response = response_to(invitation)
    if response is None:
        return redirect(url_for(".show", token=token))
    g.language = str(response.language)
    if invitation.state(utc_now()) is InvitationState.EXPIRED:
        return render_template("answer/closed.html", response=response)
    words = words_of_thanks(response)
    return render_template("answer/thanks.html", token=token, response=response, words=words)


def invitation_of(token: str) -> Invitation:
    """The invitation of a link; its page speaks the claim's language unless told otherwise."""
    invitation = find_invitation(token)
    asked = request.args.get("language")
    g.language = asked if asked in list(Language) else str(invitation.claim.spoken_language)
    return invitation


def refuse(form: AnswerForm, error: BadInput) -> None:
    """Say beside the field that its value cannot be kept."""
    form[error.field].errors = [
        gettext("We cannot keep this as it is. Please change it and send it again.")
    ]


def refuse_when_closed(invitation: Invitation) -> None:
    if invitation.state(utc_now()) is InvitationState.EXPIRED:
        raise AnswerClosed if is_answered(invitation) else InvitationClosed


def _score_of_link() -> str | None:
    score = request.args.get("score")
    return score if score in SCORES else None


def _take(token: str, answer: Answer, issued: datetime, now: datetime) -> None:
    """Count the answer of a person, hold back that of a machine; both are thanked."""
    visits, visitor = visits_to(find_invitation(token)), visitor_of(token)
    found = uncleared(suspicions(visits, visitor, issued, now), answer)
    if found:
        hold_back(token, answer, found, visitor, now)
    else:
        take_answer(token, answer, now, parts().zone)


def _form(invitation: Invitation) -> AnswerForm:
    return answer_form([span.stage for span in stages_passed(invitation)])


def _again(token: str, form: AnswerForm, **more: object) -> tuple[str, int]:
    """The page with all that was typed, where the answer is still wanted."""
    invitation = invitation_of(token)
    if is_answered(invitation):
        raise AlreadyAnswered
    refuse_when_closed(invitation)
    return _question(token, invitation, form, kept_nonce(token, utc_now()), **more), 422


def _question(
    token: str, invitation: Invitation, form: AnswerForm, nonce: str, **more: object
) -> str:
    return question_page(
        "answer/question.html",
        invitation.questionnaire,
        stages_passed(invitation),
        form,
        token=token,
        invitation=invitation,
        nonce=nonce,
        **more,
    )


def question_page(
    template: str,
    questionnaire: Questionnaire,
    spans: Sequence[StageSpan],
    form: AnswerForm,
    **more: object,
) -> str:
    return render_template(
        template,
        form=form,
        spans=spans,
        questions=questionnaire.in_language(str(get_locale())),
        span_dates=_span_dates,
        **more,
    )


def _span_dates(span: StageSpan) -> str:
    """When the stage was, as a memory aid: one day, or from one to another."""
    zone = parts().zone
    days = [at.astimezone(zone).date() for at in (span.started_at, span.ended_at) if at]
    return " – ".join(format_date(day, "medium") for day in dict.fromkeys(days))
