import pytest
import time_machine

from analysis.counts import DailyCount
from surveys.cases.models import Case
from surveys.claims.stages import Stage
from surveys.db import db, new_id
from surveys.responses.models import Judgement, Response, Standing, Suspicion, Verdict
from surveys.responses.suspecting import hold_back
from tests.factories import DAY, NOON, make_answer, make_response, make_suspected, token_of

URL = "/console/suspects"
DECIDED_AT = NOON + 5 * DAY
WHY = {
    Suspicion.MANY_SCORES: "Several numbers of the mail were opened within a minute",
    Suspicion.HEAD: "The link was checked the way that programs do it",
    Suspicion.HONEYPOT: "A link was followed that people do not see",
    Suspicion.TOO_FAST: "It was sent less than two seconds after the page opened",
}


@pytest.fixture
def suspect(parts, console) -> Response:
    values = {"comment": "<b>늦었어요</b>", "wants_call_back": True, "ratings": {Stage.PAYOUT: 1}}
    return make_suspected(parts, 2, found=list(Suspicion), **values)


@pytest.fixture
def five_days_after_payment():
    with time_machine.travel(DECIDED_AT, tick=False):
        yield


def decide(console, response, deed):
    reply = console.post(f"{URL}/{response.id}/{deed}")
    db.session.expire_all()
    return reply


def counted() -> int:
    return db.session.query(DailyCount).filter_by(figure="score", dimension="all").count()


def test_suspects_stand_with_their_reasons_and_what_was_said(console, suspect):
    page = console.get(URL).text

    assert all(why in page for why in WHY.values())
    assert "&lt;b&gt;늦었어요&lt;/b&gt;" in page
    assert "Payout 1 / 5" in page
    assert "wants a call back" in page
    assert "2025-03-06 12:00" in page
    assert suspect.invitation.claim.external_id in page


def test_what_was_sent_again_and_changed_nothing_stands_beside_it(console, parts, suspect):
    token = token_of(suspect.invitation, parts)
    for score in (0, 9):
        hold_back(token, make_answer(score), [Suspicion.HEAD], "a machine", DECIDED_AT)

    assert "sent again later, with 0, 9" in console.get(URL).text


def test_only_suspects_stand_there(console, parts):
    make_response(parts, comment="a person")

    page = console.get(URL).text

    assert "a person<" not in page
    assert "No answer looks like a machine’s." in page


def test_who_is_not_signed_in_decides_nothing(client, staff, parts):
    response = make_suspected(parts)
    db.session.commit()

    assert client.post(f"{URL}/{response.id}/release").location.startswith("/console/sign-in")
    db.session.expire_all()
    assert response.standing is Standing.SUSPECTED


def test_looking_decides_nothing(console, suspect):
    assert console.get(f"{URL}/{suspect.id}/release").status_code == 405
    assert console.get(f"{URL}/{suspect.id}/dismiss").status_code == 405


@pytest.mark.usefixtures("five_days_after_payment")
def test_a_released_answer_counts_and_is_a_case_and_who_did_it_is_kept(parts, console, suspect):
    reply = decide(console, suspect, "release")

    judgement = db.session.query(Judgement).one()
    assert (reply.status_code, reply.location) == (303, URL)
    assert (suspect.standing, suspect.reading_due_at) == (Standing.CONFIRMED, DECIDED_AT)
    assert (judgement.verdict, judgement.judged_by) == (Verdict.RELEASED, "lead@example.com")
    assert judgement.judged_at == DECIDED_AT
    assert counted() == 2
    assert db.session.query(Case).one().due_at == DECIDED_AT + DAY


def test_a_dismissed_answer_counts_nowhere_and_who_did_it_is_kept(console, suspect):
    reply = decide(console, suspect, "dismiss")

    judgement = db.session.query(Judgement).one()
    assert (reply.status_code, suspect.standing) == (303, Standing.DISMISSED)
    assert (judgement.verdict, judgement.judged_by) == (Verdict.DISMISSED, "lead@example.com")
    assert (counted(), db.session.query(Case).count()) == (0, 0)
    assert "No answer looks like a machine’s." in console.get(URL).text


@pytest.mark.parametrize("deed", ["release", "dismiss"])
def test_a_decision_is_made_once(console, suspect, deed):
    decide(console, suspect, "dismiss")

    again = decide(console, suspect, deed)

    assert again.status_code == 409
    assert "Somebody has decided on this answer already" in again.text
    assert suspect.standing is Standing.DISMISSED
    assert db.session.query(Judgement).count() == 1


@pytest.mark.parametrize("deed", ["release", "dismiss"])
def test_there_is_nothing_to_decide_on_what_is_not_there(console, deed):
    assert console.post(f"{URL}/{new_id()}/{deed}").status_code == 404


def test_many_suspects_stand_on_pages(console, parts):
    for _ in range(26):
        make_suspected(parts)

    assert f'href="{URL}?page=2"' in console.get(URL).text
    assert console.get(f"{URL}?page=2").status_code == 200
    assert console.get(f"{URL}?page=3").status_code == 404
