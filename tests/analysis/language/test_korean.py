import pytest
from textblob import TextBlob

from analysis.language.korean import KoreanAnalyzer


def polarity(text):
    return TextBlob(text, analyzer=KoreanAnalyzer()).sentiment.polarity


def test_textblob_hands_over_polarity_and_words():
    sentiment = TextBlob("설명을 못 들었어요", analyzer=KoreanAnalyzer()).sentiment_assessments

    assert sentiment.polarity < 0
    assert sentiment.words == ("설명을 못 들었어요",)


@pytest.mark.parametrize(
    ("plain", "denied"),
    [
        ("친절했어요", "친절하지 않았어요"),
        ("좋아요", "안 좋아요"),
        ("편하게 처리했어요", "편하게 처리하지 못했어요"),
        ("만족합니다", "만족할 수 없습니다"),
    ],
)
def test_negation_turns_praise_to_blame(plain, denied):
    assert polarity(plain) > 0 > polarity(denied)


@pytest.mark.parametrize("text", ["나쁘지 않아요", "불편함 없이 처리됐어요", "어렵지 않았어요"])
def test_negation_turns_blame_to_milder_praise(text):
    assert 0 < polarity(text) < 0.6


def test_double_negation_keeps_the_side():
    assert polarity("불만이 없지 않아요") < 0


def test_an_intensifier_adds_weight():
    assert polarity("너무 늦어요") < polarity("늦어요") < polarity("조금 늦어요") < 0


def test_what_follows_a_contrast_weighs_more():
    assert polarity("느리지만 친절해요") > 0 > polarity("친절하지만 느려요")


def test_a_wish_is_neither_praise_nor_blame():
    assert polarity("더 빨랐으면 좋겠어요") == 0


def test_polarity_stays_within_its_range():
    assert polarity("최악 최악 최악 짜증 짜증") == -1
