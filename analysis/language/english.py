"""Reads the polarity of English comments: TextBlob's own analyzer and words of the trade."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from textblob.base import CONTINUOUS, BaseSentimentAnalyzer
from textblob.sentiments import PatternAnalyzer

from analysis.language.clauses import Clause, split_clauses
from analysis.language.lexicon import weighted_phrases
from analysis.language.phrases import any_of
from analysis.language.sentiment import Sentiment, Weighed, WeighedClause, weigh

LEXICON_FILE = Path(__file__).with_name("lexicon_en.tsv")

# Stands before what it denies, at most one word between: "not very helpful".
NEGATION = re.compile(
    r"\b(?:not|never|no|without|nothing|hardly|\w+n['’]?t)\s+(?:\w+\s+)?$", re.IGNORECASE
)
DENIED = -0.7

# Pattern's words are milder than ours and many are chance ("long", "full").
PATTERN_SHARE = 0.8


class EnglishWords:
    """The words of the trade in a text."""

    def weighed_clauses(self, _text: str, clauses: Sequence[Clause]) -> list[WeighedClause]:
        """The deciding words of each clause of a text."""
        return [WeighedClause(tuple(self._weighed(it.text)), it.after_contrast) for it in clauses]

    def _weighed(self, clause: str) -> Iterator[Weighed]:
        return (Weighed(clause[hit.start : hit.end], hit.weight) for hit in _hits(clause))


class EnglishAnalyzer(EnglishWords, BaseSentimentAnalyzer):  # type: ignore[misc]  # untyped
    """Takes out the words of the trade and leaves the rest to TextBlob's PatternAnalyzer."""

    kind = CONTINUOUS

    def __init__(self) -> None:
        super().__init__()
        self._pattern = PatternAnalyzer()

    def analyze(self, text: str, keep_assessments: bool = True) -> Sentiment:
        """Return the sentiment; the words come along whether TextBlob asks for them or not."""
        return weigh(self.weighed_clauses(text, split_clauses(text, "en")))

    def _weighed(self, clause: str) -> Iterator[Weighed]:
        yield from super()._weighed(clause)
        hits = _hits(clause)
        ends = [0, *(hit.end for hit in hits)]
        starts = [*(hit.start for hit in hits), len(clause)]
        rest = " . ".join(clause[end:start] for end, start in zip(ends, starts, strict=True))
        for words, polarity, *_ in self._pattern.analyze(rest, keep_assessments=True).assessments:
            if polarity:
                yield Weighed(" ".join(words), polarity * PATTERN_SHARE)


class Hit(NamedTuple):
    """A phrase of the lexicon in a clause, with the negation before it."""

    start: int
    end: int
    weight: float


def _hits(clause: str) -> list[Hit]:
    hits: list[Hit] = []
    for match in _phrases().finditer(clause.lower()):
        seen = hits[-1].end if hits else 0
        negation = NEGATION.search(clause, seen, match.start())
        start = negation.start() if negation else match.start()
        weight = _weight(match.group())
        hits.append(Hit(start, match.end(), weight * DENIED if negation else weight))
    return hits


@cache
def _lexicon() -> dict[str, float]:
    return weighted_phrases(LEXICON_FILE)


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(_lexicon(), _as_pattern)})(?!\w)")


@lru_cache(maxsize=4096)
def _weight(found: str) -> float:
    """The weight of the longest phrase that the found words are."""
    longest_first = sorted(_lexicon().items(), key=lambda entry: -len(entry[0]))
    return next(
        weight for phrase, weight in longest_first if re.fullmatch(_as_pattern(phrase), found)
    )


def _as_pattern(phrase: str) -> str:
    return re.escape(phrase).replace(r"\*", r"\w*").replace("'", "['’]?").replace(r"\ ", r"\s+")
