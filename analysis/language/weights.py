"""The trained weights: tables from the hash of an n-gram to small whole numbers, one file a
language, made by `flask comments train`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.language.features import Hashes, Places

# The head that learned from reviews of others.
REVIEWS = "reviews"

FOLDER = Path(__file__).with_name("models")

Table = NDArray[np.float32]
# Hashes and the places of their texts, in the order of places.
Found = tuple[Places, Hashes]


@dataclass(frozen=True)
class Head:
    """Linear scores: `weights[i]` belongs to the n-gram `hashes[i]`, a column for each class.

    `dense` weighs what is known of a text besides its n-grams, `bias` is added to each class.
    """

    classes: tuple[str, ...]
    hashes: Hashes
    weights: Table
    dense: Table
    bias: NDArray[np.float32]

    def grams(self, n: int, found: Found, by_length: bool = True) -> Table:
        """The weights of the n-grams, a row for each of `n` texts. By length: as if each text had
        the weight of one n-gram."""
        return self._vocabulary.grams(n, found, by_length)[""]

    def scores(self, grams: Table, dense: Table) -> Table:
        """A row for each text, from the weights of its n-grams and what else is known of it."""
        return grams + dense @ self.dense + self.bias

    @cached_property
    def _vocabulary(self) -> "Vocabulary":
        return Vocabulary.of({"": self})


@dataclass(frozen=True)
class Vocabulary:
    """The n-grams of several heads together, so that a text is looked up once for all of them.

    Each head has columns of `weights`: its classes, and behind them a one for each n-gram that it
    knows.
    """

    hashes: Hashes
    weights: Table
    columns: Mapping[str, slice]

    @classmethod
    def of(cls, heads: Mapping[str, Head]) -> "Vocabulary":
        hashes = np.unique(np.concatenate([head.hashes for head in heads.values()]))
        widths = [len(head.classes) + 1 for head in heads.values()]
        weights = np.zeros((len(hashes), sum(widths)), np.float32)
        columns, start = {}, 0
        for (name, head), width in zip(heads.items(), widths, strict=True):
            columns[name] = slice(start, start + width)
            rows = np.searchsorted(hashes, head.hashes)
            weights[rows, start : start + width - 1] = head.weights
            weights[rows, start + width - 1] = 1
            start += width
        return cls(hashes, weights, columns)

    def grams(self, n: int, found: Found, by_length: bool = True) -> dict[str, Table]:
        """For each head what `Head.grams` gives."""
        sums = np.zeros((n, self.weights.shape[1]), np.float32)
        if len(self.hashes):
            rows, known = look_up(self.hashes, found[1])
            places = found[0][known]
            # Places come in order: where one begins, the sum of the one before ends.
            begins = np.flatnonzero(np.diff(places, prepend=-1))
            if len(begins):
                sums[places[begins]] = np.add.reduceat(self.weights[rows[known]], begins)
        return {name: _shared(sums[:, at], by_length) for name, at in self.columns.items()}


def _shared(sums: Table, by_length: bool) -> Table:
    counts: Table = np.sqrt(np.maximum(sums[:, -1:], 1)).astype(np.float32)
    shared: Table = sums[:, :-1] / counts if by_length else sums[:, :-1]
    return shared


def look_up(vocabulary: Hashes, hashes: Hashes) -> tuple[Places, NDArray[np.bool_]]:
    """The row of each hash in an ordered vocabulary that is not empty, and whether it is there."""
    rows = np.minimum(np.searchsorted(vocabulary, hashes), len(vocabulary) - 1)
    return rows, vocabulary[rows] == hashes


def probabilities(scores: Table) -> Table:
    """A share for each class, from the scores of a row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Table = raised / raised.sum(axis=1, keepdims=True)
    return shares


@dataclass(frozen=True)
class Weights:
    """All heads of one language, and the name and version that its readings carry."""

    name: str
    heads: Mapping[str, Head]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Of the heads that read claims; that of reviews is many times larger, and apart."""
        return Vocabulary.of({key: head for key, head in self.heads.items() if key != REVIEWS})


def save(file: Path, name: str, heads: Mapping[str, Head]) -> None:
    arrays: dict[str, NDArray[np.generic]] = {"name": np.array(name)}
    for key, head in heads.items():
        arrays[f"{key}.classes"] = np.array(head.classes)
        arrays[f"{key}.steps"] = np.diff(head.hashes, prepend=np.uint32(0))
        arrays[f"{key}.roots"], arrays[f"{key}.scale"] = _packed(head.weights)
        arrays[f"{key}.dense"], arrays[f"{key}.bias"] = head.dense, head.bias
    np.savez_compressed(file, allow_pickle=False, **arrays)


def _packed(weights: Table) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """One byte a weight. Their roots are rounded, since most are small and a few are large."""
    scale = np.abs(weights).max(axis=0, initial=1e-9).astype(np.float32)
    roots = np.sign(weights) * np.sqrt(np.abs(weights) / scale)
    return np.round(roots * 127).astype(np.int8), scale


def _unpacked(roots: NDArray[np.int8], scale: NDArray[np.float32]) -> Table:
    shares = roots.astype(np.float32) / 127
    return (np.sign(shares) * shares**2 * scale).astype(np.float32)


@cache
def weights_of(language: str) -> Weights:
    """The weights of a language that has a model ("ko", "en")."""
    with np.load(FOLDER / f"{language}.npz", allow_pickle=False) as file:
        keys: Sequence[str] = [
            name.removesuffix(".bias") for name in file if name.endswith(".bias")
        ]
        heads = {key: _head(file, key) for key in keys}
        return Weights(str(file["name"]), heads)


def _head(file: Mapping[str, NDArray[np.generic]], key: str) -> Head:
    return Head(
        classes=tuple(map(str, file[f"{key}.classes"])),
        hashes=np.cumsum(file[f"{key}.steps"], dtype=np.uint32),
        weights=_unpacked(file[f"{key}.roots"], file[f"{key}.scale"]),  # type: ignore[arg-type]
        dense=file[f"{key}.dense"],  # type: ignore[arg-type]
        bias=file[f"{key}.bias"],  # type: ignore[arg-type]
    )
