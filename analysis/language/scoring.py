"""Comments scored for a file: all that a reading finds, as JSON writes it."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from analysis.language.detection import spoken_in
from analysis.language.reading import ClauseReading, CommentReading, read_comments
from surveys.claims.records import Record
from surveys.cleaning import clean_text
from surveys.errors import BadInput
from surveys.responses.answering import LONGEST_COMMENT
from surveys.responses.masking import Masked, mask

# Figures are written to so many places.
DIGITS = 4


def _comment(value: str) -> str:
    try:
        return clean_text(value, "text", LONGEST_COMMENT)
    except BadInput as error:
        raise ValueError(error.message) from error


class CommentRecord(Record):
    """One line to score."""

    id: Annotated[str, Field(min_length=1, max_length=200)] | int
    text: Annotated[str, AfterValidator(_comment)]
    language: Annotated[str, Field(max_length=20)] | None = None


def scored(records: Sequence[CommentRecord]) -> list[dict[str, Any]]:
    """What a reading finds in each masked comment."""
    masked = [mask(record.text) for record in records]
    found = read_comments([each.text for each in masked], [record.language for record in records])
    return list(map(_scored, records, masked, found))


def _scored(record: CommentRecord, masked: Masked, found: CommentReading) -> dict[str, Any]:
    return {
        "id": record.id,
        "language": record.language or spoken_in(masked.text),
        "label": found.label,
        "polarity": _rounded(found.polarity),
        "confidence": _rounded(found.confidence),
        "masked_text": masked.text,
        "pii": masked.found,
        "clauses": [_clause(clause) for clause in found.clauses],
        "stages": _stages(found),
        "words": list(found.words),
        "complaint": found.complaint,
        "model": found.model,
    }


def _stages(found: CommentReading) -> dict[str, dict[str, object]]:
    return {
        stage: {"polarity": _rounded(polarity), "label": label}
        for stage, (polarity, label) in found.stages.items()
    }


def _clause(clause: ClauseReading) -> dict[str, object]:
    return {
        "text": clause.text,
        "start": clause.start,
        "end": clause.end,
        "stage": clause.stage or "none",
        "topic": clause.topic or "none",
        "polarity": _rounded(clause.polarity),
        "label": clause.label,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
