"""The trained weights: tables from the hash of an n-gram to small whole numbers, one file a
language, made by `flask comments train`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.language.features import Hashes, Places

FOLDER = Path(__file__).with_name("models")

Table = NDArray[np.float32]


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

    def scores(self, n: int, found: tuple[Places, Hashes], dense: Table, by_length: bool) -> Table:
        """A row for each of `n` texts. By length: as if each text had one n-gram's weight."""
        places, hashes = found
        if not len(self.hashes):
            return dense @ self.dense + self.bias
        rows, known = look_up(self.hashes, hashes)
        sums = np.zeros((n, len(self.classes)), np.float32)
        np.add.at(sums, places[known], self.weights[rows[known]])
        if by_length:
            counts = np.bincount(places[known], minlength=n).astype(np.float32)
            sums /= np.sqrt(np.maximum(counts, 1))[:, None]
        return sums + dense @ self.dense + self.bias


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
