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
from analysis.language.pieces import NONE, Pieces, known_of, named_stage, one_of, pieces_of
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
    weights = weights_of(language)
    heads = weights.heads
    pieces = pieces_of(text, language)
    known = known_of(pieces, heads[REVIEWS])
    grams = weights.vocabulary.grams(len(pieces), pieces.found)
    polarities = probabilities(heads["polarity"].scores(grams["polarity"], known))[1:]
    telling = [abs(_polarity(shares, heads["polarity"])) >= TELLING for shares in polarities]
    stages = _stages(pieces, grams["stage"][1:], telling, heads["stage"])
    topics = _topics(grams["topic"][1:], known[1:], stages, heads["topic"])
    overall = _overall(pieces, grams["overall"][:1], known, polarities, heads["overall"])
    polarity = _polarity(overall, heads["overall"])
    return Judgement(
        label=_label(overall, heads["overall"]),
        polarity=polarity,
        confidence=float(overall.max()),
        words=_words(pieces, polarity, heads["polarity"]),
        clauses=tuple(
            JudgedClause(
                clause,
                None if stage == NONE else Stage(stage),
                None if topic == NONE else Topic(topic),
                _polarity(shares, heads["polarity"]),
                _label(shares, heads["polarity"]),
            )
            for clause, stage, topic, shares in zip(
                pieces.clauses, stages, topics, polarities, strict=True
            )
        ),
        stages=_said_of_stages(stages, polarities, heads["polarity"]),
    )


def _label(shares: Table, head: Head) -> Label:
    return Label(head.classes[int(shares.argmax())])


def _said_of_stages(
    stages: Sequence[str], polarities: Table, head: Head
) -> dict[Stage, tuple[float, Label]]:
    said = {}
    for stage in Stage:
        of_stage = polarities[[each == stage for each in stages]]
        if len(of_stage):
            shares = of_stage.mean(axis=0)
            said[stage] = (_polarity(shares, head), _label(shares, head))
    return said


def _stages(pieces: Pieces, grams: Table, telling: Sequence[bool], head: Head) -> list[str]:
    """The stage of each clause: by its words, by what it names, and by the clause before it.

    A clause that speaks of none goes on about the stage before it in the same sentence, unless it
    turns against what was said there; where nothing telling was said, it cannot.
    """
    stages: list[str] = []
    end = 0
    for place, (clause, of_words) in enumerate(zip(pieces.clauses, grams, strict=True)):
        before = stages[-1] if stages else None
        turns = clause.after_contrast and place > 0 and telling[place - 1]
        known = np.concatenate([one_of(named_stage(clause)), one_of(before)])
        stage = head.classes[int(head.scores(of_words, known).argmax())]
        goes_on = not SENTENCE_END.search(pieces.text, max(0, end - 1), clause.start)
        if stage == NONE and before and goes_on and not turns:
            stage = before
        stages.append(stage)
        end = clause.end
    return stages


def _topics(grams: Table, known: Table, stages: Sequence[str], head: Head) -> list[str]:
    dense = np.hstack([np.array([one_of(stage) for stage in stages], np.float32), known])
    return [head.classes[place] for place in head.scores(grams, dense).argmax(axis=1)]


def _overall(pieces: Pieces, grams: Table, known: Table, polarities: Table, head: Head) -> Table:
    dense = gathered(pieces, known, polarities)[None, :]
    shares: Table = probabilities(head.scores(grams, dense))[0]
    return shares


def _polarity(shares: Table, head: Head) -> float:
    by_class = dict(zip(head.classes, shares, strict=True))
    return float(by_class[Label.POSITIVE] - by_class[Label.NEGATIVE])


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
