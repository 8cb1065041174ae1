"""Reads one comment: its language, its polarity, and what it says of each stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.language.complaint import speaks_of_complaint
from analysis.language.detection import language_of
from analysis.language.labels import Label, Topic
from analysis.language.silence import all_say_nothing
from analysis.language.terms import terms_of
from analysis.language.trained import JudgedClause, Judgement, judge_all, model_name
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
    return read_comments([text], [language])[0]


def read_comments(
    texts: Sequence[str], languages: Sequence[str | None] | None = None
) -> list[CommentReading]:
    """Read many comments at once, which takes less time than one by one."""
    given = languages or [None] * len(texts)
    spoken = [known or language_of(text) for text, known in zip(texts, given, strict=True)]
    silent = all_say_nothing(texts)
    readings: dict[int, CommentReading] = {}
    for language in LANGUAGES:
        places = [
            place for place in range(len(texts)) if spoken[place] == language and not silent[place]
        ]
        if places:
            judged = judge_all([texts[place] for place in places], language)
            model = model_name(language)
            for place, judgement in zip(places, judged, strict=True):
                readings[place] = _reading(texts[place], language, judgement, model)
    return [
        readings.get(place) or _not_scored(text, spoken[place]) for place, text in enumerate(texts)
    ]


def _not_scored(text: str, language: str | None) -> CommentReading:
    complaint, terms = speaks_of_complaint(text), terms_of(text, None)
    unscored = (Label.NOT_SCORED, None, 0.0, (), (), NO_MODEL)
    return CommentReading(language, *unscored, complaint, terms=terms)


def _reading(text: str, language: str, judged: Judgement, model: str) -> CommentReading:
    return CommentReading(
        language,
        judged.label,
        judged.polarity,
        judged.confidence,
        judged.words,
        tuple(map(_clause_reading, judged.clauses)),
        model,
        speaks_of_complaint(text),
        judged.stages,
        terms_of(text, language),
    )


def _clause_reading(judged: JudgedClause) -> ClauseReading:
    clause = judged.clause
    place = (clause.text, clause.start, clause.end)
    return ClauseReading(*place, judged.stage, judged.topic, judged.polarity, judged.label)
