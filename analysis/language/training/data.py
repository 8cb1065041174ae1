"""What models learn from: reviews of others, which stay outside of the project, and our own
comments on claims, which lie beside this file.

A line of `comments/ko_*.jsonl` is a comment with its labels, a line of `comments/bank_ko*.tsv` a
single clause. Files are whole batches of one author each; those in KEPT are never learned from.
"""

import csv
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.language.clauses import Clause, split_clauses
from analysis.language.labels import Label
from surveys.errors import BadFile

COMMENTS = Path(__file__).with_name("comments")
# The batches that measure: nothing is fitted or chosen by them.
KEPT = ("ko_c1", "ko_c2", "ko_c3", "ko_c4", "ko_m1", "en_d6", "en_d7", "en_m1")
SEED = 1
# Says something, whatever it is.
SCORED = "scored"
LabelledText = tuple[str, str]
# Reviews that are put aside to measure by: films, half of them liked, and services.
ASIDE_FILMS, ASIDE_SERVICES, ASIDE_INSURERS = 15_000, 6_000, 6_000
# Reviews of services are nearer to claims than reviews of films, and there are fewer.
WEIGHT_OF_SERVICES = 4.0
# Longer reviews say nothing more.
LONGEST = 400


@dataclass(frozen=True)
class LabelledClause:
    clause: Clause
    stage: str
    topic: str
    label: str


@dataclass(frozen=True)
class LabelledComment:
    """A comment as a person reads it; `batch` is the file, `traits` what makes it hard."""

    batch: str
    text: str
    language: str
    label: str
    clauses: tuple[LabelledClause, ...]
    traits: tuple[str, ...] = ()
    complaint: bool = False


@dataclass(frozen=True)
class Reviews:
    """Texts that were liked or not, how much each weighs, and which are put aside; `kind` tells
    one source from another."""

    texts: list[str]
    liked: NDArray[np.bool_]
    weight: NDArray[np.float64]
    kind: NDArray[np.str_]
    aside: NDArray[np.bool_]


def kept_comments(language: str) -> list[LabelledComment]:
    """Our comments in a language that are kept to measure."""
    return [c for c in _comments(language) if c.batch in KEPT]


def learned_comments(language: str) -> list[LabelledComment]:
    """Our comments and clauses to learn from; one that is kept as well is not among them."""
    kept = {comment.text for comment in kept_comments(language)}
    learned = [c for c in _comments(language) if c.batch not in KEPT]
    return [c for c in (*learned, *_clause_bank(language)) if c.text not in kept]


def _comments(language: str) -> Iterator[LabelledComment]:
    for file in sorted(COMMENTS.glob(f"{language}_*.jsonl")):
        yield from labelled_comments(file)


