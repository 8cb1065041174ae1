"""The shapes in which claims and events arrive, checked before anything is stored."""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from surveys.addresses import can_be_written_to
from surveys.claims.models import EventType, Language, Outcome
from surveys.claims.stages import Stage
from surveys.cleaning import clean_line
from surveys.errors import BadInput, BadRecord

# The largest amount of won that is taken for real: ten trillion.
LARGEST_AMOUNT = 10**13
# What is told back of one record: no more than these refusals, and no more of a field's name.
MOST_REFUSALS = 50
LONGEST_FIELD = 100
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}[T ]")

# What our refusals say for each kind of error that Pydantic finds.
SENTENCES = {
    "missing": "is missing",
    "extra_forbidden": "is not a field that we know; please remove it",
    "timezone_aware": "needs its offset from UTC, like 2025-03-04T09:00:00+09:00",
    "datetime": "must be an ISO 8601 time with its offset, like 2025-03-04T09:00:00+09:00",
    "int": "must be a whole number of won, without commas or quotes",
    "greater_than_equal": "must not be below 0",
    "finite_number": "must be a whole number of won, without commas or quotes",
    "less_than_equal": f"must not be above {LARGEST_AMOUNT}",
    "string_type": "must be text",
    "too_short": "must not be empty",
    "model_type": "must be an object with fields",
}


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


def korean_unless_said(value: object) -> object:
    return Language.KOREAN if value in ("", None) else value


def _iso_text(value: object) -> object:
    """Moments come as ISO 8601 text; a bare number of seconds would be guessing."""
    if value is None or isinstance(value, datetime):
        return value
    if isinstance(value, str) and ISO_DATE.match(value):
        return value
    raise ValueError(SENTENCES["datetime"])


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("lies outside the years that a calendar holds") from error


def _line(limit: int) -> AfterValidator:
    def check(value: str | None, info: ValidationInfo) -> str | None:
        if value is None:
            return None
        try:
            return clean_line(value, str(info.field_name), limit)
        except BadInput as error:
            raise ValueError(error.message) from error

    return AfterValidator(check)


Name = Annotated[str, _line(60), Field(min_length=1)]
Id = Annotated[str, _line(100), Field(min_length=1)]
Moment = Annotated[AwareDatetime, BeforeValidator(_iso_text), AfterValidator(_in_utc)]
OptionalMoment = Annotated[
    AwareDatetime | None,
    BeforeValidator(_iso_text),
    BeforeValidator(_empty_is_none),
    AfterValidator(_in_utc),
]
# A number of JSON; what stands in a cell of a CSV file is made one before it comes here.
Amount = Annotated[int, Field(strict=True, ge=0, le=LARGEST_AMOUNT)] | None
OptionalOutcome = Annotated[Outcome | None, BeforeValidator(_empty_is_none)]


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EventRecord(Record):
    """One line of `events.jsonl`."""

    event_id: Id | None = None
    claim_id: Id
    type: EventType
    stage: Stage | None = None
    decision: Outcome | None = None
    amount: Amount = None
    at: Moment

    @model_validator(mode="after")
    def _says_what_its_type_needs(self) -> "EventRecord":
        walks = self.type in (EventType.STAGE_STARTED, EventType.STAGE_ENDED)
        if walks and self.stage is None:
            raise BadField("stage", f"is missing; {self.type} needs one of {_listed(Stage)}")
        if not walks and self.stage is not None:
            raise BadField("stage", f"does not belong to {self.type}; please leave it out")
        if self.type == EventType.CLAIM_DECIDED and self.decision is None:
            raise BadField("decision", f"is missing; it must be one of {_listed(Outcome)}")
        return self

    @property
    def identity(self) -> str:
        """What makes this event the same one again: its id, or else who, what and when."""
        if self.event_id is not None:
            return f"id:{self.event_id}"
        parts = (self.claim_id, self.type, self.stage or "", self.at.isoformat())
        return "sha256:" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


class ClaimRecord(Record):
    """One row of `claims.csv`: master data, and the spans of the stages where they happened."""

    claim_id: Id
    customer_id: Id
    name: Annotated[str, _line(200)] = ""
    email: Annotated[str | None, _line(254), BeforeValidator(_empty_is_none)] = None
    language: Annotated[Language, BeforeValidator(korean_unless_said)]
    product: Name
    region: Name
    channel: Name
    age_band: Name
    handler_team: Name
    amount_claimed: Amount = None
    amount_paid: Amount = None
    decision: OptionalOutcome = None
    filing_started_at: OptionalMoment = None
    filing_ended_at: OptionalMoment = None
    document_review_started_at: OptionalMoment = None
    document_review_ended_at: OptionalMoment = None
    investigation_started_at: OptionalMoment = None
    investigation_ended_at: OptionalMoment = None
    decision_started_at: OptionalMoment = None
    decision_ended_at: OptionalMoment = None
    payout_started_at: OptionalMoment = None
    payout_ended_at: OptionalMoment = None
    paid_at: OptionalMoment = None

    @field_validator("email")
    @classmethod
    def _can_be_written_to(cls, value: str | None) -> str | None:
        if value is not None and not can_be_written_to(value):
            raise ValueError("must be an e-mail address like name@example.com, or empty")
        return value

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "ClaimRecord":
        for stage in Stage:
            started_at, ended_at = self.span(stage)
            if started_at and ended_at and ended_at < started_at:
                raise BadField(f"{stage}_ended_at", f"lies before {stage}_started_at")
        return self

    def span(self, stage: Stage) -> tuple[datetime | None, datetime | None]:
        return getattr(self, f"{stage}_started_at"), getattr(self, f"{stage}_ended_at")

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class BadField(ValueError):
    """A value that is wrong beside the others: names the field, since Pydantic cannot know it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


R = TypeVar("R", bound=Record)


def parse_record(kind: type[R], values: Mapping[str, Any] | object) -> R:
    """The record that `values` describe; raises BadRecord with the fields that are wrong.

    All of ours are named, and as many strange ones as there is room for.
    """
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        raise BadRecord([_refusal(found) for found in error.errors()[:MOST_REFUSALS]]) from error


def _refusal(found: ErrorDetails) -> BadInput:
    cause = found.get("ctx", {}).get("error")
    if isinstance(cause, BadField):
        return BadInput(cause.field, str(cause))
    field = str(found["loc"][0])[:LONGEST_FIELD] if found["loc"] else "line"
    if cause is not None and found["type"] == "value_error":
        return BadInput(field, str(cause))
    if found["type"] == "enum":
        return BadInput(field, f"must be one of {found['ctx']['expected'].replace(' or ', ', ')}")
    named = (found["type"], found["type"].split("_")[0])
    return BadInput(field, next((SENTENCES[n] for n in named if n in SENTENCES), found["msg"]))


def _listed(kind: type[Stage] | type[Outcome]) -> str:
    return ", ".join(member.value for member in kind)
