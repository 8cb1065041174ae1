"""Answers that look like a machine's: a person decides whether a person sent them."""

import uuid
from collections.abc import Callable

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response as WebResponse

from analysis.answers import release_answer
from app.console.paging import asked_page
from app.parts import parts
from surveys.clock import utc_now
from surveys.db import db, write
from surveys.errors import NotSuspected
from surveys.responses.answering import ratings_of
from surveys.responses.models import Response, Suspicion
from surveys.responses.suspecting import dismiss, find_suspected, list_suspected
from surveys.responses.visits import scores_sent_in_vain

pages = Blueprint("suspects", __name__, url_prefix="/console/suspects")


@pages.get("")
def show() -> str:
    return _page()


@pages.post("/<uuid:response_id>/release")
def release(response_id: uuid.UUID) -> WebResponse | tuple[str, int]:
    who, now = g.staff.email, utc_now()
    return _decide(response_id, lambda: release_answer(response_id, who, now, parts().zone))


@pages.post("/<uuid:response_id>/dismiss", endpoint="dismiss")
def dismiss_answer(response_id: uuid.UUID) -> WebResponse | tuple[str, int]:
    who, now = g.staff.email, utc_now()
    return _decide(response_id, lambda: dismiss(find_suspected(response_id), who, now))


def suspicion_name(suspicion: str) -> str:
    names = {
        Suspicion.MANY_SCORES: gettext("several numbers of the mail were opened within a minute"),
        Suspicion.HEAD: gettext("the link was checked the way that programs do it"),
        Suspicion.HONEYPOT: gettext("a link was followed that people do not see"),
        Suspicion.TOO_FAST: gettext("it was sent less than two seconds after the page opened"),
    }
    return names[Suspicion(suspicion)]


def _decide(response_id: uuid.UUID, work: Callable[[], None]) -> WebResponse | tuple[str, int]:
    if db.session.get(Response, response_id) is None:
        abort(404)
    try:
        write(work)
    except NotSuspected:
        return _page(decided=True), 409
    return redirect(url_for(".show"), 303)


def _page(decided: bool = False) -> str:
    page = asked_page(list_suspected())
    suspects = db.session.scalars(page.query).all()
    return render_template(
        "console/suspects.html",
        suspects=suspects,
        ratings={response.id: ratings_of(response) for response in suspects},
        sent_again={each.id: scores_sent_in_vain(each.invitation) for each in suspects},
        suspicion_name=suspicion_name,
        decided=decided,
        total=page.total,
        page=page.number,
        pages=page.pages,
        zone=parts().zone,
    )
