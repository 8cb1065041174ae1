import json

import pytest

from surveys.claims.models import Claim, ClaimEvent
from surveys.db import db
from tests.factories import claim_record

PAID = {"claim_id": "C-1", "type": "claim_paid", "at": "2025-03-04T12:00:00+09:00"}
DECIDED = {**PAID, "type": "claim_decided", "decision": "approved"}


def claim(**values) -> dict[str, object]:
    return json.loads(claim_record(**values).model_dump_json())


def counts(reply) -> tuple[int, int, int]:
    assert reply.status_code == 200, reply.text
    return reply.json["accepted"], reply.json["repeated"], reply.json["rejected"]


def test_events_are_judged_one_by_one_and_the_good_ones_stored(api):
    bad = {**PAID, "amount": -1, "colour": "red"}
    reply = api("/events", "POST", json={"events": [PAID, bad, 5, DECIDED]})

    assert counts(reply) == (2, 0, 2)
    results = reply.json["results"]
    assert results[0] == {"index": 0, "status": "accepted"}
    assert [wrong["field"] for wrong in results[1]["errors"]] == ["amount", "colour"]
    assert results[2]["errors"][0]["message"] == "must be an object with fields"
    assert results[3] == {"index": 3, "status": "accepted"}
    assert db.session.query(ClaimEvent).count() == 2


def test_the_same_event_twice_is_stored_once(api):
    first = api("/events", "POST", json={"events": [PAID, PAID]})
    again = api("/events", "POST", json={"events": [PAID]})

    assert (counts(first), counts(again)) == ((1, 1, 0), (0, 1, 0))
    assert db.session.query(ClaimEvent).count() == 1


def test_an_event_waits_for_its_claim_and_pays_it(api):
    api("/events", "POST", json={"events": [PAID]})
    reply = api("/claims", "POST", json={"claims": [claim(claim_id="C-1", paid_at=None)]})

    assert counts(reply) == (1, 0, 0)
    assert db.session.query(Claim).one().paid_at is not None


def test_a_claim_of_bad_values_does_not_hold_up_the_others(api):
    bad = claim() | {"email": "nobody", "paid_at": "yesterday"}
    reply = api("/claims", "POST", json={"claims": [bad, claim()]})

    assert counts(reply) == (1, 0, 1)
    errors = reply.json["results"][0]["errors"]
    assert [error["field"] for error in errors] == ["email", "paid_at"]
    assert db.session.query(Claim).count() == 1


def test_a_thousand_claims_fit_into_one_request(api):
    reply = api("/claims", "POST", json={"claims": [claim() for _ in range(1000)]})

    assert counts(reply) == (1000, 0, 0)


@pytest.mark.parametrize(
    "amount", [1e400, 10**300, -1, 0.5, 5.0, True, [], {"won": 1}, "x", "500", ""]
)
def test_an_amount_that_is_none_is_rejected(api, amount):
    body = json.dumps({"events": [{**PAID, "amount": amount}]}).replace("Infinity", "1e400")
    reply = api("/events", "POST", data=body, headers={"Content-Type": "application/json"})

    assert counts(reply) == (0, 0, 1)
