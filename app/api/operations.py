"""What the API can do, as a table: the document and its page are made from it."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from app.api import examples
from app.api.keys import Scope
from app.api.reading import NoParameters
from app.api.responses import ResponsesQuery
from app.api.shapes import Claims, ClaimShape, Events, Receipts, ResponsePage
from surveys.claims.records import Record


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked for at a path."""

    method: str
    path: str
    name: str
    summary: str
    description: str
    scope: Scope
    answer: type[BaseModel]
    answer_example: dict[str, Any]
    parameters: type[Record] = NoParameters
    body: type[BaseModel] | None = None
    body_example: dict[str, Any] | None = None
    # Where the answer names a claim that can be read next.
    claim_of: str | None = None


OPERATIONS = (
    Operation(
        "post",
        "/api/v1/claims",
        "takeClaims",
        "Send claims",
        "Master data, and the spans of stages where they are known. The same claim again is"
        " repeated; a changed one updates what is there.",
        Scope.CLAIMS_WRITE,
        Receipts,
        examples.RECEIPTS,
        body=Claims,
        body_example=examples.CLAIMS,
    ),
    Operation(
        "post",
        "/api/v1/events",
        "takeEvents",
        "Send events",
        "What happened to claims, in any order. The same event twice is stored once; one for a"
        " claim that is not known yet waits for it.",
        Scope.EVENTS_WRITE,
        Receipts,
        examples.RECEIPTS,
        body=Events,
        body_example=examples.EVENTS,
    ),
    Operation(
        "get",
        "/api/v1/responses",
        "listResponses",
        "Read answers",
        "Confirmed answers, oldest first, page by page.",
        Scope.RESPONSES_READ,
        ResponsePage,
        examples.RESPONSES,
        parameters=ResponsesQuery,
        claim_of="$response.body#/responses/0/claim_id",
    ),
    Operation(
        "get",
        "/api/v1/claims/{claim_id}",
        "readClaim",
        "Read a claim",
        "What is known of a claim, and what became of asking its customer.",
        Scope.CLAIMS_READ,
        ClaimShape,
        examples.CLAIM,
    ),
)
