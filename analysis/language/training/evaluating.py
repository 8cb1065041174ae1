"""Measures the models on what they have not seen: the kept batches of our own comments, and the
reviews that were put aside."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.language.analyzers import LEXICON, TEXTBLOB, TRAINED, label_of, polarity_of
from analysis.language.labels import Label
from analysis.language.pieces import NONE
from analysis.language.reading import CommentReading, read_comment
from analysis.language.silence import all_say_nothing
from analysis.language.training.data import (
    READ_REVIEWS,
    LabelledComment,
    kept_comments,
    labelled_comments,
    labelled_texts,
)
from analysis.language.training.reviews import likes
from analysis.language.weights import weights_of
from surveys.claims.stages import Stage

VADER = "vader"
SCORED = (Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE)

Judge = Callable[[str], Label]


@dataclass
class Tally:
    """How often a label, a stage and its polarity were found, of how many."""

    comments: int = 0
    right: int = 0
    stages_right: int = 0
    stages_missed: int = 0
    stages_wrong: int = 0
    polarities_right: int = 0
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def accuracy(self) -> float | None:
        return self.right / self.comments if self.comments else None

    @property
    def stage_f1(self) -> float | None:
        both = 2 * self.stages_right + self.stages_missed + self.stages_wrong
        return 2 * self.stages_right / both if both else None

    @property
    def stage_polarity(self) -> float | None:
        return self.polarities_right / self.stages_right if self.stages_right else None

    def add(self, comment: LabelledComment, found: CommentReading) -> None:
        if comment.label != Label.NOT_SCORED:
            self.comments += 1
            self.right += comment.label == found.label
            self.confused[comment.label, found.label] += 1
        wanted, given = stages_of(comment), found.stages
        self.stages_right += len(wanted.keys() & given.keys())
        self.stages_missed += len(wanted.keys() - given.keys())
        self.stages_wrong += len(given.keys() - wanted.keys())
        shared = wanted.keys() & given.keys()
        self.polarities_right += sum(wanted[stage] == given[stage][1] for stage in shared)


def measure(comments: Iterable[LabelledComment], language: str) -> dict[str, Tally]:
    """Comments as the trained model reads them: all, each batch, and each trait."""
    tallies: dict[str, Tally] = {"all": Tally()}
    for comment in comments:
        found = read_comment(comment.text, language)
        for group in ("all", comment.batch, *comment.traits):
            tallies.setdefault(group, Tally()).add(comment, found)
    return tallies


def accuracies(comments: Iterable[LabelledComment], language: str) -> dict[str, float]:
    """How often each analyzer, and VADER, gives the label of a comment that says something."""
    scored = [c for c in comments if c.label != Label.NOT_SCORED]
    judges: dict[str, Judge] = {
        name: _by(language, name) for name in (TRAINED, LEXICON, TEXTBLOB)
    } | _vader()
    judges[TRAINED] = lambda text: read_comment(text, language).label
    return {
        name: sum(judge(c.text) == c.label for c in scored) / max(1, len(scored))
        for name, judge in judges.items()
    }


def silences() -> tuple[int, float, int, float]:
    """Of texts that say nothing how many there are and the share that is recognised, and of the
    others how many there are and the share that is silenced wrongly."""
    kept = [(c.label, c.text) for language in READ_REVIEWS for c in kept_comments(language)]
    kept += labelled_texts("silence_kept")
    empty = [text for label, text in kept if label == Label.NOT_SCORED]
    others = [text for label, text in kept if label != Label.NOT_SCORED]
    recognised, silenced = sum(all_say_nothing(empty)), sum(all_say_nothing(others))
    return len(empty), recognised / len(empty), len(others), silenced / len(others)


def measure_reviews(folder: Path, language: str) -> dict[str, tuple[int, float, float]]:
    """For each kind of review put aside: how many, accuracy, and F1 averaged over both sides."""
    reviews = READ_REVIEWS[language](folder)
    aside = np.flatnonzero(reviews.aside)
    texts = [reviews.texts[place] for place in aside]
    guessed = likes(weights_of(language).heads["reviews"], texts, language) > 0
    found = {}
    for kind in sorted(set(reviews.kind)):
        of_kind = reviews.kind[aside] == kind
        liked = reviews.liked[aside][of_kind]
        right = float((guessed[of_kind] == liked).mean())
        found[str(kind)] = (int(of_kind.sum()), right, macro_f1(liked, guessed[of_kind]))
    return found


def macro_f1(wanted: NDArray[np.bool_], given: NDArray[np.bool_]) -> float:
    def f1(side: bool) -> float:
        right = ((wanted == side) & (given == side)).sum()
        return float(2 * right / ((wanted == side).sum() + (given == side).sum()))

    return (f1(True) + f1(False)) / 2


def stages_of(comment: LabelledComment) -> dict[Stage, Label]:
    """What a person says of each stage: the side that has more clauses, or neither."""
    balance: dict[Stage, int] = {}
    for each in comment.clauses:
        if each.stage != NONE:
            stage = Stage(each.stage)
            sign = (each.label == Label.POSITIVE) - (each.label == Label.NEGATIVE)
            balance[stage] = balance.get(stage, 0) + sign
    signs = {1: Label.POSITIVE, 0: Label.NEUTRAL, -1: Label.NEGATIVE}
    return {stage: signs[(sum_ > 0) - (sum_ < 0)] for stage, sum_ in balance.items()}


def _by(language: str, analyzer: str) -> Judge:
    return lambda text: label_of(polarity_of(text, language, analyzer))


def _vader() -> dict[str, Judge]:
    vader = SentimentIntensityAnalyzer()
    return {VADER: lambda text: label_of(vader.polarity_scores(text)["compound"])}


def report(comments: Sequence[LabelledComment], language: str) -> str:
    """The figures of comments in one language as tables of Markdown."""
    tallies = measure(comments, language)
    groups = [["group", "comments", "label right", "stage F1", "its polarity right"]]
    for name, tally in tallies.items():
        figures = (tally.accuracy, tally.stage_f1, tally.stage_polarity)
        groups.append([name, str(tally.comments), *map(_share, figures)])
    beside = [
        ["analyzer", "label right"],
        *([n, _share(v)] for n, v in accuracies(comments, language).items()),
    ]
    confused = [["a person says", *SCORED, Label.NOT_SCORED]]
    for wanted in SCORED:
        row = [tallies["all"].confused[wanted, given] for given in (*SCORED, Label.NOT_SCORED)]
        confused.append([wanted, *map(str, row)])
    return "\n\n".join(map(table, (groups, beside, confused)))


def report_of_kept(language: str) -> str:
    return report(kept_comments(language), language)


def report_of_file(file: Path, language: str) -> str:
    """The same of comments that people have labelled, as `flask comments export` writes them."""
    return report([c for c in labelled_comments(file) if c.language == language], language)


def report_of_silences() -> str:
    empty, recognised, others, silenced = silences()
    header = ["say nothing", "recognised", "say something", "wrongly silenced"]
    return table([header, [str(empty), _share(recognised), str(others), _share(silenced)]])


def report_of_reviews(folder: Path) -> str:
    rows = [["reviews", "put aside", "right", "macro-F1"]]
    for language in READ_REVIEWS:
        for kind, (n, right, f1) in measure_reviews(folder, language).items():
            rows.append([f"{language} {kind}", str(n), _share(right), _share(f1)])
    return table(rows)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of a table of Markdown, the first one the header."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)
