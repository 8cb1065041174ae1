"""How fast comments are read, whole and clause by clause, beside what else could look at them."""

import resource
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

from textblob import TextBlob
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.language.morphemes import kiwi
from analysis.language.reading import read_comments
from analysis.language.training.data import kept_comments
from analysis.readings.reading import BATCH

# Each comment is read so many times; the first reading, which loads the models, is not counted.
ROUNDS = 5


@dataclass(frozen=True)
class Speed:
    what: str
    a_second: float


def measure_reading() -> list[Speed]:
    """Comments a second on one core, in Korean and English, and of the peers in the same run."""
    korean, english = ([c.text for c in kept_comments(language)] for language in ("ko", "en"))
    vader = SentimentIntensityAnalyzer()
    return [
        Speed("reading, Korean", _rate_of_batches(korean)),
        Speed("kiwi alone", _rate(kiwi().tokenize, korean)),
        Speed("reading, English", _rate_of_batches(english)),
        Speed("TextBlob, English", _rate(lambda text: TextBlob(text).sentiment, english)),
        Speed("VADER, English", _rate(vader.polarity_scores, english)),
    ]


def _rate_of_batches(texts: Sequence[str]) -> float:
    """Whole readings a second, in batches as the worker reads them."""
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    return _rate(read_comments, batches) * len(texts) / len(batches)


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _rate(look: Callable[[str], object], texts: Sequence[str]) -> float:
    look(texts[0])
    start = perf_counter()
    for _ in range(ROUNDS):
        for text in texts:
            look(text)
    return ROUNDS * len(texts) / (perf_counter() - start)
