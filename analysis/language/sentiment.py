"""What our analyzers hand back through TextBlob, and how clauses weigh against each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

# A clause that a contrast has overruled ("빨랐지만 ...") counts this much.
OVERRULED = 0.45


class Sentiment(NamedTuple):
    """polarity in [-1, 1]; confidence in [0, 1], not calibrated; the words that decided."""

    polarity: float
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Weighed:
    """A deciding word of a clause, -1 to 1."""

    word: str
    weight: float


@dataclass(frozen=True)
class WeighedClause:
    words: tuple[Weighed, ...]
    after_contrast: bool


def weigh(clauses: Sequence[WeighedClause]) -> Sentiment:
    """Balance the clauses of a comment; silent ones do not thin out the others."""
    telling = [clause for clause in clauses if clause.words]
    words = [word for clause in telling for word in clause.words]
    if not telling:
        return Sentiment(0.0, 0.0, ())
    shares = _shares(clauses)
    total = sum(share for clause, share in zip(clauses, shares, strict=True) if clause.words)
    balance = sum(share * _sum(clause) for clause, share in zip(clauses, shares, strict=True))
    return Sentiment(balance / total, _confidence(words), tuple(word.word for word in words))


def _shares(clauses: Sequence[WeighedClause]) -> list[float]:
    """Give less weight to a clause if what follows turns against it and says something."""
    return [
        OVERRULED if index + 1 < len(clauses) and _overrules(clauses[index + 1]) else 1.0
        for index in range(len(clauses))
    ]


def _overrules(clause: WeighedClause) -> bool:
    return clause.after_contrast and bool(clause.words)


def _sum(clause: WeighedClause) -> float:
    return max(-1.0, min(1.0, sum(word.weight for word in clause.words)))


def _confidence(words: Sequence[Weighed]) -> float:
    """Grow with the number of deciding words and with how far they agree."""
    strength = sum(abs(word.weight) for word in words)
    agreement = abs(sum(word.weight for word in words)) / strength if strength else 0.0
    return float(agreement * (1 - 0.5 ** len(words)))
