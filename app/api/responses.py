"""GET of the answers, oldest first, page by page."""

import base64
import re
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from flask import Blueprint
from flask import Response as WebResponse
from pydantic import BeforeValidator, Field
from sqlalchemy import and_, or_, select

from analysis.readings.latest import LatestReading, latest_readings
from app.api.access import key_with
from app.api.keys import Scope
from app.api.reading import parameters
from app.api.shapes import ClauseShape, ReadingShape, ResponsePage, ResponseShape
from surveys.claims.models import Claim
from surveys.claims.records import Moment, Record
from surveys.db import db
from surveys.invitations.models import Invitation
from surveys.responses.models import Rating, Response, Standing

MOST_A_PAGE = 200
USUAL_PAGE = 50
WHOLE = re.compile("[0-9]{1,3}")
# A cursor is 24 bytes in base64url: its version, a moment, an id.
VERSION = b"\x01"
CURSOR = "^A[Q-Za-f][A-Za-z0-9_-]{30}$"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

pages = Blueprint("api_responses", __name__, url_prefix="/api/v1")


@dataclass(frozen=True)
class Place:
    """The last response of a page: the next one begins behind it."""

    answered_at: datetime
    response_id: uuid.UUID

    def cursor(self) -> str:
        """Seven bytes of microseconds reach from the year 828 to 3111."""
        microseconds = (self.answered_at - EPOCH) // timedelta(microseconds=1)
        packed = VERSION + microseconds.to_bytes(7, signed=True) + self.response_id.bytes
        return base64.urlsafe_b64encode(packed).decode()


def place_of(cursor: str) -> Place:
    """Where a cursor leads; each one of the right form leads somewhere."""
    packed = base64.urlsafe_b64decode(cursor)
    microseconds = int.from_bytes(packed[1:8], signed=True)
    return Place(EPOCH + timedelta(microseconds=microseconds), uuid.UUID(bytes=packed[8:]))


def _cursor(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(CURSOR, value):
        raise ValueError("must be the next_cursor of an earlier page, as it is")
    return value


def _whole(value: object) -> object:
    if not isinstance(value, str) or not WHOLE.fullmatch(value) or not 1 <= int(value) <= 200:
        raise ValueError(f"must be a whole number from 1 to {MOST_A_PAGE}")
    return int(value)


class ResponsesQuery(Record):
    since: Annotated[Moment | None, Field(description="Answered at this moment or later.")] = None
    until: Annotated[Moment | None, Field(description="Answered before this moment.")] = None
    limit: Annotated[
        int,
        Field(ge=1, le=MOST_A_PAGE, description="Answers a page."),
        BeforeValidator(_whole),
    ] = USUAL_PAGE
    cursor: Annotated[
        Annotated[str, Field(pattern=CURSOR)] | None,
        BeforeValidator(_cursor),
        Field(description="The `next_cursor` of the page before."),
    ] = None


@pages.get("/responses", provide_automatic_options=False)
def show() -> WebResponse:
    key_with(Scope.RESPONSES_READ)
    page = page_of(parameters(ResponsesQuery))
    return WebResponse(page.model_dump_json(), mimetype="application/json")


def page_of(asked: ResponsesQuery) -> ResponsePage:
    found = _find(asked)
    shown = found[: asked.limit]
    cursor = None
    if len(found) > asked.limit:
        last = shown[-1][0]
        cursor = Place(last.answered_at, last.id).cursor()
    return ResponsePage(responses=_shapes(shown), next_cursor=cursor)


def _find(asked: ResponsesQuery) -> list[tuple[Response, str]]:
    """One more than the page holds, which tells whether another one follows."""
    query = (
        select(Response, Claim.external_id)
        .join(Invitation, Response.invitation_id == Invitation.id)
        .join(Claim, Invitation.claim_id == Claim.id)
        .where(Response.standing == Standing.CONFIRMED)
    )
    if asked.since is not None:
        query = query.where(Response.answered_at >= asked.since)
    if asked.until is not None:
        query = query.where(Response.answered_at < asked.until)
    if asked.cursor is not None:
        place = place_of(asked.cursor)
        same = and_(Response.answered_at == place.answered_at, Response.id > place.response_id)
        query = query.where(or_(Response.answered_at > place.answered_at, same))
    ordered = query.order_by(Response.answered_at, Response.id).limit(asked.limit + 1)
    return [(response, claim_id) for response, claim_id in db.session.execute(ordered)]


def _shapes(found: Sequence[tuple[Response, str]]) -> list[ResponseShape]:
    ids = [response.id for response, _ in found]
    ratings = defaultdict(dict)
    for rating in db.session.scalars(select(Rating).where(Rating.response_id.in_(ids))):
        ratings[rating.response_id][rating.stage] = rating.value
    readings = latest_readings(ids)
    return [
        ResponseShape(
            id=response.id,
            claim_id=claim_id,
            answered_at=response.answered_at,
            score=response.score,
            ratings=ratings[response.id],
            comment=response.comment,
            language=response.language,
            wants_call_back=response.wants_call_back,
            reading=_reading(response, readings.get(response.id)),
        )
        for response, claim_id in found
    ]


def _reading(response: Response, latest: LatestReading | None) -> ReadingShape | None:
    if latest is None:
        return None
    return ReadingShape(
        label=latest.reading.label,
        polarity=latest.reading.polarity,
        model=latest.reading.model,
        clauses=[
            ClauseShape(
                text=response.comment[clause.start : clause.end],
                start=clause.start,
                end=clause.end,
                stage=clause.stage,
                topic=clause.topic,
                label=clause.label,
                polarity=clause.polarity,
            )
            for clause in latest.clauses
        ],
    )
