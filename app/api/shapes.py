"""The shapes of what the API answers. What it takes are the records of `surveys/claims`."""

import uuid
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from analysis.language.labels import Label, Topic
from surveys.claims.intake import Receipt
from surveys.claims.models import Language, Outcome
from surveys.claims.records import ClaimRecord, EventRecord
from surveys.claims.stages import Stage
from surveys.invitations.models import InvitationState, Reason

# Records that one request may hold.
MOST_RECORDS = 1000


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class FieldError(Shape):
    field: str
    message: str


class Problem(Shape):
    code: str = Field(description="For machines; it stays the same.")
    message: str = Field(description="For people.")
    fields: list[FieldError] = Field(description="Each field that is wrong, where one is.")


class ErrorAnswer(Shape):
    error: Problem


class Events(Shape):
    """Each event is judged alone; a bad one does not hold up the others."""

    events: list[EventRecord] = Field(min_length=1, max_length=MOST_RECORDS)


class Claims(Shape):
    """Each claim is judged alone; a bad one does not hold up the others."""

    claims: list[ClaimRecord] = Field(min_length=1, max_length=MOST_RECORDS)


class Taken(Shape):
    index: int = Field(ge=0, description="The place of the record in the request, from 0.")
    status: Receipt


class Rejected(Shape):
    index: int = Field(ge=0, description="The place of the record in the request, from 0.")
    status: Literal["rejected"] = "rejected"
    errors: list[FieldError]


class Receipts(Shape):
    """accepted + repeated + rejected = the records of the request, in its order."""

    accepted: int = Field(ge=0)
    repeated: int = Field(ge=0)
    rejected: int = Field(ge=0)
    results: list[Taken | Rejected]


class ClauseShape(Shape):
    text: str
    start: int = Field(ge=0, description="Where it stands in the comment, in characters.")
    end: int = Field(ge=1)
    stage: Stage | None
    topic: Topic | None
    label: Label
    polarity: float | None = Field(ge=-1, le=1)


class ReadingShape(Shape):
    label: Label
    polarity: float | None = Field(ge=-1, le=1)
    model: str = Field(description="What read the comment.")
    clauses: list[ClauseShape]


class ResponseShape(Shape):
    id: uuid.UUID
    claim_id: str
    answered_at: datetime
    score: int = Field(ge=0, le=10)
    ratings: dict[Stage, int] = Field(description="1 to 5 by stage; a skipped one is left out.")
    comment: str = Field(description="Personal data in it is masked.")
    language: Language
    wants_call_back: bool
    reading: ReadingShape | None = Field(description="null until the comment has been read.")


class ResponsePage(Shape):
    responses: list[ResponseShape]
    next_cursor: str | None = Field(description="Send it as `cursor`; null at the end.")


class SpanShape(Shape):
    stage: Stage
    started_at: datetime | None
    ended_at: datetime | None


class PlanShape(Shape):
    name: str
    version: int = Field(ge=1)


class InvitationShape(Shape):
    plan: PlanShape = Field(description="The version of the plan that decided.")
    questionnaire: int = Field(ge=1, description="The version of what the customer is asked.")
    state: InvitationState
    reason: Reason | None = Field(description="Why the customer is not asked.")
    due_at: datetime | None
    sent_at: datetime | None
    message_id: str | None = Field(description="The Message-ID of the mail.")
    response_id: uuid.UUID | None


class ClaimShape(Shape):
    """Master data without name and e-mail, which never leave by the API."""

    claim_id: str
    customer_id: str
    language: Language
    product: str
    region: str
    channel: str
    age_band: str
    handler_team: str
    amount_claimed: int | None
    amount_paid: int | None
    decision: Outcome | None
    paid_at: datetime | None
    spans: list[SpanShape]
    invitation: InvitationShape | None = Field(description="null until the plan has decided.")
