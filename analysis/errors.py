"""Everything the analysis refuses.

AnalysisError
└── NoAnswers           there is nothing to compute from; a page shows a dash, never 0
"""


class AnalysisError(Exception):
    """The base of all refusals."""


class NoAnswers(AnalysisError):
    """There is nothing to compute from; a page shows a dash, never 0."""
