"""Learns praise and blame from reviews: n-grams, weighed by how much more often they stand in one
than in the other, in a linear support vector machine (Wang and Manning, ACL 2012: NBSVM)."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import scipy.sparse as sp
from kiwipiepy import Kiwi
from numpy.typing import NDArray
from sklearn.svm import LinearSVC

from analysis.language.features import Hashes, hashes_of, words_en, words_of
from analysis.language.pieces import liking
from analysis.language.training.data import SEED, Reviews
from analysis.language.weights import Head, look_up

# Texts whose n-grams are held at once.
BATCH = 20_000
# N-grams that fewer texts have are left out, and of the others these many are kept.
FEWEST = 5
MOST = {"ko": 250_000, "en": 150_000}
COST = {"ko": 0.002, "en": 0.001}
BINS = 2**28

Progress = Callable[[str], None]


def fit_reviews(reviews: Reviews, language: str, progress: Progress) -> Head:
    """A head of one class, `liked`, learned from what is not put aside."""
    learned = np.flatnonzero(~reviews.aside)
    texts = [reviews.texts[place] for place in learned]
    progress(f"{language}: n-grams of {len(texts)} reviews")
    batches = list(_hashed(texts, language))
    vocabulary = _frequent(hashes for _, hashes in batches)
    counts = _matrix(batches, vocabulary, len(texts))
    progress(f"{language}: fitting {counts.shape[1]} n-grams")
    liked, weight = reviews.liked[learned], reviews.weight[learned]
    ratio = _log_ratio(counts, liked)
    machine = LinearSVC(C=COST[language], dual=True, max_iter=60, random_state=SEED)
    machine.fit(counts.multiply(ratio[None, :]).tocsr(), liked, sample_weight=weight)
    coefficients = (machine.coef_.ravel() * ratio).astype(np.float32)
    kept = np.sort(np.argsort(-np.abs(coefficients))[: MOST[language]])
    return Head(
        classes=("liked",),
        hashes=vocabulary[kept],
        weights=coefficients[kept, None],
        dense=np.zeros((0, 1), np.float32),
        bias=machine.intercept_.astype(np.float32),
    )


def likes(head: Head, texts: Sequence[str], language: str) -> NDArray[np.float32]:
    """How much each text is liked, above or below zero."""
    batches = _hashed(texts, language)
    return np.concatenate([liking(head, BATCH, found) for found in batches])[: len(texts)]


def _hashed(texts: Sequence[str], language: str) -> Iterator[tuple[NDArray[np.intp], Hashes]]:
    """The n-grams of each batch of texts, with places from 0 in each batch."""
    words = words_of_all(texts, language)
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        yield hashes_of(batch, [next(words) for _ in batch])


def words_of_all(texts: Iterable[str], language: str) -> Iterator[list[str]]:
    if language == "en":
        yield from ([word for _, word in words_en(text)] for text in texts)
        return
    # All cores, and never a text twice: no need for what `morphemes` remembers.
    many = Kiwi(load_multi_dict=False, num_workers=-1)
    yield from ([word for _, word in words_of(tokens)] for tokens in many.tokenize(iter(texts)))


def _frequent(found: Iterable[Hashes]) -> Hashes:
    """The hashes that stand in enough texts, in order. Counted in bins, which few hashes share."""
    seen, counts = [], np.zeros(BINS, np.uint8)
    for hashes in found:
        bins, times = np.unique(hashes % BINS, return_counts=True)
        counts[bins] = np.minimum(counts[bins].astype(int) + times, FEWEST)
        seen.append(hashes)
    vocabulary = np.zeros(0, np.uint32)
    for hashes in seen:
        vocabulary = np.union1d(vocabulary, hashes[counts[hashes % BINS] >= FEWEST])
    return vocabulary.astype(np.uint32)


def _matrix(
    batches: Sequence[tuple[NDArray[np.intp], Hashes]], vocabulary: Hashes, n: int
) -> sp.csr_matrix:
    rows, columns = [], []
    for number, (places, hashes) in enumerate(batches):
        found, known = look_up(vocabulary, hashes)
        rows.append((places[known] + number * BATCH).astype(np.int32))
        columns.append(found[known].astype(np.int32))
    ones = np.ones(sum(map(len, rows)), np.float32)
    where = (np.concatenate(rows), np.concatenate(columns))
    return sp.csr_matrix((ones, where), shape=(n, len(vocabulary)))


def _log_ratio(counts: sp.csr_matrix, liked: NDArray[np.bool_]) -> NDArray[np.float32]:
    def share(of: NDArray[np.bool_]) -> NDArray[np.float32]:
        sums: NDArray[np.float32] = np.asarray(counts[of].sum(0), np.float32).ravel()
        return (sums + 1) / np.float32(of.sum())

    ratio: NDArray[np.float32] = np.log(share(liked) / share(~liked))
    return ratio
