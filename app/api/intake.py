"""POST of events and claims: each record judged alone, the good ones stored together."""

from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, Response

from analysis.intake import take_in
from app.api.access import key_with
from app.api.keys import Scope
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
    key_with(Scope.EVENTS_WRITE)
    return _take("events", EventRecord)


@pages.post("/claims", provide_automatic_options=False)
def take_claims() -> Response:
    key_with(Scope.CLAIMS_WRITE)
    return _take("claims", ClaimRecord)


def _take(name: str, kind: type[Record]) -> Response:
    parameters(NoParameters)
    now = utc_now()
    judged = [_judge(kind, values) for values in records_in(raw_body(), name)]
    receipts = write(lambda: _store(judged, now))
    return Response(receipts.model_dump_json(), HTTPStatus.OK, mimetype="application/json")


def _judge(kind: type[Record], values: object) -> Record | BadRecord:
    try:
        return parse_record(kind, values)
    except BadRecord as error:
        return error


def _store(judged: list[Record | BadRecord], now: datetime) -> Receipts:
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
    return Receipts(
        accepted=counts.count(Receipt.ACCEPTED),
        repeated=counts.count(Receipt.REPEATED),
        rejected=counts.count("rejected"),
        results=results,
    )
