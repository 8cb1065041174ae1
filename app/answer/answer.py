from collections.abc import Sequence

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import format_date, get_locale, gettext
from werkzeug import Response as WebResponse

from analysis.answers import take_answer
from app.answer.forms import SCORES, AnswerForm, answer_form
from app.answer.thanking import words_of_thanks
from app.parts import parts
from surveys.claims.models import Language, StageSpan
from surveys.clock import utc_now
from surveys.db import write
from surveys.errors import AnswerClosed, BadInput, InvitationClosed
from surveys.invitations.models import Invitation, InvitationState
from surveys.questionnaires.models import Questionnaire
from surveys.responses.answering import (
    find_invitation,
    is_answered,
    response_to,
    stages_passed,
)

pages = Blueprint("answer", __name__)


@pages.get("/a/<token>")
def show(token: str) -> str | WebResponse:
    """The question with the score of the mail chosen. Opening it stores nothing."""
    invitation = invitation_of(token)
    if response_to(invitation) is not None:
        return redirect(url_for(".thanks", token=token))
    refuse_when_closed(invitation)
    form = _form(invitation)
    if request.args.get("score") in SCORES:
        form.score.data = request.args["score"]
    return _question(token, invitation, form)


@pages.post("/a/<token>")
def record(token: str) -> WebResponse | tuple[str, int]:
    invitation = invitation_of(token)
    form = _form(invitation)
    if not form.validate():
        return _question(token, invitation, form), 422
    answer = form.answer(Language(g.language))
    try:
        write(lambda: take_answer(token, answer, utc_now(), parts().zone))
    except BadInput as error:
        refuse(form, error)
        return _question(token, invitation_of(token), form), 422
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


def _form(invitation: Invitation) -> AnswerForm:
    return answer_form([span.stage for span in stages_passed(invitation)])


def _question(token: str, invitation: Invitation, form: AnswerForm) -> str:
    spans = stages_passed(invitation)
    page = "answer/question.html"
    return question_page(
        page, invitation.questionnaire, spans, form, token=token, invitation=invitation
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
