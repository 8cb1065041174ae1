"""Each text of tests/torture.py through every field that the API takes."""

import json
from urllib.parse import quote

import pytest

from app.api.operations import OPERATIONS
from app.api.responses import ResponsesQuery
from surveys.claims.models import Claim, ClaimEvent, Customer
from surveys.claims.records import ClaimRecord, EventRecord
from surveys.db import db
from surveys.responses.masking import mask
from tests.factories import NOON, claim_record, make_claim, make_response
from tests.torture import HUGE, LONGEST, TORMENTS, kept_in

PATHS = {EventRecord: "events", ClaimRecord: "claims"}
FIELDS = [(kind, field) for kind in PATHS for field in kind.model_fields]


def record(kind, field, text, n):
    if kind is EventRecord:
        usual = {"claim_id": "C1", "type": "claim_paid", "at": f"{NOON:%Y-%m-%dT%H:%M:}{n:02}Z"}
        if field == "stage":
            usual["type"] = "stage_started"
        if field == "decision":
            usual["type"] = "claim_decided"
    else:
        usual = claim_record(claim_id=f"C{n}", customer_id=f"K{n}").model_dump(mode="json")
    return usual | {field: text}


def is_stored(kind, field, kept, n):
    """Whether the database holds exactly this, where the record of that number put it."""
    db.session.rollback()
    if kind is EventRecord:
        place = {"event_id": ClaimEvent.identity, "claim_id": ClaimEvent.claim_external_id}
        value = f"id:{kept}" if field == "event_id" else kept
        return db.session.query(ClaimEvent).filter(place[field] == value).count() > 0
    if field in ("claim_id", "customer_id"):
        table = {"claim_id": Claim, "customer_id": Customer}[field]
        return db.session.query(table).filter_by(external_id=kept).count() == 1
    claim = db.session.query(Claim).filter_by(external_id=f"C{n}").one()
    return getattr(claim.customer if field == "name" else claim, field) == kept


@pytest.mark.parametrize(("kind", "field"), FIELDS)
def test_a_text_in_a_record_is_refused_by_its_field_or_stored_as_it_should_be(api, kind, field):
    wrong = []
    for n, torment in enumerate(TORMENTS):
        kept = kept_in(kind, field, torment)
        body = json.dumps({PATHS[kind]: [record(kind, field, torment.text, n)]})
        reply = api(f"/{PATHS[kind]}", "POST", data=body, content_type="application/json")
        if torment.text == "" and (kind, field) not in LONGEST:
            continue  # where there is nothing to say, "" may say so
        if reply.status_code == 400:
            is_good = [bad["field"] for bad in reply.json["error"]["fields"]] == [field]
        elif reply.json["rejected"]:
            errors = reply.json["results"][0]["errors"]
            is_good = kept is None and [bad["field"] for bad in errors] == [field]
        else:
            is_good = kept is not None and is_stored(kind, field, kept, n)
        if not is_good:
            wrong.append((torment.name, reply.status_code, reply.text[:300]))
    assert wrong == []


@pytest.mark.parametrize("kind", PATHS)
@pytest.mark.parametrize("torment", TORMENTS, ids=str)
def test_a_strange_field_is_refused_by_its_name(api, kind, torment):
    body = json.dumps({PATHS[kind]: [record(kind, torment.text, 1, 1)]})

    reply = api(f"/{PATHS[kind]}", "POST", data=body, content_type="application/json")

    errors = reply.json["error"]["fields"] if "error" in reply.json else None
    errors = errors or reply.json["results"][0]["errors"]
    named = torment.text.encode("ascii", "backslashreplace").decode()[:100]
    assert [bad["field"] for bad in errors] in (
        [torment.text[:100]],
        [named],
        [ascii(torment.text)],
    )


def test_ten_megabytes_are_refused_before_they_are_read(api):
    reply = api("/events", "POST", json={"events": [record(EventRecord, "claim_id", HUGE.text, 1)]})

    assert (reply.status_code, reply.json["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize("name", ResponsesQuery.model_fields)
def test_a_text_in_a_parameter_is_refused_by_its_name(api, name):
    for torment in TORMENTS:
        text = torment.text.encode("utf-8", "replace").decode()
        reply = api("/responses", query_string={name: text})
        assert reply.status_code == 400, torment.name
        assert [bad["field"] for bad in reply.json["error"]["fields"]] == [name], torment.name


def test_a_text_in_a_path_leads_to_its_own_claim_or_to_none(api):
    for n, torment in enumerate(TORMENTS):
        kept = torment.in_field(100)
        if kept:
            make_claim(claim_id=torment.text, customer_id=f"P{n}")
        reply = api("/claims/" + quote(torment.text.encode("utf-8", "surrogatepass"), safe=""))
        if kept and "\0" not in torment.text:
            assert reply.json.get("claim_id") == kept, torment.name
        else:
            assert reply.status_code == 404, torment.name


def test_a_text_in_an_idempotency_key_is_refused_by_its_header_or_kept(api):
    for torment in TORMENTS:
        text = torment.text.encode("utf-8", "replace").decode("latin-1")
        if any(sign in text for sign in "\r\n"):
            continue  # no header can hold it: the web server takes it for the next one
        body = {"events": [record(EventRecord, "event_id", "E", 1)]}
        replies = [
            api("/events", "POST", json=body, headers={"Idempotency-Key": text}) for _ in range(2)
        ]
        if replies[0].status_code == 400:
            assert replies[0].json["error"]["fields"][0]["field"] == "Idempotency-Key"
        else:
            assert replies[1].headers["Idempotency-Replayed"] == "true", torment.name


def test_a_claim_is_read_back_with_the_words_it_was_sent_with(api):
    for n, torment in enumerate(TORMENTS):
        kept = torment.in_field(60)
        if kept:
            make_claim(claim_id=f"C{n}", product=torment.text, region=torment.text)
            found = api(f"/claims/C{n}").json
            assert (found["product"], found["region"]) == (kept, kept), torment.name


def test_a_comment_is_read_back_as_it_is_kept(api, parts):
    wanted = []
    for torment in TORMENTS:
        kept = torment.in_field(4000, is_line=False)
        if kept is not None:
            make_response(parts, comment=torment.text)
            wanted.append(mask(kept).text)

    found = api("/responses?limit=200").json["responses"]

    assert sorted(response["comment"] for response in found) == sorted(wanted)


def test_every_address_of_the_api_is_tried_here():
    paths = {operation.path.removeprefix("/api/v1") for operation in OPERATIONS}

    assert paths == {"/events", "/claims", "/claims/{claim_id}", "/responses"}
