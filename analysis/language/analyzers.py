"""The analyzers that a comment can be put before, each in TextBlob's frame."""

from functools import cache

from textblob import Blobber
from textblob.base import BaseSentimentAnalyzer
from textblob.sentiments import PatternAnalyzer

from analysis.language.english import EnglishAnalyzer
from analysis.language.korean import KoreanAnalyzer
from analysis.language.labels import Label
from analysis.language.trained import TrainedEnglishAnalyzer, TrainedKoreanAnalyzer

# Polarities nearer to zero than this are balanced or plain fact.
NEUTRAL_BAND = 0.1

TRAINED, LEXICON, TEXTBLOB = "trained", "lexicon", "textblob"
ANALYZERS: dict[str, dict[str, type[BaseSentimentAnalyzer]]] = {
    TRAINED: {"ko": TrainedKoreanAnalyzer, "en": TrainedEnglishAnalyzer},
    LEXICON: {"ko": KoreanAnalyzer, "en": EnglishAnalyzer},
    # Reads English only: Korean is 0.0 to it.
    TEXTBLOB: {"ko": PatternAnalyzer, "en": PatternAnalyzer},
}


def polarity_of(text: str, language: str, analyzer: str) -> float:
    """The polarity of a text in [-1, 1] by one of ANALYZERS."""
    return float(_blobber(language, analyzer)(text).sentiment.polarity)


def label_of(polarity: float) -> Label:
    if abs(polarity) < NEUTRAL_BAND:
        return Label.NEUTRAL
    return Label.POSITIVE if polarity > 0 else Label.NEGATIVE


@cache
def _blobber(language: str, analyzer: str) -> Blobber:
    return Blobber(analyzer=ANALYZERS[analyzer][language]())
