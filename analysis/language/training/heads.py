"""Learns from our own comments what a clause says, its polarity, its stage and its topic, and from
its clauses what a comment says: logistic regressions over n-grams and what else is known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from analysis.language.features import Hashes, Places
from analysis.language.overall import gathered
from analysis.language.pieces import Seen, named_stage, one_of, pieces_of, see
from analysis.language.training.data import SEED, LabelledComment
from analysis.language.weights import Head, Table, look_up, probabilities

# N-grams that fewer pieces have are left out, and of the others these many are kept.
FEWEST = 2
MOST = 80_000
# How freely the weights may grow (C of scikit-learn).
FREEDOM = {"polarity": 10.0, "stage": 20.0, "topic": 10.0, "overall": 3.0, "silence": 30.0}
# The overall label of a clause that stands alone is its own, and counts less than a comment's.
WEIGHT_OF_BANK = 0.4
FOLDS = 5


@dataclass(frozen=True)
class Sample:
    """Pieces with what is known of each and the class that each should get."""

    found: tuple[Places, Hashes]
    known: Table
    classes: NDArray[np.str_]
    weight: NDArray[np.float64]


@dataclass(frozen=True)
class Told:
    """A labelled comment, and how it is seen: the whole in row 0, and then its clauses."""

    comment: LabelledComment
    seen: Seen


def tell(comment: LabelledComment, language: str, reviews: Head) -> Told:
    clauses = [labelled.clause for labelled in comment.clauses]
    return Told(comment, see([pieces_of(comment.text, language, clauses)], reviews))


def fit_heads(told: Sequence[Told]) -> dict[str, Head]:
    """The four heads: of a clause its polarity, stage and topic, and of the comment its label."""
    heads = {
        "polarity": fit("polarity", _of_clauses(told, "label", _of_polarity)),
        "stage": fit("stage", _of_clauses(told, "stage", stage_known)),
        "topic": fit("topic", _of_clauses(told, "topic", topic_known)),
    }
    return heads | {"overall": fit("overall", _of_comments(told, _unseen_polarities(told)))}


def fit(name: str, sample: Sample) -> Head:
    """Fit all n-grams, keep those that weigh most, and fit what is kept once more."""
    vocabulary = _vocabulary(sample.found[1])
    first = _fit(name, sample, vocabulary)
    if len(vocabulary) <= MOST:
        return first
    heaviest = np.argsort(-np.abs(first.weights).max(axis=1))[:MOST]
    return _fit(name, sample, vocabulary[np.sort(heaviest)])


def _fit(name: str, sample: Sample, vocabulary: Hashes) -> Head:
    grams = _by_length(_matrix(sample, vocabulary))
    machine = LogisticRegression(C=FREEDOM[name], max_iter=2000, random_state=SEED)
    features = sp.hstack([grams, sp.csr_matrix(sample.known)]).tocsr()
    machine.fit(features, sample.classes, sample_weight=sample.weight)
    coefficients, bias = machine.coef_.astype(np.float32), machine.intercept_.astype(np.float32)
    if len(coefficients) == 1:
        # Of two classes scikit-learn gives one column: how far the second is above the first.
        half = np.array([[-0.5], [0.5]], np.float32)
        coefficients, bias = half * coefficients, half.ravel() * bias
    return Head(
        classes=tuple(map(str, machine.classes_)),
        hashes=vocabulary,
        weights=coefficients.T[: len(vocabulary)],
        dense=coefficients.T[len(vocabulary) :],
        bias=bias,
    )


def _vocabulary(hashes: Hashes) -> Hashes:
    each, times = np.unique(hashes, return_counts=True)
    return each[times >= FEWEST]


def _matrix(sample: Sample, vocabulary: Hashes) -> sp.csr_matrix:
    places, hashes = sample.found
    rows, known = look_up(vocabulary, hashes)
    shape = (len(sample.classes), len(vocabulary))
    return sp.csr_matrix((np.ones(known.sum(), np.float32), (places[known], rows[known])), shape)


def _by_length(grams: sp.csr_matrix) -> sp.csr_matrix:
    counts = np.asarray(grams.sum(1)).ravel()
    return sp.diags(1 / np.sqrt(np.maximum(counts, 1))) @ grams


def _of_polarity(told: Told) -> Table:
    return told.seen.known[1:]


def stage_known(told: Told) -> Table:
    """The stage that each clause names, and the stage of the clause before it."""
    before = [None, *(labelled.stage for labelled in told.comment.clauses)]
    rows = [
        np.concatenate([one_of(named_stage(clause)), one_of(stage)])
        for clause, stage in zip(told.seen.clauses, before, strict=False)
    ]
    return np.array(rows, np.float32).reshape(len(told.seen.clauses), -1)


def topic_known(told: Told) -> Table:
    """The stage of each clause, and what speaks for praise or blame in it."""
    stages = [one_of(labelled.stage) for labelled in told.comment.clauses]
    return np.hstack([np.array(stages, np.float32).reshape(len(stages), -1), told.seen.known[1:]])


def _of_clauses(told: Sequence[Told], what: str, known: Callable[[Told], Table]) -> Sample:
    places, hashes, start = [], [], 0
    for each in told:
        place, found = each.seen.found
        inside = place > 0
        places.append(place[inside] - 1 + start)
        hashes.append(found[inside])
        start += len(each.comment.clauses)
    rows = [known(each) for each in told if each.comment.clauses]
    classes = [getattr(labelled, what) for each in told for labelled in each.comment.clauses]
    found_all = (np.concatenate(places), np.concatenate(hashes))
    return Sample(found_all, np.vstack(rows), np.array(classes), np.ones(len(classes)))


def _of_comments(told: Sequence[Told], polarities: Sequence[Table]) -> Sample:
    scored = [
        (each, polarity)
        for each, polarity in zip(told, polarities, strict=True)
        if each.comment.clauses
    ]
    places, hashes = [], []
    for number, (each, _) in enumerate(scored):
        place, found = each.seen.found
        hashes.append(found[place == 0])
        places.append(np.full(len(hashes[-1]), number))
    known = [gathered(each.seen, polarity) for each, polarity in scored]
    weight = [
        1.0 if len(e.seen.clauses) > 1 or "bank" not in e.comment.batch else WEIGHT_OF_BANK
        for e, _ in scored
    ]
    return Sample(
        (np.concatenate(places), np.concatenate(hashes)),
        np.vstack(known),
        np.array([each.comment.label for each, _ in scored]),
        np.array(weight),
    )


def _unseen_polarities(told: Sequence[Told]) -> list[Table]:
    """The polarities of the clauses of each comment, from a head that has not seen its batch."""
    batches = sorted({each.comment.batch for each in told})
    polarities: list[Table] = [np.zeros((0, 3), np.float32)] * len(told)
    edges = np.linspace(0, len(batches), min(FOLDS, len(batches)) + 1).astype(int)
    for start, end in pairwise(edges):
        left_out = set(batches[start:end])
        head = fit(
            "polarity",
            _of_clauses(
                [t for t in told if t.comment.batch not in left_out], "label", _of_polarity
            ),
        )
        for place, each in enumerate(told):
            if each.comment.batch in left_out and each.comment.clauses:
                polarities[place] = clause_polarities(each.seen, head)
    return polarities


def clause_polarities(seen: Seen, head: Head) -> Table:
    """The polarities of the clauses of one comment."""
    return probabilities(head.scores(head.grams(len(seen), seen.found), seen.known))[1:]
