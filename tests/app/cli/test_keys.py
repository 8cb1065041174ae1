import pytest

from app.api.keys import find_key
from app.api.models import ApiKey
from surveys.clock import utc_now
from surveys.db import db, new_id

CREATE = ("keys", "create", "claims system", "--scope", "events:write")


def test_a_key_is_printed_once_with_the_scopes_it_was_given(flask):
    token = flask(*CREATE, "--scope", "claims:read").stdout.strip()

    key = find_key(token, utc_now())
    assert (key.name, key.scopes) == ("claims system", ["claims:read", "events:write"])
    assert token not in flask("keys", "list").output


def test_a_key_works_to_the_end_of_the_day_it_expires_on(flask):
    flask(*CREATE, "--expires", "2099-12-31")

    key = db.session.query(ApiKey).one()
    assert key.expires_at.isoformat() == "2099-12-31T15:00:00+00:00"
    assert "expires 2100-01-01 00:00" in flask("keys", "list").stdout


@pytest.mark.parametrize("day", ["2020-01-01", "9999-12-31"])
def test_a_day_in_the_past_or_beyond_the_calendar_is_refused(flask, day):
    result = flask(*CREATE, "--expires", day)

    assert result.exit_code == 2
    assert "--expires" in result.stderr
    assert db.session.query(ApiKey).count() == 0


def test_a_key_needs_a_scope_that_exists_and_a_name(flask):
    assert flask("keys", "create", "x").exit_code == 2
    assert flask("keys", "create", "x", "--scope", "all").exit_code == 2
    assert flask("keys", "create", " ", "--scope", "events:write").exit_code == 2


def test_the_list_shows_what_was_revoked(flask):
    flask(*CREATE)
    key_id = db.session.query(ApiKey.id).scalar()
    assert "active  used: never" in flask("keys", "list").stdout

    assert flask("keys", "revoke", key_id).exit_code == 0
    assert "revoked 20" in flask("keys", "list").stdout


def test_revoking_a_key_that_is_not_there_says_so(flask):
    result = flask("keys", "revoke", new_id())

    assert result.exit_code == 2
    assert "no key has this id" in result.stderr
