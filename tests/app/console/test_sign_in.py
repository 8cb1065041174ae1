import re
from datetime import timedelta

import pytest
import time_machine

from analysis.digests.models import Subscription
from app.accounts.models import Staff
from app.accounts.signing_in import new_code
from surveys.clock import utc_now
from surveys.db import db
from tests.factories import NOON

SIGN_IN = "/console/sign-in"
WITH_CODE = "/console/sign-in-code"
RIGHT = {"email": "lead@example.com", "password": "a long password"}
# What must never be redirected to.
ELSEWHERE = [
    "//evil.example.com",
    "/\\evil.example.com",
    "https://evil.example.com",
    "/console//evil.example.com",
    "/console\\..\\evil",
    "javascript:alert(1)",
    "",
]


def console_pages(app) -> list[str]:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/console")]
    return [rule.rule for rule in rules if "GET" in rule.methods]


def is_signed_in(client) -> bool:
    return client.get("/console/").status_code == 200


# Before anybody signed up


def test_before_anybody_signed_up_each_page_leads_to_the_sign_in_code(client, app):
    for page in {"/", *console_pages(app)} - {WITH_CODE}:
        assert client.get(page).location == WITH_CODE, page


def test_the_first_administrator_signs_up_with_the_code_and_is_signed_in(client):
    form = {**RIGHT, "code": new_code(utc_now()), "digest": "y"}

    response = client.post(WITH_CODE, data=form)

    assert (response.status_code, response.location) == (302, "/console/")
    assert is_signed_in(client)
    assert db.session.query(Subscription).one().email == RIGHT["email"]


def test_who_wants_no_digest_gets_none(client):
    client.post(WITH_CODE, data={**RIGHT, "code": new_code(utc_now())})

    assert db.session.query(Staff).count() == 1
    assert db.session.query(Subscription).count() == 0


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"code": "0000-0000-0000"}, "This code does not work."),
        ({"code": ""}, "Please enter the sign-in code."),
        ({"password": "eleven char"}, "Please choose a password of 12 to 200 characters."),
        ({"email": ""}, "Please enter your e-mail."),
        ({"email": "lead"}, "Please enter an e-mail address like name@example.com."),
    ],
)
def test_what_is_wrong_is_said_and_the_code_keeps_working(client, wrong, sentence):
    form = {**RIGHT, "code": new_code(utc_now()), "digest": "y"}

    refused = client.post(WITH_CODE, data={**form, **wrong})

    assert refused.status_code == 422
    assert sentence in refused.text
    assert client.post(WITH_CODE, data=form).status_code == 302


def test_a_code_of_yesterday_is_refused(client):
    with time_machine.travel(NOON, tick=False):
        code = new_code(NOON)

    with time_machine.travel(NOON + timedelta(days=1, seconds=1), tick=False):
        assert client.post(WITH_CODE, data={**RIGHT, "code": code}).status_code == 422


# An administrator who is lost


def test_the_sign_in_page_leads_to_the_page_for_a_code(client, staff):
    assert f'<a href="{WITH_CODE}">I have a sign-in code</a>' in client.get(SIGN_IN).text
    assert client.get(WITH_CODE).status_code == 200


def test_a_code_makes_a_further_administrator(client, staff):
    form = {"email": "two@example.com", "password": "another password"}

    response = client.post(WITH_CODE, data={**form, "code": new_code(utc_now())})

    assert (response.status_code, response.location) == (302, "/console/")
    assert is_signed_in(client)
    assert db.session.query(Staff).count() == 2


def test_a_lost_administrator_gets_a_new_password_and_is_signed_in(console, app):
    other = app.test_client()
    form = {"email": RIGHT["email"], "password": "another password"}

    other.post(WITH_CODE, data={**form, "code": new_code(utc_now())})

    assert is_signed_in(other)
    assert not is_signed_in(console)
    assert console.post(SIGN_IN, data=RIGHT).status_code == 422
    assert console.post(SIGN_IN, data=form).status_code == 302


def test_a_wrong_code_leaves_everything_as_it_was(console):
    new_code(utc_now())
    form = {**RIGHT, "password": "another password", "code": "0000-0000-0000"}

    refused = console.post(WITH_CODE, data=form)

    assert "This code does not work." in refused.text
    assert is_signed_in(console)
    assert console.post(SIGN_IN, data=RIGHT).status_code == 302


