"""What the clauses of a comment make together."""

import numpy as np

from analysis.language.pieces import Seen
from analysis.language.weights import Table


def gathered(seen: Seen, polarities: Table) -> Table:
    """What speaks for the label of each whole: what is known of it, and of its clauses'
    polarities (a row each) the mean, the last, the mean of those after a contrast, and how they
    differ."""
    starts = np.array([span.start for span in seen.spans])
    ends = np.array([span.stop for span in seen.spans])
    several = (ends - starts > 1)[:, None]
    turning = np.array([[clause.after_contrast] for clause in seen.clauses], np.float32)
    turns = np.add.reduceat(turning, starts)
    parts = (
        seen.known[: seen.wholes],
        np.add.reduceat(polarities, starts) / (ends - starts)[:, None],
        polarities[ends - 1] * several,
        np.add.reduceat(polarities * turning, starts) / np.maximum(turns, 1),
        np.maximum.reduceat(polarities, starts) * several,
        several,
        turns > 0,
    )
    return np.hstack([part.astype(np.float32) for part in parts])
