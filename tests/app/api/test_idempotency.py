import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from app.api.idempotency import KEPT_FOR, Once, answer_once, forget_next
from app.api.keys import Scope, find_key, new_key
from app.api.models import KeptAnswer
from surveys.claims.models import ClaimEvent
from surveys.db import db, write
from tests.factories import NOON

SECOND = timedelta(seconds=1)
PAID = {"claim_id": "C-1", "type": "claim_paid", "at": "2025-03-04T12:00:00+09:00"}
KEY = {"Idempotency-Key": "a-1"}


@pytest.fixture
def key_id(app):
    key = find_key(new_key("test", {Scope.EVENTS_WRITE}, None, NOON), NOON)
    db.session.commit()
    return key.id


def test_the_same_request_again_gets_the_same_answer_and_does_nothing(api):
    first = api("/events", "POST", json={"events": [PAID]}, headers=KEY)
    again = api("/events", "POST", json={"events": [PAID]}, headers=KEY)

    assert first.json["accepted"] == 1
    assert again.data == first.data
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert db.session.query(ClaimEvent).count() == 1


@pytest.mark.parametrize("path", ["/events", "/claims"])
def test_the_same_key_with_another_request_is_refused(api, path):
    api("/events", "POST", json={"events": [PAID]}, headers=KEY)
    body = {path[1:]: [PAID | {"amount": 1}]}

    reply = api(path, "POST", json=body, headers=KEY)

    assert (reply.status_code, reply.json["error"]["code"]) == (422, "idempotency_key_reused")
    assert db.session.query(ClaimEvent).count() == 1


def test_two_keys_of_the_api_may_use_the_same_idempotency_key(api, client, key):
    api("/events", "POST", json={"events": [PAID]}, headers=KEY)

    reply = client.post("/api/v1/events", json={"events": [PAID]}, headers=key() | KEY)

    assert (reply.json["repeated"], "Idempotency-Replayed" in reply.headers) == (1, False)


def test_what_was_refused_may_be_mended_and_sent_with_the_same_key(api):
    assert api("/events", "POST", json={"events": []}, headers=KEY).status_code == 400

    assert api("/events", "POST", json={"events": [PAID]}, headers=KEY).status_code == 200


@pytest.mark.parametrize("given", ["", " ", "ä", "a b", "x" * 256])
def test_a_key_that_is_none_is_refused(api, given):
    headers = {"Idempotency-Key": given}
    reply = api("/events", "POST", json={"events": [PAID]}, headers=headers)

    assert (reply.status_code, reply.json["error"]["code"]) == (400, "bad_headers")


def test_an_answer_is_kept_for_three_days(key_id):
    asked = Once(key_id, "a-1", "hash")
    answers = iter(["first", "second"])
    moments = (NOON, NOON + KEPT_FOR - SECOND, NOON + KEPT_FOR)

    given = [write(lambda at=at: answer_once(asked, lambda: next(answers), at)) for at in moments]

    assert [answer.text for answer in given] == ["first", "first", "second"]
    assert [answer.is_replayed for answer in given] == [False, True, False]


def test_the_worker_forgets_what_is_older_and_keeps_the_rest(key_id):
    for name, at in (("old", NOON), ("new", NOON + SECOND)):
        answer_once(Once(key_id, name, "hash"), lambda: "x", at)

    assert forget_next(NOON + KEPT_FOR)
    assert not forget_next(NOON + KEPT_FOR)
    assert [kept.idempotency_key for kept in db.session.query(KeptAnswer)] == ["new"]


def test_the_same_request_at_the_same_moment_is_worked_on_once(app, key_id):
    worked, together = [], threading.Barrier(4)

    def send(_n):
        with app.app_context():
            together.wait()
            asked = Once(key_id, "a-1", "hash")
            return write(lambda: answer_once(asked, lambda: worked.append(1) or "x", NOON))

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))

    assert sorted(answer.is_replayed for answer in answers) == [False, True, True, True]
    assert len(worked) == 1


def test_work_that_fails_keeps_no_answer(key_id):
    with pytest.raises(ZeroDivisionError):
        write(lambda: answer_once(Once(key_id, "a-1", "hash"), lambda: 1 / 0, NOON))

    assert db.session.query(KeptAnswer).count() == 0
