from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response as WebResponse

from analysis.reports import sentences
from analysis.reports.building import build_report
from app.console.comments import latest_comments
from app.console.periods import WEEKS_SHOWN, asked_axis, asked_period
from app.parts import parts
from surveys.cases.inbox import count_cases
from surveys.clock import utc_now
from surveys.outbox.pausing import current_pause
from surveys.responses.suspecting import count_suspected

pages = Blueprint("overview", __name__)

COMMENTS_SHOWN = 5


@pages.get("/")
def home() -> WebResponse:
    return redirect(url_for(".show"))


@pages.get("/console/")
def show() -> str:
    period, now = asked_period(), utc_now()
    return render_template(
        "console/overview.html",
        report=build_report(period, asked_axis(), now, parts().zone),
        comments=latest_comments(COMMENTS_SHOWN),
        zone=parts().zone,
        pause=current_pause(),
        suspected=count_suspected(),
        case_counts=count_cases(now - timedelta(weeks=WEEKS_SHOWN), now),
    )


def words_on_page() -> dict[str, Callable[..., str]]:
    """The sentences of the report, so that pages say them as mails do."""
    return {
        "stage_name": sentences.stage_name,
        "reason_name": sentences.reason_name,
        "label_name": sentences.label_name,
        "topic_name": sentences.topic_name,
        "points": sentences.points,
        "decimal": sentences.decimal,
        "percent": sentences.percent,
        "nps_range": sentences.nps_range,
        "nps_sentence": sentences.nps_sentence,
        "change_sentence": sentences.change_sentence,
        "left_out_sentence": sentences.left_out_sentence,
        "imported_sentence": sentences.imported_sentence,
        "note_sentence": sentences.note_sentence,
    }
