import json
from urllib.parse import quote

import pytest

from app.api.responses import Place, place_of
from surveys.claims.stages import Stage
from surveys.db import db
from surveys.responses.models import Standing
from tests.factories import (
    DAY,
    NOON,
    Label,
    make_claim,
    make_clause,
    make_reading,
    make_response,
)


def moment(at) -> str:
    return quote(at.isoformat())


def claims_on(reply) -> list[str]:
    assert reply.status_code == 200, reply.text
    return [response["claim_id"] for response in reply.json["responses"]]


def test_an_answer_is_shown_whole_with_what_was_read_in_it(api, parts):
    claim = make_claim(claim_id="C-1")
    wish = {"wants_call_back": True, "call_back_phone": "010-9999-1234"}
    response = make_response(parts, 3, claim, comment="느려요. 전화 010-1234-5678", **wish)
    make_reading(response, make_clause(Label.NEGATIVE, Stage.PAYOUT), model="m1")

    shown = api("/responses").json["responses"][0]

    assert (shown["claim_id"], shown["score"], shown["ratings"]) == ("C-1", 3, {"payout": 5})
    assert "1234" not in json.dumps(shown)
    assert shown["answered_at"] == "2025-03-06T03:00:00Z"
    assert (shown["reading"]["label"], shown["reading"]["model"]) == ("negative", "m1")
    clause = shown["reading"]["clauses"][0]
    assert (clause["text"], clause["stage"], clause["polarity"]) == ("느려요", "payout", -0.5)


def test_the_latest_reading_counts_and_none_is_null(api, parts):
    make_response(parts)
    assert api("/responses").json["responses"][0]["reading"] is None

    response = make_response(parts, at=NOON + 3 * DAY, comment="good")
    make_reading(response, model="old")
    make_reading(response, model="new")
    assert api("/responses").json["responses"][1]["reading"]["model"] == "new"


def test_a_comment_corrected_since_it_was_read_has_no_reading(api, parts):
    response = make_response(parts, comment="too slow")
    make_reading(response, make_clause(Label.NEGATIVE))
    response.comment_revision = 1
    db.session.commit()

    assert api("/responses").json["responses"][0]["reading"] is None


def test_only_confirmed_answers_are_shown(api, parts):
    make_response(parts).standing = Standing.SUSPECTED
    db.session.commit()

    assert api("/responses").json == {"responses": [], "next_cursor": None}


def test_since_is_included_and_until_is_not(api, parts):
    for day in (2, 3, 4):
        make_response(parts, claim=make_claim(claim_id=f"C{day}"), at=NOON + day * DAY)

    since, until = moment(NOON + 3 * DAY), moment(NOON + 4 * DAY)

    assert claims_on(api(f"/responses?since={since}&until={until}")) == ["C3"]


def test_pages_hold_each_answer_once_oldest_first_even_at_one_moment(api, parts):
    ids = [f"P{n}" for n in range(5)]
    for claim_id, day in zip(ids, (2, 3, 3, 3, 4), strict=True):
        make_response(parts, claim=make_claim(claim_id=claim_id), at=NOON + day * DAY)

    found, query = [], "limit=2"
    while query:
        reply = api(f"/responses?{query}")
        found += claims_on(reply)
        cursor = reply.json["next_cursor"]
        query = cursor and f"limit=2&cursor={cursor}"

    assert found == ids


def test_a_page_that_is_just_full_is_the_last_one(api, parts):
    make_response(parts)
    make_response(parts)

    assert api("/responses?limit=2").json["next_cursor"] is None
    assert api("/responses?limit=1").json["next_cursor"] is not None


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=201", "limit=-1", "limit=1.0", "limit=%EF%BC%91", "limit="),
        *("since=yesterday", "since=2025-03-04", "until=2025-03-04T09:00:00", "until=1741046400"),
        *(
            "cursor=",
            "cursor=x",
            "cursor=%00",
            "cursor=" + "f" * 32,
            "cursor=AQ" + "_" * 31,
            "cursor=%ED%95%9C",
        ),
    ],
)
def test_a_parameter_that_cannot_be_meant_is_refused_by_name(api, query):
    reply = api(f"/responses?{query}")

    assert reply.status_code == 400
    assert [bad["field"] for bad in reply.json["error"]["fields"]] == [query.split("=")[0]]


def test_a_cursor_leads_back_to_the_very_microsecond(parts):
    response = make_response(parts, at=NOON.replace(microsecond=123_457))
    place = Place(response.answered_at, response.id)

    assert place_of(place.cursor()) == place


def test_clauses_stand_in_the_order_of_the_comment(api, parts):
    response = make_response(parts, comment="one two")
    make_reading(response, make_clause(Label.NEUTRAL, start=4), make_clause(Label.NEUTRAL))

    clauses = api("/responses").json["responses"][0]["reading"]["clauses"]

    assert [clause["text"] for clause in clauses] == ["one", "two"]
