from datetime import timedelta

import pytest
import time_machine

from surveys.db import db
from surveys.responses.models import Response, Revision
from tests.factories import DAY, NOON, make_claim, make_response, make_sent_invitation, token_of
from tests.forms import filled

CORRECTED_AT = NOON + 3 * DAY
CLOSED_AT = NOON + 15 * DAY


@pytest.fixture(autouse=True)
def _three_days_after_payment():
    with time_machine.travel(CORRECTED_AT, tick=False):
        yield


@pytest.fixture
def response(parts):
    claim = make_claim(language="en")
    return make_response(parts, 3, claim=claim, comment="too <b>slow</b>", wants_call_back=True)


@pytest.fixture
def url(response, parts):
    return f"/a/{token_of(response.invitation, parts)}/correct"


def present() -> Response:
    db.session.rollback()
    return db.session.query(Response).one()


def seen(response) -> str:
    return (response.corrected_at or response.answered_at).isoformat()


def test_the_page_shows_the_present_answer_and_changes_nothing(client, response, url):
    page = client.get(url).text

    assert 'name="score" value="3" required checked' in page
    assert 'name="payout" value="5" checked' in page
    assert "too &lt;b&gt;slow&lt;/b&gt;</textarea>" in page
    assert 'name="wants_call_back" value="y" checked' in page
    assert db.session.query(Revision).count() == 0


def test_a_correction_is_stored_and_thanked_for(client, response, url):
    reply = client.post(url, data=filled(url, score="9", comment="fine", seen_at=seen(response)))

    assert (reply.status_code, reply.location) == (303, url.replace("correct", "thanks"))
    assert (present().score, present().comment, present().wants_call_back) == (9, "fine", False)
    assert db.session.query(Revision).one().score == 3


@pytest.mark.parametrize("seen_at", ["", "yesterday", "2025-03-06T12:00:00", "2025-03-05T12:00Z"])
def test_a_form_that_did_not_show_the_present_answer_overwrites_nothing(client, url, seen_at):
    reply = client.post(url, data=filled(url, score="0", seen_at=seen_at))

    assert reply.status_code == 409
    assert "has changed meanwhile" in reply.text
    assert present().score == 3


def test_a_score_of_eleven_is_refused_and_the_rest_is_still_there(client, response, url):
    seen_at = seen(response)
    data = filled(url, score="11", comment="almost fine", seen_at=seen_at)

    reply = client.post(url, data=data)

    assert reply.status_code == 422
    assert "almost fine</textarea>" in reply.text
    assert f'name="seen_at" value="{seen_at}"' in reply.text
    assert present().score == 3


def test_a_closed_answer_cannot_be_corrected(client, response, url):
    with time_machine.travel(CLOSED_AT, tick=False):
        assert client.get(url).status_code == 410
        assert client.post(url, data=filled(url, score="9")).status_code == 410
        assert "correct" not in client.get(url.replace("correct", "thanks")).text


def test_the_thanks_lead_to_correcting_while_the_link_is_open(client, url):
    with time_machine.travel(CLOSED_AT - timedelta(seconds=1), tick=False):
        assert url in client.get(url.replace("correct", "thanks")).text


def test_who_has_not_answered_is_asked_first(client, parts):
    url = f"/a/{token_of(make_sent_invitation(parts), parts)}"

    assert client.get(f"{url}/correct").location == url
    data = filled(url, score="9", seen_at="x")
    assert client.post(f"{url}/correct", data=data).status_code == 409
