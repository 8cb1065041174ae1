"""What the doors of the answer page keep of who looks at its links, and do with it."""

from datetime import timedelta

import pytest
import time_machine

from analysis.counts import DailyCount
from app.answer.nonce import new_nonce
from surveys.cases.models import Case
from surveys.db import db
from surveys.invitations.models import OptOut
from surveys.responses.models import Method, Response, Revision, Standing, Visit
from tests.factories import (
    DAY,
    NOON,
    make_claim,
    make_response,
    make_sent_invitation,
    make_suspected,
    token_of,
)
from tests.forms import filled

POSTED_AT = NOON + 2 * DAY
EARLIER = POSTED_AT - timedelta(minutes=30)
PHONE = {"User-Agent": "a phone"}
SCANNER = {"User-Agent": "a scanner"}


@pytest.fixture(autouse=True)
def _two_days_after_payment():
    with time_machine.travel(POSTED_AT, tick=False):
        yield


@pytest.fixture
def url(parts):
    return f"/a/{token_of(make_sent_invitation(parts, make_claim(language='en')), parts)}"


def look(client, url, at=EARLIER, by=PHONE, method="GET", **headers):
    with time_machine.travel(at, tick=False):
        return client.open(url, method=method, headers={**by, **headers})


def send(client, url, by=PHONE, **values):
    return client.post(url, data=filled(url, **values), headers=dict(by))


def visits() -> list[Visit]:
    db.session.rollback()
    return db.session.query(Visit).order_by(Visit.at, Visit.id).all()


def the_response() -> Response:
    db.session.rollback()
    return db.session.query(Response).one()


def counted() -> int:
    return db.session.query(DailyCount).filter_by(figure="score", dimension="all").count()


# Looks


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_look_is_kept_and_nothing_else(client, url, method):
    reply = look(client, f"{url}?score=0", method=method)

    (visit,) = visits()
    assert reply.status_code == 200
    assert (visit.method, visit.score, visit.honeypot) == (Method(method), 0, False)
    assert visit.at == EARLIER
    for kind in (Response, DailyCount, Case, OptOut):
        assert db.session.query(kind).count() == 0


@pytest.mark.parametrize("query", ["", "?score=11", "?score=-1", "?score=1_0", "?score=９"])
def test_what_is_no_score_is_kept_as_none(client, url, query):
    look(client, url + query)

    assert visits()[0].score is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("Purpose", "prefetch"), ("Sec-Purpose", "prefetch;prerender"), ("X-Purpose", "preview")],
)
def test_a_score_that_is_fetched_ahead_is_nobodys_choice(client, url, name, value):
    look(client, f"{url}?score=3", **{name: value})

    (visit,) = visits()
    assert (visit.method, visit.score) == (Method.GET, None)


def test_a_visitor_is_told_from_others_and_from_themselves_at_another_link(client, parts, url):
    other = f"/a/{token_of(make_sent_invitation(parts), parts)}"
    for link, by in ((url, PHONE), (f"{url}?score=3", PHONE), (url, SCANNER), (other, PHONE)):
        look(client, link, by=by)
    client.get(url, headers=dict(PHONE), environ_base={"REMOTE_ADDR": "192.0.2.7"})

    first, again, *others = [visit.visitor for visit in visits()]
    assert first == again
    assert len({first, *others}) == 4
    assert all(len(visitor) == 16 and set(visitor) <= set("0123456789abcdef") for visitor in others)


@pytest.mark.parametrize("agent", ["", "é" * 3, "x" * 5000])
def test_an_odd_browser_is_a_visitor_like_any(client, url, agent):
    assert look(client, url, by={"User-Agent": agent}).status_code == 200
    assert send(client, url, by={"User-Agent": agent}, score=9).status_code == 303

    assert the_response().standing is Standing.CONFIRMED


def test_an_unknown_link_keeps_no_look(client):
    look(client, f"/a/{'x' * 43}")
    look(client, f"/a/{'x' * 43}/details")

    assert visits() == []


# Answers of people


def test_who_opens_the_link_of_the_mail_and_answers_is_counted(client, url):
    look(client, f"{url}?score=9")

    send(client, url, score=9)

    assert (the_response().standing, counted()) == (Standing.CONFIRMED, 2)


def test_a_scanner_at_delivery_does_no_harm_to_the_person_who_comes_later(client, url):
    for score in range(11):
        look(client, f"{url}?score={score}", by=SCANNER)
    look(client, url, by=SCANNER, method="HEAD")
    look(client, f"{url}/details", by=SCANNER)

    send(client, url, score=9)

    assert the_response().standing is Standing.CONFIRMED


def test_who_goes_back_to_the_mail_and_writes_is_counted(client, url):
    look(client, f"{url}?score=9")
    look(client, f"{url}?score=3", at=EARLIER + timedelta(seconds=20))

    send(client, url, score=3, comment="Late.")

    assert the_response().standing is Standing.CONFIRMED


