"""Reads the polarity of English comments: TextBlob's own analyzer and words of the trade."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from textblob.base import CONTINUOUS, BaseSentimentAnalyzer
from textblob.sentiments import PatternAnalyzer

from analysis.language.clauses import Clause, split_clauses
from analysis.language.lexicon import weighted_phrases
from analysis.language.sentiment import Sentiment, Weighed, WeighedClause, weigh

LEXICON_FILE = Path(__file__).with_name("lexicon_en.tsv")

# Stands before what it denies, at most one word between: "not very helpful".
NEGATION = re.compile(
    r"\b(?:not|never|no|without|nothing|hardly|\w+n['’]?t)\s+(?:\w+\s+)?$", re.IGNORECASE
)
DENIED = -0.7

# Pattern's words are milder than ours and many are chance ("long", "full").
PATTERN_SHARE = 0.8


class EnglishAnalyzer(BaseSentimentAnalyzer):  # type: ignore[misc]  # TextBlob is untyped
    """Takes out the words of our lexicon and leaves the rest to TextBlob's PatternAnalyzer."""

    kind = CONTINUOUS

    def __init__(self) -> None:
        super().__init__()
        self._pattern = PatternAnalyzer()

    def analyze(self, text: str, keep_assessments: bool = True) -> Sentiment:
        """Return the sentiment; the words come along whether TextBlob asks for them or not."""
        return weigh(self.weighed_clauses(text, split_clauses(text, "en")))

    def weighed_clauses(self, _text: str, clauses: Sequence[Clause]) -> list[WeighedClause]:
        """The deciding words of each clause of a text."""
        return [WeighedClause(tuple(self._weighed(it.text)), it.after_contrast) for it in clauses]

    def _weighed(self, clause: str) -> Iterator[Weighed]:
        weights, phrases = _lexicon()
        rest, seen = [], 0
        for match in phrases.finditer(clause.lower()):
            weight = weights[match.lastindex or 0]
            negation = NEGATION.search(clause, seen, match.start())
            start = negation.start() if negation else match.start()
            yield Weighed(clause[start : match.end()], weight * DENIED if negation else weight)
            rest.append(clause[seen:start])
            seen = match.end()
        rest.append(clause[seen:])
        for words, polarity, *_ in self._pattern.analyze(
            " . ".join(rest), keep_assessments=True
        ).assessments:
            if polarity:
                yield Weighed(" ".join(words), polarity * PATTERN_SHARE)


@cache
def _lexicon() -> tuple[dict[int, float], re.Pattern[str]]:
    """Return one pattern, the longest phrase first, and the weight of each of its groups."""
    phrases = sorted(weighted_phrases(LEXICON_FILE).items(), key=lambda entry: -len(entry[0]))
    weights = {number: weight for number, (_, weight) in enumerate(phrases, start=1)}
    options = "|".join(f"({_as_pattern(phrase)})" for phrase, _ in phrases)
    return weights, re.compile(rf"\b(?:{options})(?!\w)")


def _as_pattern(phrase: str) -> str:
    return re.escape(phrase).replace(r"\*", r"\w*").replace("'", "['’]?").replace(r"\ ", r"\s+")
