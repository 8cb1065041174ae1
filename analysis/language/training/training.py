"""Trains the models of both languages, from reviews of others and comments of our own."""

from pathlib import Path

from analysis.language.labels import Label
from analysis.language.training.data import READ_REVIEWS, learned_comments
from analysis.language.training.heads import Told, fit_heads, tell
from analysis.language.training.reviews import Progress, fit_reviews
from analysis.language.weights import FOLDER, Head, save

# Goes up with every model whose readings are others; each stored reading carries it.
VERSION = 2


def train(folder: Path, language: str, progress: Progress) -> Path:
    """Train the model of a language on the reviews in `folder`; returns the file of its weights.

    The same folder gives the same weights. Raises BadFile where a file is missing.
    """
    reviews = fit_reviews(READ_REVIEWS[language](folder), language, progress)
    progress(f"{language}: reading our own comments")
    told = _told(language, reviews)
    progress(f"{language}: fitting {sum(len(each.comment.clauses) for each in told)} clauses")
    heads = fit_heads(told) | {"reviews": reviews}
    file = FOLDER / f"{language}.npz"
    save(file, f"{language}-linear-{VERSION}", heads)
    return file


def _told(language: str, reviews: Head) -> list[Told]:
    scored = [c for c in learned_comments(language) if c.label != Label.NOT_SCORED]
    return [tell(comment, language, reviews) for comment in scored]
