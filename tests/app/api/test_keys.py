from datetime import timedelta

import pytest

from app.api.keys import WINDOW, Scope, find_key, new_key, revoke, take_turn
from app.api.models import ApiKey
from surveys.db import db
from surveys.errors import BadInput
from tests.factories import DAY, NOON

SECOND = timedelta(seconds=1)


def made(**values) -> ApiKey:
    token = new_key("claims system", {Scope.EVENTS_WRITE}, values.pop("expires_at", None), NOON)
    return find_key(token, NOON)


def test_only_the_hash_of_a_key_is_stored(app):
    token = new_key("claims system", {Scope.EVENTS_WRITE}, None, NOON)

    key = db.session.query(ApiKey).one()
    assert token.startswith("hearback_")
    assert len(token) == len("hearback_") + 43
    assert token not in str(vars(key))
    assert find_key(token, NOON) is key


def test_a_token_that_is_nobodys_finds_no_key(app):
    made()

    assert find_key("hearback_" + "x" * 43, NOON) is None


def test_a_key_ends_at_the_moment_it_expires(app):
    token = new_key("claims system", {Scope.EVENTS_WRITE}, NOON + DAY, NOON)

    assert find_key(token, NOON + DAY - SECOND) is not None
    assert find_key(token, NOON + DAY) is None


def test_a_revoked_key_is_found_no_more_and_keeps_its_first_moment(app):
    token = new_key("claims system", {Scope.EVENTS_WRITE}, None, NOON)
    key = find_key(token, NOON)

    assert revoke(key.id, NOON)
    assert revoke(key.id, NOON + DAY)
    assert find_key(token, NOON) is None
    assert key.revoked_at == NOON


def test_a_name_of_nothing_is_refused(app):
    with pytest.raises(BadInput, match="must not be empty"):
        new_key(" \0 ", {Scope.EVENTS_WRITE}, None, NOON)


def test_turns_are_counted_until_the_limit_and_anew_after_a_minute(app):
    key = made()

    turns = [take_turn(key.id, NOON + n * SECOND, 2) for n in range(3)]
    later = take_turn(key.id, NOON + WINDOW, 2)

    assert [turn.remaining for turn in turns] == [1, 0, 0]
    assert [turn.is_too_many for turn in turns] == [False, False, True]
    assert [turn.reset for turn in turns] == [60, 59, 58]
    assert (later.remaining, later.is_too_many) == (1, False)


def test_a_clock_that_was_set_back_locks_nobody_out(app):
    key = made()
    take_turn(key.id, NOON + DAY, 1)

    assert not take_turn(key.id, NOON, 1).is_too_many


def test_the_last_use_is_written_down_once_a_minute(app):
    key = made()
    take_turn(key.id, NOON, 9)
    take_turn(key.id, NOON + 59 * SECOND, 9)
    assert key.last_used_at == NOON

    take_turn(key.id, NOON + 60 * SECOND, 9)
    assert key.last_used_at == NOON + 60 * SECOND
