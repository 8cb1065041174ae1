import pytest
import time_machine
from sqlalchemy.exc import IntegrityError

from surveys.db import db
from surveys.responses.models import Response
from tests.factories import (
    DAY,
    NOON,
    make_case,
    make_claim,
    make_response,
    make_sent_invitation,
    token_of,
)
from tests.forms import filled

PHONE = "010-1234-5678"
TICKED = {"score": "3", "wants_call_back": "y"}
BY_PHONE = {**TICKED, "call_back_by": "phone", "call_back_phone": PHONE}


@pytest.fixture(autouse=True)
def _two_days_after_payment():
    with time_machine.travel(NOON + 2 * DAY, tick=False):
        yield


@pytest.fixture
def url(parts):
    return f"/a/{token_of(make_sent_invitation(parts, make_claim(language='en')), parts)}"


def kept() -> tuple[bool, str | None]:
    db.session.rollback()
    row = db.session.query(Response).one()
    return row.wants_call_back, row.call_back_phone


def test_the_box_stays_empty_until_somebody_ticks_it(client, url):
    page = client.get(f"{url}?score=0").text

    assert 'name="wants_call_back" value="y" >' in page
    assert 'name="call_back_by" value="mail" checked' in page
    assert 'name="call_back_phone" value=""' in page


@pytest.mark.parametrize(
    ("data", "stored"),
    [
        (BY_PHONE, (True, PHONE)),
        (TICKED, (True, None)),
        ({**BY_PHONE, "call_back_by": "mail"}, (True, None)),
        ({**BY_PHONE, "call_back_phone": "no", "call_back_by": "mail"}, (True, None)),
        ({**BY_PHONE, "wants_call_back": ""}, (False, None)),
    ],
)
def test_a_number_is_kept_where_a_call_by_phone_was_asked_for(client, url, data, stored):
    assert client.post(url, data=filled(url, **data)).status_code == 303

    assert kept() == stored


@pytest.mark.parametrize("number", ["", " ", "1234", "880101-1234568"])
def test_a_number_that_cannot_be_called_is_refused_and_all_is_kept(client, url, number):
    typed = {**BY_PHONE, "call_back_phone": number, "comment": "Late."}

    reply = client.post(url, data=filled(url, **typed))

    assert reply.status_code == 422
    assert reply.text.count("Please write your number with its area code") == 2
    assert f'name="call_back_phone" value="{number}"' in reply.text
    assert 'name="wants_call_back" value="y" checked' in reply.text
    assert "Late.</textarea>" in reply.text
    assert db.session.query(Response).count() == 0


def test_the_correction_shows_the_number_and_forgets_it_with_the_wish(client, url):
    client.post(url, data=filled(url, **BY_PHONE))
    seen_at = db.session.query(Response).one().answered_at.isoformat()
    page = client.get(f"{url}/correct").text
    assert f'name="call_back_phone" value="{PHONE}"' in page
    assert 'name="call_back_by" value="phone" checked' in page

    data = {**BY_PHONE, "wants_call_back": "", "seen_at": seen_at}
    assert client.post(f"{url}/correct", data=filled(url, **data)).status_code == 303

    assert kept() == (False, None)


def test_the_number_stands_in_the_case_and_nowhere_else(console, parts):
    wish = {"wants_call_back": True, "call_back_phone": PHONE, "comment": "too slow"}
    case = make_case(parts, claim=make_claim(claim_id="C-1"), **wish)
    token = token_of(case.response.invitation, parts)
    pages = ("cases", "comments", "claims", "claims/C-1", "")

    assert PHONE in console.get(f"/console/cases/{case.id}").text
    for page in (*(f"/console/{path}" for path in pages), f"/a/{token}/thanks"):
        reply = console.get(page)
        assert reply.status_code == 200, page
        assert PHONE not in reply.text, page


def test_the_case_of_who_wants_a_mail_says_so(console, parts):
    case = make_case(parts, wants_call_back=True)

    page = console.get(f"/console/cases/{case.id}").text

    assert "They asked to be written to" in page
    assert "Telephone" not in page


def test_an_answer_without_the_wish_can_hold_no_number(parts):
    response = make_response(parts)
    response.call_back_phone = PHONE

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
