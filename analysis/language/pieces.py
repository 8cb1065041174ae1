"""A comment as a model sees it: the whole and each of its clauses, with what is known of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from analysis.language.clauses import Clause, split_clauses
from analysis.language.english import EnglishWords
from analysis.language.features import hashes_of, words_en, words_ko
from analysis.language.korean import KoreanAnalyzer
from analysis.language.sentiment import WeighedClause, weigh
from analysis.language.stages import stage_of
from analysis.language.weights import Found, Head, Table
from surveys.claims.stages import Stage

NONE = "none"
STAGES = (*map(str, Stage), NONE)
# A text of so many letters is as long as any.
LONG = 60

WORDS: dict[str, Callable[[str], list[tuple[int, str]]]] = {"ko": words_ko, "en": words_en}


class Lexicon(Protocol):
    def weighed_clauses(self, text: str, clauses: Sequence[Clause]) -> list[WeighedClause]: ...


@dataclass(frozen=True)
class Pieces:
    """The clauses of a comment, their n-grams (place 0 is the whole, then each clause), and what
    the lexicon says of the whole and of each."""

    text: str
    clauses: tuple[Clause, ...]
    words: tuple[tuple[int, str], ...]
    found: Found
    weighed: tuple[WeighedClause, ...]

    def __len__(self) -> int:
        return 1 + len(self.clauses)


def pieces_of(text: str, language: str, clauses: Sequence[Clause] | None = None) -> Pieces:
    """The pieces of a comment; its clauses are found unless they are given."""
    clauses = (split_clauses(text, language) or whole(text)) if clauses is None else clauses
    words = WORDS[language](text)
    inside = [[word for at, word in words if c.start <= at < c.end] for c in clauses]
    found = hashes_of(
        [text, *(clause.text for clause in clauses)], [[word for _, word in words], *inside]
    )
    weighed = lexicon(language).weighed_clauses(text, clauses)
    return Pieces(text, tuple(clauses), tuple(words), found, tuple(weighed))


def whole(text: str) -> tuple[Clause, ...]:
    """One clause for a text without a letter, like 👍."""
    start = len(text) - len(text.lstrip())
    stripped = text.strip()
    return (Clause(stripped, start, start + len(stripped), after_contrast=False),)


@cache
def lexicon(language: str) -> Lexicon:
    return KoreanAnalyzer() if language == "ko" else EnglishWords()


def known_of(pieces: Pieces, reviews: Head) -> Table:
    """A row for each piece, of what else speaks for praise or blame: what a model of reviews
    makes of it, what the lexicon does, whether that is silent, and how long the piece is."""
    likes = liking(reviews, len(pieces), pieces.found)
    polarities = [weigh(pieces.weighed).polarity, *(weigh([w]).polarity for w in pieces.weighed)]
    lengths = [len(pieces.text), *(len(clause.text) for clause in pieces.clauses)]
    polarity = np.array(polarities, np.float32)
    columns = (
        np.tanh(likes / 2),
        likes / 4,
        polarity,
        np.abs(polarity) < 0.1,
        np.minimum(np.array(lengths), LONG) / LONG,
    )
    return np.stack([column.astype(np.float32) for column in columns], axis=1)


def liking(reviews: Head, n: int, found: Found) -> NDArray[np.float32]:
    """How much each of `n` texts is liked, above or below zero, to a model of reviews."""
    likes: NDArray[np.float32] = reviews.grams(n, found, by_length=False)[:, 0] + reviews.bias[0]
    return likes


def one_of(value: str | None) -> NDArray[np.float32]:
    """A one in the place of a stage; all zeros for no clause at all."""
    return np.array([value == stage for stage in STAGES], np.float32)


def named_stage(clause: Clause) -> str:
    """The stage whose words stand in the clause."""
    return str(stage_of(clause.text) or NONE)
