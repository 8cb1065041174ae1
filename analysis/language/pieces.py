"""Comments as a model sees them: the whole and each of its clauses, with what is known of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
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
    """The clauses of a comment, its words, and what the lexicon says of each clause."""

    text: str
    clauses: tuple[Clause, ...]
    words: tuple[tuple[int, str], ...]
    weighed: tuple[WeighedClause, ...]

    def words_inside(self, clause: Clause) -> list[str]:
        return [word for at, word in self.words if clause.start <= at < clause.end]


@dataclass(frozen=True)
class Seen:
    """Comments in rows: one for each whole, and behind them all one for each clause.

    `found` are the n-grams of each row, `known` what else speaks for praise or blame in it.
    """

    comments: tuple[Pieces, ...]
    found: Found
    known: Table

    @property
    def wholes(self) -> int:
        return len(self.comments)

    @property
    def clauses(self) -> list[Clause]:
        return [clause for comment in self.comments for clause in comment.clauses]

    @property
    def spans(self) -> list[slice]:
        """Where the clauses of each comment stand among all clauses."""
        ends = list(accumulate(len(comment.clauses) for comment in self.comments))
        return [slice(start, end) for start, end in zip([0, *ends], ends, strict=False)]

    def __len__(self) -> int:
        return len(self.known)


def pieces_of(text: str, language: str, clauses: Sequence[Clause] | None = None) -> Pieces:
    """The pieces of a comment; its clauses are found unless they are given."""
    clauses = (split_clauses(text, language) or whole(text)) if clauses is None else clauses
    weighed = lexicon(language).weighed_clauses(text, clauses)
    return Pieces(text, tuple(clauses), tuple(WORDS[language](text)), tuple(weighed))


def whole(text: str) -> tuple[Clause, ...]:
    """One clause for a text without a letter, like 👍."""
    start = len(text) - len(text.lstrip())
    stripped = text.strip()
    return (Clause(stripped, start, start + len(stripped), after_contrast=False),)


@cache
def lexicon(language: str) -> Lexicon:
    return KoreanAnalyzer() if language == "ko" else EnglishWords()


def see(comments: Sequence[Pieces], reviews: Head) -> Seen:
    """Many comments at once: what is looked up for one costs little more for all."""
    texts = [comment.text for comment in comments]
    words = [[word for _, word in comment.words] for comment in comments]
    for comment in comments:
        texts += [clause.text for clause in comment.clauses]
        words += [comment.words_inside(clause) for clause in comment.clauses]
    found = hashes_of(texts, words)
    return Seen(tuple(comments), found, _known(comments, texts, liking(reviews, len(texts), found)))


def _known(comments: Sequence[Pieces], texts: Sequence[str], likes: NDArray[np.float32]) -> Table:
    """What a model of reviews makes of each text, what the lexicon does, whether that is silent,
    and how long the text is."""
    weighed = [comment.weighed for comment in comments]
    weighed += [(clause,) for comment in comments for clause in comment.weighed]
    polarity = np.array([weigh(clauses).polarity for clauses in weighed], np.float32)
    lengths = np.array([len(text) for text in texts])
    columns = (
        np.tanh(likes / 2),
        likes / 4,
        polarity,
        np.abs(polarity) < 0.1,
        np.minimum(lengths, LONG) / LONG,
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
