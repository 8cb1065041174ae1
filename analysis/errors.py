"""Everything the analysis refuses.

AnalysisError
├── NoAnswers           there is nothing to compute from; a page shows a dash, never 0
├── UnknownComment      there is no such comment, or none that was read and counts
└── ReadMeanwhile       a comment was read, or corrected, since it was seen
"""


class AnalysisError(Exception):
    """The base of all refusals."""


class NoAnswers(AnalysisError):
    """There is nothing to compute from; a page shows a dash, never 0."""


class UnknownComment(AnalysisError):
    """There is no such comment, or none that was read and counts."""


class ReadMeanwhile(AnalysisError):
    """A comment was read, or corrected, since it was seen."""
