import pytest
from textblob import Blobber

from analysis.language.analyzers import ANALYZERS, label_of, polarity_of
from analysis.language.labels import Label
from analysis.language.trained import TrainedKoreanAnalyzer, judge
from surveys.claims.stages import Stage


def test_praise_and_blame_are_told_apart_by_stage():
    stages = judge("접수는 쉬웠는데 입금이 너무 늦었어요", "ko").stages

    assert stages[Stage.FILING][1] is Label.POSITIVE
    assert stages[Stage.PAYOUT][1] is Label.NEGATIVE


def test_shares_make_polarity_and_confidence():
    judged = judge("The adjuster was rude and nobody called back", "en")

    assert judged.label is Label.NEGATIVE
    assert -1 <= judged.polarity < 0
    assert 1 / 3 < judged.confidence <= 1


def test_the_words_that_decided_are_named():
    assert judge("심사가 너무 느려서 답답했어요", "ko").words


def test_a_picture_alone_is_one_clause():
    (clause,) = judge("👍", "ko").clauses

    assert clause.clause.text == "👍"


def test_it_plugs_into_the_extension_point_of_textblob():
    blob = Blobber(analyzer=TrainedKoreanAnalyzer())("설명이 친절했어요")

    assert blob.sentiment.polarity == judge("설명이 친절했어요", "ko").polarity > 0


@pytest.mark.parametrize("analyzer", ANALYZERS)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_analyzer_can_be_asked(language, analyzer):
    assert -1 <= polarity_of("The staff was very helpful", language, analyzer) <= 1


@pytest.mark.parametrize(
    ("polarity", "label"),
    [(0.11, "positive"), (0.09, "neutral"), (-0.09, "neutral"), (-1, "negative")],
)
def test_near_zero_a_polarity_is_neutral(polarity, label):
    assert label_of(polarity) == label
