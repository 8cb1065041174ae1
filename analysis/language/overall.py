"""What the clauses of a comment make together."""

import numpy as np
from numpy.typing import NDArray

from analysis.language.pieces import Pieces
from analysis.language.weights import Table


def gathered(pieces: Pieces, known: Table, polarities: Table) -> NDArray[np.float32]:
    """What speaks for the label of the whole: what is known of it, and of its clauses' polarities
    (a row each) the mean, the last, the mean of those after a contrast, and how they differ."""
    turns = np.array([clause.after_contrast for clause in pieces.clauses], bool)
    after = polarities[turns].mean(0) if turns.any() else np.zeros(3, np.float32)
    several = np.float32(len(polarities) > 1)
    parts = (
        known[0],
        polarities.mean(0),
        polarities[-1] * several,
        after,
        polarities.max(0) * several,
        np.array([several, turns.any()], np.float32),
    )
    return np.concatenate(parts).astype(np.float32)
