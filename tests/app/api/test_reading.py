import json

import pytest

from app.api.reading import LARGEST_BODY
from surveys.claims.models import ClaimEvent
from surveys.db import db

EVENT = '{"claim_id": "C-1", "type": "claim_paid", "at": "2025-03-04T12:00:00+09:00"}'
JSON = {"Content-Type": "application/json"}


def post(api, body: str | bytes, **headers: str):
    return api("/events", "POST", data=body, headers={**JSON, **headers})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe{}",
        '{"events": []}'.encode("utf-16"),
        b"\xef\xbb\xbf" + f'{{"events": [{EVENT}]}}'.encode(),
        "[" * 100_000,
        '{"events": [' + '{"a":' * 100_000,
        '{"events": [NaN]}',
        '{"events": [' + "9" * 5000 + "]}",
    ],
)
def test_what_is_no_clean_json_is_refused_as_a_whole(api, body):
    reply = post(api, body)

    assert (reply.status_code, reply.json["error"]["code"]) == (400, "bad_json")


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ('{"claim_id": "A", "claim_id": "B"}', "claim_id"),
        ('{"claim_id": "\\u0000"}', "claim_id"),
        ('{"claim_id": "\\ud800"}', "claim_id"),
        ('{"\\udfff": "A"}', "'\\udfff'"),
    ],
)
def test_what_no_json_should_hold_is_refused_by_the_name_of_its_field(api, record, field):
    reply = post(api, f'{{"events": [{EVENT}, {record}]}}')

    assert (reply.status_code, reply.json["error"]["code"]) == (400, "bad_json")
    assert [bad["field"] for bad in reply.json["error"]["fields"]] == [field]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("[]", "events"),
        ("{}", "events"),
        ('{"events": {}}', "events"),
        ('{"events": []}', "events"),
        (json.dumps({"events": [{}] * 1001}), "events"),
        (f'{{"events": [{EVENT}], "more": 1}}', "more"),
    ],
)
def test_a_body_of_another_shape_is_refused_by_the_name_of_the_field(api, body, field):
    reply = post(api, body)

    assert (reply.status_code, reply.json["error"]["code"]) == (400, "bad_body")
    assert [bad["field"] for bad in reply.json["error"]["fields"]] == [field]


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json; charset=cp949"},
        {"Content-Encoding": "gzip"},
    ],
)
def test_another_kind_of_body_is_refused(api, headers):
    reply = post(api, f'{{"events": [{EVENT}]}}', **headers)

    assert (reply.status_code, reply.json["error"]["code"]) == (415, "unsupported_media_type")
    assert db.session.query(ClaimEvent).count() == 0


def test_a_body_may_be_larger_than_a_form_but_not_without_end(api):
    padded = f'{{"events": [{EVENT}]}}'.ljust(LARGEST_BODY)

    assert post(api, padded).status_code == 200
    reply = post(api, padded + " ")
    assert reply.status_code == 413
    assert reply.json["error"]["code"] == "too_large"


@pytest.mark.parametrize("query", ["page=2", "limit=5&limit=5", "since=&x=1"])
def test_unknown_and_repeated_parameters_are_refused(api, query):
    reply = api(f"/responses?{query}")

    assert (reply.status_code, reply.json["error"]["code"]) == (400, "bad_parameters")
    assert reply.json["error"]["fields"]


def test_where_there_are_no_parameters_each_is_unknown(api):
    assert api("/claims/C-1?full=1").json["error"]["code"] == "bad_parameters"
    assert post(api, "{}").json["error"]["code"] == "bad_body"
    assert api("/events?dry=1", "POST").json["error"]["fields"][0]["field"] == "dry"
