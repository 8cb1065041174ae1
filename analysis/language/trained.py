"""Reads comments by the trained weights, plugged into TextBlob's extension point."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from textblob.base import CONTINUOUS, BaseSentimentAnalyzer

from analysis.language.clauses import Clause
from analysis.language.features import word_hashes
from analysis.language.labels import Label, Topic
from analysis.language.overall import gathered
from analysis.language.pieces import (
    NONE,
    STAGES,
    Pieces,
    Seen,
    named_stage,
    one_of,
    pieces_of,
    see,
)
from analysis.language.sentiment import Sentiment
from analysis.language.weights import (
    REVIEWS,
    Head,
    Table,
    Weights,
    look_up,
    probabilities,
    weights_of,
)
from surveys.claims.stages import Stage

SENTENCE_END = re.compile(r"[.!?\n]")

# A clause whose polarity is nearer to zero neither praises nor blames.
TELLING = 0.3

# Words that are named as deciding, where the lexicon knows none.
MOST_WORDS = 3


@dataclass(frozen=True)
class JudgedClause:
    clause: Clause
    stage: Stage | None
    topic: Topic | None
    polarity: float
    label: Label


@dataclass(frozen=True)
class Judgement:
    """What a comment says on the whole and clause by clause; polarity in [-1, 1] is the share of
    praise less that of blame, confidence the share of the label."""

    label: Label
    polarity: float
    confidence: float
    words: tuple[str, ...]
    clauses: tuple[JudgedClause, ...]
    # What is said of each stage, from all clauses that speak of it.
    stages: Mapping[Stage, tuple[float, Label]]


def judge(text: str, language: str) -> Judgement:
    """Judge a comment in a language that has a model ("ko", "en")."""
    return judge_all([text], language)[0]


def judge_all(texts: Sequence[str], language: str) -> list[Judgement]:
    """Judge comments in one language; many at once take half the time of one by one."""
    weights = weights_of(language)
    heads = weights.heads
    seen = see([pieces_of(text, language) for text in texts], heads[REVIEWS])
    grams = weights.vocabulary.grams(len(seen), seen.found)
    of_wholes, of_clauses = slice(0, seen.wholes), slice(seen.wholes, None)
    known = seen.known[of_clauses]
    shares = probabilities(heads["polarity"].scores(grams["polarity"][of_clauses], known))
    clauses = Shares(heads["polarity"].classes, shares)
    stages = _stages(seen, grams["stage"][of_clauses], clauses.polarities, heads["stage"])
    topics = _topics(grams["topic"][of_clauses], known, stages, heads["topic"])
    scores = heads["overall"].scores(grams["overall"][of_wholes], gathered(seen, shares))
    overall = Shares(heads["overall"].classes, probabilities(scores))
    return [
        Judgement(
            label=overall.labels[place],
            polarity=overall.polarities[place],
            confidence=float(overall.shares[place].max()),
            words=_words(pieces, overall.polarities[place], heads["polarity"]),
            clauses=tuple(
                map(
                    _judged,
                    pieces.clauses,
                    stages[span],
                    topics[span],
                    clauses.polarities[span],
                    clauses.labels[span],
                )
            ),
            stages=_said_of_stages(stages[span], shares[span], clauses.classes),
        )
        for place, (pieces, span) in enumerate(zip(seen.comments, seen.spans, strict=True))
    ]


class Shares:
    """The share of each label in each row, and what follows from it."""

    def __init__(self, classes: Sequence[str], shares: Table) -> None:
        self.classes, self.shares = classes, shares
        self.labels = [Label(classes[place]) for place in shares.argmax(axis=1)]
        praise, blame = classes.index(Label.POSITIVE), classes.index(Label.NEGATIVE)
        self.polarities: list[float] = (shares[:, praise] - shares[:, blame]).tolist()


def _judged(clause: Clause, stage: str, topic: str, polarity: float, label: Label) -> JudgedClause:
    return JudgedClause(
        clause,
        None if stage == NONE else Stage(stage),
        None if topic == NONE else Topic(topic),
        polarity,
        label,
    )


def _said_of_stages(
    stages: Sequence[str], shares: Table, classes: Sequence[str]
) -> dict[Stage, tuple[float, Label]]:
    said = {}
    for stage in dict.fromkeys(stages):
        if stage != NONE:
            of_stage = shares[[each == stage for each in stages]].mean(axis=0, keepdims=True)
            mean = Shares(classes, of_stage)
            said[Stage(stage)] = (mean.polarities[0], mean.labels[0])
    return said


def _stages(seen: Seen, grams: Table, polarities: Sequence[float], head: Head) -> list[str]:
    """The stage of each clause: by its words, by what it names, and by the clause before it.

    A clause that speaks of none goes on about the stage before it in the same sentence, unless it
    turns against what was said there; where nothing telling was said, it cannot.
    """
    named = np.array([one_of(named_stage(clause)) for clause in seen.clauses])
    by_words = head.scores(grams, np.hstack([named, np.zeros_like(named)]))
    by_before = dict(zip(STAGES, head.dense[len(STAGES) :], strict=True))
    stages: list[str] = []
    for pieces, span in zip(seen.comments, seen.spans, strict=True):
        before, end, telling = None, 0, False
        for clause, scores, polarity in zip(
            pieces.clauses, by_words[span], polarities[span], strict=True
        ):
            scores = scores if before is None else scores + by_before[before]
            stage = head.classes[int(scores.argmax())]
            goes_on = not SENTENCE_END.search(pieces.text, max(0, end - 1), clause.start)
            turns = clause.after_contrast and telling
            if stage == NONE and before and goes_on and not turns:
                stage = before
            stages.append(stage)
            before, end, telling = stage, clause.end, abs(polarity) >= TELLING
    return stages


def _topics(grams: Table, known: Table, stages: Sequence[str], head: Head) -> list[str]:
    dense = np.hstack([np.array([one_of(stage) for stage in stages], np.float32), known])
    return [head.classes[place] for place in head.scores(grams, dense).argmax(axis=1)]


def _words(pieces: Pieces, polarity: float, head: Head) -> tuple[str, ...]:
    """The words that decided: those of the lexicon, or else those that the model weighs most."""
    named = tuple(word.word for weighed in pieces.weighed for word in weighed.words)
    if named or not pieces.words:
        return named
    words = [word for _, word in pieces.words]
    rows, known = look_up(head.hashes, word_hashes(words))
    of_label = {label: place for place, label in enumerate(head.classes)}
    leaning = (
        head.weights[rows, of_label[Label.POSITIVE]] - head.weights[rows, of_label[Label.NEGATIVE]]
    )
    weighs = np.where(known, leaning * np.sign(polarity), 0)
    heaviest = [place for place in np.argsort(-weighs)[:MOST_WORDS] if weighs[place] > 0]
    return tuple(words[place].partition("/")[0] for place in sorted(heaviest))


class TrainedAnalyzer(BaseSentimentAnalyzer):  # type: ignore[misc]  # TextBlob is untyped
    """The sentiment of a text by the trained weights of one language."""

    kind = CONTINUOUS
    language = ""

    def analyze(self, text: str, keep_assessments: bool = True) -> Sentiment:
        """Return the sentiment; the words come along whether TextBlob asks for them or not."""
        judged = judge(text, self.language)
        return Sentiment(judged.polarity, judged.confidence, judged.words)


class TrainedKoreanAnalyzer(TrainedAnalyzer):
    language = "ko"


class TrainedEnglishAnalyzer(TrainedAnalyzer):
    language = "en"


def model_name(language: str) -> str:
    weights: Weights = weights_of(language)
    return weights.name
