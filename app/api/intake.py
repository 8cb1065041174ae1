"""POST of events and claims: each record judged alone, the good ones stored together."""

from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, Response

from analysis.intake import take_in
from app.api.access import key_with
from app.api.idempotency import REPLAYED, answer_once, once
from app.api.keys import Scope, Turn
from app.api.problems import field_errors
from app.api.reading import NoParameters, parameters, raw_body, records_in
from app.api.shapes import Receipts, Rejected, Taken
from app.parts import parts
from surveys.claims.intake import Receipt
from surveys.claims.records import ClaimRecord, EventRecord, Record, parse_record
from surveys.clock import utc_now
from surveys.db import write
from surveys.errors import BadRecord

pages = Blueprint("api_intake", __name__, url_prefix="/api/v1")


@pages.post("/events", provide_automatic_options=False)
def take_events() -> Response:
    turn = key_with(Scope.EVENTS_WRITE)
    return _take("events", EventRecord, turn)


@pages.post("/claims", provide_automatic_options=False)
def take_claims() -> Response:
    turn = key_with(Scope.CLAIMS_WRITE)
    return _take("claims", ClaimRecord, turn)


def _take(name: str, kind: type[Record], turn: Turn) -> Response:
    parameters(NoParameters)
    body, now = raw_body(), utc_now()
    asked = once(turn.key_id, body)
    judged = [_judge(kind, values) for values in records_in(body, name)]
    answer = write(lambda: answer_once(asked, lambda: _store(judged, now), now))
    headers = {REPLAYED: "true"} if answer.is_replayed else {}
    return Response(answer.text, HTTPStatus.OK, headers, mimetype="application/json")


def _judge(kind: type[Record], values: object) -> Record | BadRecord:
    try:
        return parse_record(kind, values)
    except BadRecord as error:
        return error


def _store(judged: list[Record | BadRecord], now: datetime) -> str:
    """Store the good ones; returns the answer, with a result for each."""
    claims = [record for record in judged if isinstance(record, ClaimRecord)]
    events = [record for record in judged if isinstance(record, EventRecord)]
    taken = iter(take_in(claims, events, now, parts().zone))
    results: list[Taken | Rejected] = [
        Rejected(index=index, errors=field_errors(record.refusals))
        if isinstance(record, BadRecord)
        else Taken(index=index, status=next(taken))
        for index, record in enumerate(judged)
    ]
    counts = [result.status for result in results]
    receipts = Receipts(
        accepted=counts.count(Receipt.ACCEPTED),
        repeated=counts.count(Receipt.REPEATED),
        rejected=counts.count("rejected"),
        results=results,
    )
    return receipts.model_dump_json()
