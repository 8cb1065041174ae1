"""Reads one comment: its language, its polarity, and what it says of each stage."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.language.complaint import speaks_of_complaint
from analysis.language.detection import language_of
from analysis.language.labels import Label, Topic
from analysis.language.silence import says_nothing
from analysis.language.terms import terms_of
from analysis.language.trained import JudgedClause, judge, model_name
from surveys.claims.stages import Stage

# The languages that have a model.
LANGUAGES = ("ko", "en")

# Stands in for the model of a comment that no model was asked about.
NO_MODEL = "none"


@dataclass(frozen=True)
class ClauseReading:
    """One clause: `text == comment[start:end]`; polarity in [-1, 1]."""

    text: str
    start: int
    end: int
    stage: Stage | None
    topic: Topic | None
    polarity: float | None
    label: Label


@dataclass(frozen=True)
class CommentReading:
    """A comment as read: polarity in [-1, 1], or None when `not_scored`; confidence in [0, 1]."""

    language: str | None
    label: Label
    polarity: float | None
    confidence: float
    words: tuple[str, ...]
    clauses: tuple[ClauseReading, ...]
    model: str
    # A step outside the insurer is reported or threatened.
    complaint: bool
    # Of each stage that it speaks of, the polarity and the label of all that it says.
    stages: Mapping[Stage, tuple[float, Label]] = field(default_factory=dict)
    # The words by which a search finds it.
    terms: frozenset[str] = frozenset()


def read_comment(text: str, language: str | None = None) -> CommentReading:
    """Read a comment; its language is found out unless it is given."""
    language = language or language_of(text)
    complaint = speaks_of_complaint(text)
    if language not in LANGUAGES or says_nothing(text):
        return CommentReading(
            *(language, Label.NOT_SCORED, None, 0.0, (), (), NO_MODEL, complaint),
            terms=terms_of(text, None),
        )
    judged = judge(text, language)
    return CommentReading(
        language,
        judged.label,
        judged.polarity,
        judged.confidence,
        judged.words,
        tuple(map(_clause_reading, judged.clauses)),
        model_name(language),
        complaint,
        judged.stages,
        terms_of(text, language),
    )


def _clause_reading(judged: JudgedClause) -> ClauseReading:
    clause = judged.clause
    place = (clause.text, clause.start, clause.end)
    return ClauseReading(*place, judged.stage, judged.topic, judged.polarity, judged.label)
