"""Reads one comment: its language, its polarity, and what it says of each stage."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from textblob import Blobber
from textblob.base import BaseSentimentAnalyzer

from analysis.language.clauses import Clause, split_clauses
from analysis.language.complaint import speaks_of_complaint
from analysis.language.detection import language_of
from analysis.language.english import EnglishAnalyzer
from analysis.language.korean import KoreanAnalyzer
from analysis.language.labels import Label
from analysis.language.sentiment import Sentiment
from analysis.language.silence import says_nothing
from analysis.language.stages import stage_of
from surveys.claims.stages import Stage

# Polarities nearer to zero than this are balanced or plain fact.
NEUTRAL_BAND = 0.1

# Stands in for the model of a comment that no model was asked about.
NO_MODEL = "none"


@dataclass(frozen=True)
class ClauseReading:
    """One clause: `text == comment[start:end]`; polarity in [-1, 1]."""

    text: str
    start: int
    end: int
    stage: Stage | None
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


@dataclass(frozen=True)
class Model:
    """An analyzer in TextBlob's frame, under the name and version that its readings carry."""

    name: str
    analyzer: type[BaseSentimentAnalyzer]


# The seam: a trained analyzer takes the place of one of these under a new name.
MODELS = {
    "ko": Model("ko-lexicon-1", KoreanAnalyzer),
    "en": Model("en-pattern-lexicon-1", EnglishAnalyzer),
}


def read_comment(text: str, language: str | None = None) -> CommentReading:
    """Read a comment; its language is found out unless it is given."""
    language = language or language_of(text)
    if language not in MODELS or says_nothing(text):
        complaint = speaks_of_complaint(text)
        return CommentReading(language, Label.NOT_SCORED, None, 0.0, (), (), NO_MODEL, complaint)
    sentiment = _sentiment(text, language)
    return CommentReading(
        language,
        _label(sentiment.polarity),
        sentiment.polarity,
        sentiment.confidence,
        sentiment.words,
        tuple(_read_clauses(text, language)),
        MODELS[language].name,
        speaks_of_complaint(text),
    )


def _read_clauses(text: str, language: str) -> Iterator[ClauseReading]:
    stage, polarity = None, 0.0
    for clause in split_clauses(text, language):
        stage = stage_of(clause.text) or _inherited(stage, polarity, clause)
        polarity = _sentiment(clause.text, language).polarity
        yield ClauseReading(
            clause.text, clause.start, clause.end, stage, polarity, _label(polarity)
        )


def _inherited(stage: Stage | None, polarity: float, clause: Clause) -> Stage | None:
    """A clause goes on about the stage before it, unless it turns against what was said of it."""
    turned = clause.after_contrast and _label(polarity) is not Label.NEUTRAL
    return None if turned else stage


def _sentiment(text: str, language: str) -> Sentiment:
    sentiment: Sentiment = _blobber(language)(text).sentiment
    return sentiment


@cache
def _blobber(language: str) -> Blobber:
    return Blobber(analyzer=MODELS[language].analyzer())


def _label(polarity: float) -> Label:
    if abs(polarity) < NEUTRAL_BAND:
        return Label.NEUTRAL
    return Label.POSITIVE if polarity > 0 else Label.NEGATIVE