# Answers of machines


def eleven_links(client, url):
    for score in range(11):
        look(client, f"{url}?score={score}")


def head(client, url):
    look(client, url, method="HEAD")


def honeypot(client, url):
    look(client, f"{url}/details")


@pytest.mark.parametrize(
    ("deed", "reason"),
    [(eleven_links, "many_scores"), (head, "head"), (honeypot, "honeypot")],
)
def test_a_machines_answer_is_held_back_and_thanked_for(client, url, deed, reason):
    deed(client, url)

    reply = send(client, url, score=0, wants_call_back="y")

    response = the_response()
    assert (reply.status_code, reply.location) == (303, f"{url}/thanks")
    assert (response.standing, response.suspicions) == (Standing.SUSPECTED, [reason])
    assert (counted(), db.session.query(Case).count()) == (0, 0)
    assert client.get(f"{url}/thanks").status_code == 200


def test_who_sends_the_page_as_soon_as_it_comes_is_held_back(client, url):
    nonce = new_nonce(url.removeprefix("/a/"), POSTED_AT - timedelta(milliseconds=1999))

    client.post(url, data={"score": 9, "comment": "machine-made words", "nonce": nonce})

    assert the_response().suspicions == ["too_fast"]


def test_the_honeypot_is_hidden_from_eyes_keyboard_and_screen_reader(client, url):
    page = look(client, url).text

    start = page.index(f'href="{url}/details"')
    link = page[page.rindex("<", 0, start) : page.index(">", start)]
    assert all(sign in link for sign in ("hidden", 'aria-hidden="true"', 'tabindex="-1"'))
    trap = look(client, f"{url}/details")
    assert (trap.status_code, visits()[-1].honeypot) == (200, True)
    assert f'href="{url}"' in trap.text


def test_while_an_answer_is_held_back_the_link_still_asks(client, parts):
    response = make_suspected(parts, 0, claim=make_claim(language="en"))
    url = f"/a/{token_of(response.invitation, parts)}"

    assert "How did your claim go?" in look(client, url).text
    assert client.get(f"{url}/correct").location == url
    assert send(client, f"{url}/correct", score=9, seen_at="2025-03-06T12:00Z").status_code == 409


def test_a_person_takes_the_place_of_a_machine(client, parts):
    response = make_suspected(parts, 0, claim=make_claim(language="en"))
    url = f"/a/{token_of(response.invitation, parts)}"

    send(client, url, score=9, comment="Quick.")

    assert (the_response().standing, the_response().score) == (Standing.CONFIRMED, 9)
    assert (db.session.query(Revision).one().score, counted()) == (0, 2)
    assert look(client, url).location == f"{url}/thanks"


@pytest.mark.parametrize("make", [make_response, make_suspected])
def test_a_machine_changes_no_answer_and_hears_only_thanks(client, parts, make):
    url = f"/a/{token_of(make(parts, 9).invitation, parts)}"
    db.session.commit()
    before, figures = the_response().standing, counted()
    honeypot(client, url)

    reply = send(client, url, score=0, comment="machine-made words")

    assert (reply.status_code, reply.location) == (303, f"{url}/thanks")
    assert (the_response().score, the_response().standing) == (9, before)
    assert (visits()[-1].method, visits()[-1].score) == (Method.POST, 0)
    assert (counted(), db.session.query(Revision).count()) == (figures, 0)


def test_a_later_answer_never_overwrites_what_a_person_said(client, parts):
    url = f"/a/{token_of(make_response(parts, 9).invitation, parts)}"

    assert send(client, url, score=0).status_code == 409

    assert the_response().score == 9


# Corrections


@pytest.fixture
def answered(parts):
    return make_response(parts, 9, at=EARLIER - DAY / 2)


def correct(client, response, parts, **values):
    url = f"/a/{token_of(response.invitation, parts)}/correct"
    return send(client, url, score=3, seen_at=response.answered_at.isoformat(), **values)


def test_a_machine_corrects_nothing(client, parts, answered):
    url = f"/a/{token_of(answered.invitation, parts)}"
    look(client, f"{url}/details")

    reply = correct(client, answered, parts)

    assert (reply.status_code, reply.location) == (303, f"{url}/thanks")
    assert the_response().score == 9
    assert visits()[-1].method is Method.POST


@pytest.mark.parametrize("deed", [eleven_links, head])
def test_a_person_who_corrects_is_not_lost_for_what_a_person_may_do(client, parts, answered, deed):
    url = f"/a/{token_of(answered.invitation, parts)}"
    deed(client, url)
    look(client, f"{url}/details", at=POSTED_AT, by=SCANNER)

    correct(client, answered, parts)

    assert the_response().score == 3
