from datetime import timedelta

import pytest

from app.accounts.models import Staff, StaffSession
from app.accounts.passwords import is_password
from app.accounts.signing_in import (
    ABSOLUTE,
    CODE_LIFE,
    IDLE,
    check_password,
    close_session,
    find_session,
    has_staff,
    new_code,
    open_session,
    sign_up,
)
from surveys.db import db
from surveys.errors import BadInput
from tests.factories import NOON

SECOND = timedelta(seconds=1)
EMAIL, PASSWORD = "lead@example.com", "a long password"


def refused_field(code: str, password: str = PASSWORD, at=NOON) -> str:
    with pytest.raises(BadInput) as refused:
        sign_up(code, EMAIL, password, at)
    return refused.value.field


def test_a_code_makes_the_first_administrator(app):
    staff = sign_up(f" {new_code(NOON).upper()} ", "Lead@Example.com", PASSWORD, NOON)

    assert has_staff()
    assert staff.email == EMAIL
    assert PASSWORD not in staff.password_hash
    assert is_password(PASSWORD, staff.password_hash)


def test_a_code_works_for_a_day(app):
    code = new_code(NOON)

    assert refused_field(code, at=NOON + CODE_LIFE + SECOND) == "code"
    assert sign_up(code, EMAIL, PASSWORD, NOON + CODE_LIFE)


def test_a_code_works_once(app):
    code = new_code(NOON)
    sign_up(code, EMAIL, PASSWORD, NOON)

    assert refused_field(code) == "code"
    assert db.session.query(Staff).count() == 1


def test_a_code_makes_a_further_administrator(staff):
    sign_up(new_code(NOON), "two@example.com", PASSWORD, NOON)

    assert {row.email for row in db.session.query(Staff)} == {EMAIL, "two@example.com"}


def test_a_code_gives_a_known_administrator_a_new_password_and_ends_their_sessions(staff):
    session = open_session(staff, NOON)

    assert sign_up(new_code(NOON), EMAIL.upper(), "another password", NOON) is staff

    assert check_password(EMAIL, PASSWORD) is None
    assert check_password(EMAIL, "another password") is staff
    assert find_session(session, NOON) is None


def test_the_sessions_of_others_stay(staff):
    session = open_session(staff, NOON)

    sign_up(new_code(NOON), "two@example.com", PASSWORD, NOON)

    assert find_session(session, NOON) is not None


def test_a_new_code_ends_the_earlier_one(app):
    earlier = new_code(NOON)
    new_code(NOON)

    assert refused_field(earlier) == "code"


@pytest.mark.parametrize("code", ["", "0000-0000-0000", "가"])
def test_a_code_that_nobody_printed_is_refused(app, code):
    new_code(NOON)

    assert refused_field(code) == "code"
    assert not has_staff()


@pytest.mark.parametrize("email", ["a b", "lead", "lead@", "김@example.com"])
def test_an_address_that_no_mail_can_be_sent_to_is_refused(app, email):
    code = new_code(NOON)

    with pytest.raises(BadInput) as refused:
        sign_up(code, email, PASSWORD, NOON)

    assert refused.value.field == "email"
    assert sign_up(code, EMAIL, PASSWORD, NOON)


@pytest.mark.parametrize("password", ["", "eleven char", "x" * 201])
def test_a_weak_password_is_refused_and_the_code_keeps_working(app, password):
    code = new_code(NOON)

    assert refused_field(code, password) == "password"
    assert sign_up(code, EMAIL, "twelve chars", NOON)


def test_address_and_password_together_tell_who_it_is(staff):
    assert check_password("LEAD@example.com", PASSWORD) is staff
    assert check_password(EMAIL, "another password") is None
    assert check_password("nobody@example.com", PASSWORD) is None
    assert check_password("nobody@example.com", "nobody signs in with this") is None


@pytest.mark.parametrize("email", [" lead@example.com ", "le\0ad@example.com"])
def test_an_address_is_kept_without_spaces_and_nul(app, email):
    staff = sign_up(new_code(NOON), email, PASSWORD, NOON)

    assert staff.email == EMAIL
    assert check_password(email, PASSWORD) is staff


def test_the_database_holds_no_token_of_a_session(staff):
    token = open_session(staff, NOON)

    row = db.session.query(StaffSession).one()
    assert token not in (row.token_hash, str(row.staff_id))
    assert find_session(token, NOON) is row


@pytest.mark.parametrize(("idle", "is_open"), [(IDLE, True), (IDLE + SECOND, False)])
def test_a_session_ends_after_half_an_hour_unused(staff, idle, is_open):
    token = open_session(staff, NOON)

    assert (find_session(token, NOON + idle) is not None) is is_open


@pytest.mark.parametrize(("age", "is_open"), [(ABSOLUTE, True), (ABSOLUTE + SECOND, False)])
def test_a_session_ends_after_twelve_hours_however_busy(staff, age, is_open):
    token = open_session(staff, NOON)
    db.session.query(StaffSession).one().seen_at = NOON + age

    assert (find_session(token, NOON + age) is not None) is is_open


def test_a_closed_session_is_gone_and_others_stay(staff):
    closed, other = open_session(staff, NOON), open_session(staff, NOON)

    close_session(closed)

    assert find_session(closed, NOON) is None
    assert find_session(other, NOON) is not None


def test_opening_a_session_sweeps_out_those_past_their_end(staff):
    open_session(staff, NOON)

    open_session(staff, NOON + ABSOLUTE + SECOND)

    assert db.session.query(StaffSession).count() == 1
