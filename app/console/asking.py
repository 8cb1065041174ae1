"""Who is asked, when, and in which words: the versions, and the forms that publish others."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug import Response as WebResponse

from app.console.asking_forms import PlanForm, VersionForm, WordingForm, wording_form
from app.console.asking_words import field_name, plan_sentences, question_name
from app.parts import parts
from app.security import FRAME_POLICY
from surveys.clock import utc_now
from surveys.db import write
from surveys.plans.models import SurveyPlan
from surveys.plans.publishing import newest_plan, plan_versions, publish_plan
from surveys.questionnaires.models import Questionnaire
from surveys.questionnaires.publishing import (
    newest_questionnaire,
    publish_questionnaire,
    questionnaire_versions,
)

pages = Blueprint("asking", __name__, url_prefix="/console/asking")


@pages.context_processor
def words() -> dict[str, object]:
    return {
        "field_name": field_name,
        "plan_sentences": plan_sentences,
        "question_name": question_name,
        "zone": parts().zone,
    }


@pages.get("")
def show() -> str:
    return render_template(
        "console/asking.html",
        plans=plan_versions(),
        questionnaires=questionnaire_versions(),
        told=request.args.get("told"),
    )


@pages.route("/plan", methods=["GET", "POST"])
def change_plan() -> WebResponse | tuple[str, int]:
    form = PlanForm(obj=newest_plan())
    if form.validate_on_submit() and (
        plan := form.attempt(lambda: write(lambda: _publish_plan(form)))
    ):
        return _told(plan, form)
    newest = newest_plan()
    form.follow(newest)
    page = render_template("console/plan_form.html", form=form, newest=newest)
    return page, 422 if form.errors else 200


def _publish_plan(form: PlanForm) -> SurveyPlan:
    return publish_plan(form.plan(), form.changed_version, utc_now(), g.staff.email)


@pages.route("/questionnaire", methods=["GET", "POST"])
def change_questionnaire() -> WebResponse:
    form = wording_form(newest_questionnaire())
    if form.validate_on_submit() and (
        questionnaire := form.attempt(lambda: write(lambda: _publish_wording(form)))
    ):
        return _told(questionnaire, form)
    newest = newest_questionnaire()
    form.follow(newest)
    page = render_template("console/questionnaire_form.html", form=form, newest=newest)
    return _with_frame(page, 422 if form.errors else 200)


def _publish_wording(form: WordingForm) -> Questionnaire:
    return publish_questionnaire(form.wording(), form.changed_version, utc_now(), g.staff.email)


def _told(version: SurveyPlan | Questionnaire, form: VersionForm) -> WebResponse:
    """To the list, which says what became of it: a change that changes nothing is no version."""
    is_new = version.version > form.changed_version
    return redirect(url_for(".show", told="published" if is_new else "unchanged"), 303)


@pages.get("/questionnaire/<int:version>")
def show_questionnaire(version: int) -> WebResponse:
    page = render_template(
        "console/questionnaire.html", questionnaire=questionnaire_or_404(version)
    )
    return _with_frame(page, 200)


def questionnaire_or_404(version: int) -> Questionnaire:
    for questionnaire in questionnaire_versions():
        if questionnaire.version == version:
            return questionnaire
    abort(404)


def _with_frame(page: str, status: int) -> WebResponse:
    return WebResponse(
        page, status, mimetype="text/html", headers={"Content-Security-Policy": FRAME_POLICY}
    )
