"""The shape in which answers that were given elsewhere arrive."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, model_validator

from surveys.claims.models import Language
from surveys.claims.records import BadField, Id, Moment, Record, korean_unless_said
from surveys.claims.stages import Stage
from surveys.cleaning import clean_text
from surveys.errors import BadInput
from surveys.responses.answering import LONGEST_COMMENT

# Nobody asked by mail before; what lies further back is a slip.
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


def _whole(value: object, lowest: int, highest: int) -> bool:
    """True and 5.0 are numbers to Python, and none to the reader of a file."""
    return type(value) is int and lowest <= value <= highest


def _score(value: object) -> object:
    if not _whole(value, 0, 10):
        raise ValueError("must be a whole number from 0 to 10")
    return value


def _ratings(value: object) -> object:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ValueError('must be an object of stages and ratings, like {"filing": 5}')
    for stage, rating in value.items():
        if stage not in list(Stage):
            raise ValueError(f"names {stage[:60]!a}; the stages are {', '.join(Stage)}")
        if not _whole(rating, 1, 5):
            raise ValueError(f"of {stage} must be a whole number from 1 to 5, or be left out")
    return value


def _none_is_empty(value: object) -> object:
    return "" if value is None else value


def _comment(value: str) -> str:
    try:
        return clean_text(value, "comment", LONGEST_COMMENT)
    except BadInput as error:
        raise ValueError(error.message) from error


class AnswerRecord(Record):
    """One line of `answers.jsonl`; `nps` is what is called the score elsewhere."""

    claim_id: Id
    asked_at: Moment
    answered_at: Moment
    nps: Annotated[int, BeforeValidator(_score)]
    ratings: Annotated[Mapping[Stage, int], BeforeValidator(_ratings)] = {}
    comment: Annotated[str, AfterValidator(_comment), BeforeValidator(_none_is_empty)] = ""
    language: Annotated[Language, BeforeValidator(korean_unless_said)] = Language.KOREAN

    @model_validator(mode="after")
    def _is_answered_after_it_is_asked(self) -> "AnswerRecord":
        if self.asked_at < EARLIEST:
            raise BadField("asked_at", "lies before 1970")
        if self.answered_at < self.asked_at:
            raise BadField("answered_at", "lies before asked_at")
        return self
