from datetime import timedelta

import pytest
import time_machine

from app.answer.nonce import issued_at, new_nonce
from surveys.db import db
from surveys.responses.models import Response
from tests.factories import DAY, NOON, make_claim, make_response, make_sent_invitation, token_of
from tests.forms import filled, nonce_on

ANSWERED_AT = NOON + 2 * DAY
HALF_A_DAY = timedelta(hours=12)
MOMENT = timedelta(milliseconds=1)
SORRY = "please press the button once more"


@pytest.fixture(autouse=True)
def _two_days_after_payment():
    with time_machine.travel(ANSWERED_AT, tick=False):
        yield


@pytest.fixture
def url(parts):
    return f"/a/{token_of(make_sent_invitation(parts, make_claim(language='en')), parts)}"


def answers() -> int:
    db.session.rollback()
    return db.session.query(Response).count()


def test_it_tells_when_its_page_was_issued(app):
    assert issued_at(new_nonce("a", NOON), "a", NOON + MOMENT) == NOON


@pytest.mark.parametrize(("age", "holds"), [(HALF_A_DAY, True), (HALF_A_DAY + MOMENT, False)])
def test_it_lasts_for_twelve_hours(app, age, holds):
    assert (issued_at(new_nonce("a", NOON), "a", NOON + age) is not None) is holds


@pytest.mark.parametrize("nonce", ["", "1741", "1741.x", "가.나", "\0", "." * 5000])
def test_what_we_did_not_sign_is_none(app, nonce):
    assert issued_at(nonce, "a", NOON) is None


def test_that_of_another_link_is_none(app):
    assert issued_at(new_nonce("b", NOON), "a", NOON) is None


def test_a_page_from_before_the_key_was_changed_still_holds(app, parts, monkeypatch):
    nonce = new_nonce("a", NOON)
    ring = type(parts.keyring)("a newer key", (parts.keyring.current,))
    newer = type(parts)(**{**vars(parts), "keyring": ring})
    monkeypatch.setitem(app.extensions, "hearback", newer)

    assert issued_at(nonce, "a", NOON) == NOON


def stale(url):
    with time_machine.travel(ANSWERED_AT - HALF_A_DAY, tick=False):
        return filled(url)["nonce"]


def foreign(_url):
    return filled("/a/another")["nonce"]


@pytest.mark.parametrize("nonce", [stale, foreign, lambda _: "", lambda _: "no nonce"])
def test_without_one_that_holds_nothing_is_stored_and_all_is_still_there(client, url, nonce):
    typed = {"score": "3", "payout": "2", "comment": "Late & <slow>.", "wants_call_back": "y"}

    reply = client.post(url, data={**typed, "nonce": nonce(url)})

    assert (reply.status_code, answers()) == (422, 0)
    assert SORRY in reply.text
    assert 'name="score" value="3" required checked' in reply.text
    assert 'name="payout" value="2" checked' in reply.text
    assert "Late &amp; &lt;slow&gt;.</textarea>" in reply.text
    with time_machine.travel(ANSWERED_AT + timedelta(seconds=3), tick=False):
        again = client.post(url, data={**typed, "nonce": nonce_on(reply.text)})
    assert (again.status_code, answers()) == (303, 1)


def test_a_field_that_is_wrong_lets_the_page_keep_its_age(client, url):
    """Whoever mends it at once is no machine."""
    form = filled(url)

    reply = client.post(url, data=form)

    assert SORRY not in reply.text
    assert nonce_on(reply.text) == form["nonce"]


def test_who_has_answered_or_comes_too_late_need_not_press_again(client, parts, url):
    answered = f"/a/{token_of(make_response(parts).invitation, parts)}"

    assert client.post(answered, data={"score": "3"}).status_code == 409
    with time_machine.travel(ANSWERED_AT + 20 * DAY, tick=False):
        assert client.post(url, data={"score": "3"}).status_code == 410


def test_a_correction_needs_one_as_well(client, parts):
    response = make_response(parts, 3, claim=make_claim(language="en"))
    url = f"/a/{token_of(response.invitation, parts)}/correct"
    form = {"score": "9", "comment": "fine", "seen_at": response.answered_at.isoformat()}

    reply = client.post(url, data=form)

    db.session.rollback()
    assert (reply.status_code, db.session.query(Response).one().score) == (422, 3)
    assert SORRY in reply.text
    assert "fine</textarea>" in reply.text
    assert f'name="seen_at" value="{form["seen_at"]}"' in reply.text
