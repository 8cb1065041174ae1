"""Shows a questionnaire as a customer would see it: the page, the mail, the mail as plain text.

A version that is published, or the draft in a form. Nothing is stored, and nothing can be sent.
"""

from enum import StrEnum

from flask import Blueprint, abort, render_template
from flask_babel import force_locale
from werkzeug import Response as WebResponse

from app.answer.answer import question_page
from app.answer.forms import answer_form
from app.console.asking import questionnaire_or_404
from app.console.asking_forms import WordingForm
from app.console.asking_words import field_name
from app.console.sample import sample_invitation, sample_spans
from app.parts import parts
from app.security import PREVIEW_POLICY, framed_mail
from surveys.claims.models import Language
from surveys.claims.stages import Stage
from surveys.clock import utc_now
from surveys.questionnaires.models import Questionnaire
from surveys.questionnaires.publishing import questionnaire_of

pages = Blueprint("previews", __name__, url_prefix="/console/asking/previews")


class Kind(StrEnum):
    PAGE = "page"
    MAIL = "mail"
    TEXT = "text"


@pages.get("/<int:version>/<kind>/<language>")
def published(version: int, kind: str, language: str) -> WebResponse:
    _refuse_unknown(kind, language)
    return _preview(questionnaire_or_404(version), kind, language)


@pages.post("/draft/<kind>/<language>")
def draft(kind: str, language: str) -> WebResponse:
    """What the form holds, or why it cannot be asked like this."""
    _refuse_unknown(kind, language)
    form = WordingForm()
    questionnaire = form.attempt(lambda: questionnaire_of(form.wording(), 1, utc_now(), None))
    if questionnaire is not None:
        return _preview(questionnaire, kind, language)
    page = render_template("console/preview_refused.html", form=form, field_name=field_name)
    return _framed(page, 422)


def _refuse_unknown(kind: str, language: str) -> None:
    if kind not in list(Kind) or language not in list(Language):
        abort(404)


def _preview(questionnaire: Questionnaire, kind: str, language: str) -> WebResponse:
    with force_locale(language):
        if kind == Kind.PAGE:
            return _framed(_page(questionnaire), 200)
        invitation = sample_invitation(questionnaire, Language(language), utc_now(), parts())
        letter = parts().invitations.letter(invitation)
    if kind == Kind.MAIL:
        return framed_mail(letter.html)
    page = render_template("console/preview_text.html", letter=letter)
    return _framed(page, 200)


def _page(questionnaire: Questionnaire) -> str:
    spans = sample_spans(utc_now())
    return question_page("answer/preview.html", questionnaire, spans, answer_form(list(Stage)))


def _framed(page: str, status: int) -> WebResponse:
    headers = {"Content-Security-Policy": PREVIEW_POLICY}
    return WebResponse(page, status, mimetype="text/html", headers=headers)