@pytest.mark.parametrize(("fixture", "ticked"), [("client", True), ("console", False)])
def test_only_the_first_administrator_gets_the_digest_unless_they_untick(request, fixture, ticked):
    page = request.getfixturevalue(fixture).get(WITH_CODE).text

    assert ('checked id="digest"' in page) is ticked


# Signing in


def test_each_page_of_the_console_wants_a_sign_in(client, staff, app):
    for page in {"/", *console_pages(app)} - {SIGN_IN, WITH_CODE}:
        location = client.get(page).location

        assert location.startswith(f"{SIGN_IN}?next="), page


@pytest.mark.parametrize("path", ["/console/sign-out", "/console/nowhere"])
def test_what_is_no_page_wants_a_sign_in_as_well(client, staff, path):
    assert client.post(path).location.startswith(SIGN_IN)


def test_signing_in_leads_back_to_the_page_asked_for(client, staff):
    asked = client.get("/console/comments?stage=payout").location

    response = client.post(asked, data=RIGHT)

    assert response.location == "/console/comments?stage=payout"
    assert is_signed_in(client)


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_signing_in_never_leads_off_this_site(client, staff, elsewhere):
    response = client.post(SIGN_IN, query_string={"next": elsewhere}, data=RIGHT)

    assert response.location == "/console/"


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_switching_the_language_never_leads_off_this_site(client, staff, elsewhere):
    response = client.post("/console/language", data={"next": elsewhere, "language": "ko"})

    assert response.location == "/console/"


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "another password"},
        {"email": "nobody@example.com"},
        {"email": "nul\0@example.com"},
    ],
)
def test_wrong_address_and_wrong_password_get_the_same_answer(client, staff, wrong):
    response = client.post(SIGN_IN, data={**RIGHT, **wrong})

    assert response.status_code == 422
    assert response.text.count("E-mail or password is wrong.") == 1
    assert "Set-Cookie" not in response.headers or not is_signed_in(client)
    assert RIGHT["password"] not in response.text


def test_signing_in_makes_a_session_of_its_own(client, staff):
    tokens = set()
    for _ in range(2):
        client.post(SIGN_IN, data=RIGHT)
        with client.session_transaction() as session:
            tokens.add(session["staff"])

    assert len(tokens) == 2


# The session


@pytest.mark.parametrize(("minutes", "is_open"), [(30, True), (31, False)])
def test_the_console_closes_after_half_an_hour_unused(client, staff, minutes, is_open):
    with time_machine.travel(NOON, tick=False) as clock:
        client.post(SIGN_IN, data=RIGHT)
        clock.shift(timedelta(minutes=minutes))

        assert is_signed_in(client) is is_open


def test_who_keeps_reading_stays_signed_in_for_twelve_hours(client, staff):
    with time_machine.travel(NOON, tick=False) as clock:
        client.post(SIGN_IN, data=RIGHT)
        seen = []
        for _ in range(25):
            clock.shift(timedelta(minutes=29))
            seen.append(is_signed_in(client))

    assert seen == [True] * 24 + [False]


def test_signing_out_ends_the_session_on_the_server(console):
    with console.session_transaction() as session:
        kept = session["staff"]

    assert console.post("/console/sign-out").location == SIGN_IN

    with console.session_transaction() as session:
        session["staff"] = kept
    assert not is_signed_in(console)


def test_a_made_up_session_opens_nothing(client, staff):
    with client.session_transaction() as session:
        session["staff"] = "A" * 43

    assert not is_signed_in(client)


# Language and forms


def test_the_language_stays_as_it_was_chosen(console):
    console.post("/console/language", data={"language": "ko", "next": "/console/report"})
    korean = console.get("/console/").text
    console.post("/console/language", data={"language": "xx"})

    assert '<html lang="ko">' in korean
    assert '<html lang="ko">' in console.get("/console/").text


def test_the_language_outlives_signing_in(client, staff):
    client.post("/console/language", data={"language": "ko"})
    client.post(SIGN_IN, data=RIGHT)

    assert '<html lang="ko">' in client.get("/console/").text


@pytest.mark.parametrize("path", [SIGN_IN, "/console/sign-out", "/console/language"])
def test_a_form_without_its_token_is_refused(console, app, monkeypatch, path):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    response = console.post(path, data={**RIGHT, "language": "ko"})

    assert response.status_code == 400
    assert "This page has grown old." in response.text
    assert is_signed_in(console)


def test_a_form_with_its_token_is_taken(client, staff, app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    page = client.get(SIGN_IN).text
    token = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', page)[1]

    client.post(SIGN_IN, data={**RIGHT, "csrf_token": token})

    assert is_signed_in(client)