def labelled_comments(file: Path) -> Iterator[LabelledComment]:
    """The comments of a file, a JSON object each; raises BadFile with the line that is wrong."""
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        try:
            if line:
                yield _comment(file.stem, json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise BadFile(f"{file.name}, line {number} is no labelled comment: {error}") from error


def labelled_texts(name: str) -> list[LabelledText]:
    """Pairs of a label and a text: `not_scored` for one that says nothing, or SCORED."""
    lines = (COMMENTS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return [(Label.NOT_SCORED if label == "x" else SCORED, text) for label, text in pairs]


def _clause_bank(language: str) -> list[LabelledComment]:
    """Single clauses, each as a comment of its own."""
    files = sorted(COMMENTS.glob(f"bank_{language}*.tsv"))
    rows = (
        (file.stem, line.split("\t"))
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
    )
    return [
        LabelledComment(batch, text, language, label, (_clause_alone(text, stage, topic, label),))
        for batch, (text, stage, topic, label) in rows
    ]


def _clause_alone(text: str, stage: str, topic: str, label: str) -> LabelledClause:
    return LabelledClause(Clause(text, 0, len(text), after_contrast=False), stage, topic, label)


def _comment(batch: str, values: dict[str, object]) -> LabelledComment:
    text, language = str(values["text"]), str(values["language"])
    return LabelledComment(
        batch=batch,
        text=text,
        language=language,
        label=str(values["label"]),
        clauses=tuple(_clauses(text, values["clauses"], language)),  # type: ignore[arg-type]
        traits=tuple(values.get("traits", ())),  # type: ignore[arg-type]
        complaint=bool(values.get("complaint", False)),
    )


def _clauses(
    text: str, labelled: Sequence[Sequence[str]], language: str
) -> Iterator[LabelledClause]:
    """The clauses of a person, with the contrasts that our splitter sees between them."""
    turns = [clause.start for clause in split_clauses(text, language) if clause.after_contrast]
    end = 0
    for words, stage, topic, label in labelled:
        start = text.index(words, end)
        after_contrast = any(end <= turn <= start + 2 for turn in turns)
        end = start + len(words)
        yield LabelledClause(Clause(words, start, end, after_contrast), stage, topic, label)


def reviews_ko(folder: Path) -> Reviews:
    """Films rated 1-4 or 9-10 of 10, services with other than three stars."""
    films = {
        (text, int(rating) >= 9)
        for rating, text in _rows(folder / "ko_movie_reviews.tsv.gz", 2)
        if int(rating) <= 4 or int(rating) >= 9
    }
    services = {
        (text, int(stars) >= 4)
        for stars, _app, text in _rows(folder / "ko_service_reviews.tsv.gz", 3)
        if stars != "3"
    }
    weights = {"film": 1.0, "service": WEIGHT_OF_SERVICES}
    return _reviews({"film": sorted(films), "service": sorted(services)}, weights)


def reviews_en(folder: Path) -> Reviews:
    """Insurers with other than three stars."""
    rows = {
        (source, text, int(stars) >= 4)
        for stars, source, text in _rows(folder / "en_insurer_reviews.tsv.gz", 3)
        if stars != "3"
    }
    sources = sorted({source for source, *_ in rows})
    by_source = {
        s: sorted((text, liked) for source, text, liked in rows if source == s) for s in sources
    }
    return _reviews(by_source, dict.fromkeys(sources, 1.0))


READ_REVIEWS = {"ko": reviews_ko, "en": reviews_en}


def _rows(file: Path, columns: int) -> Iterator[list[str]]:
    """The rows below the header; raises BadFile for a file that is not there."""
    if not file.is_file():
        raise BadFile(f"{file.name} is not in the folder; it holds the reviews to learn from")
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        yield from (row for row in rows if len(row) == columns and row[-1].strip())


def _reviews(sources: dict[str, list[tuple[str, bool]]], weights: dict[str, float]) -> Reviews:
    rows = [
        (kind, text[:LONGEST], liked) for kind, found in sources.items() for text, liked in found
    ]
    kind = np.array([kind for kind, _, _ in rows])
    liked = np.array([liked for _, _, liked in rows])
    weight = np.array([weights[kind] for kind, _, _ in rows])
    # Praise and blame weigh the same in all.
    weight *= np.where(liked, 0.5 / liked.mean(), 0.5 / (1 - liked.mean()))
    return Reviews([text for _, text, _ in rows], liked, weight, kind, _put_aside(kind, liked))


def _put_aside(kind: NDArray[np.str_], liked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    rng, aside = np.random.default_rng(SEED), np.zeros(len(kind), bool)
    for value in (True, False):
        films = np.flatnonzero((kind == "film") & (liked == value))
        aside[rng.permutation(films)[: ASIDE_FILMS // 2]] = True
    aside[rng.permutation(np.flatnonzero(kind == "service"))[:ASIDE_SERVICES]] = True
    insurers = np.flatnonzero((kind != "film") & (kind != "service"))
    aside[rng.permutation(insurers)[:ASIDE_INSURERS]] = True
    return aside
