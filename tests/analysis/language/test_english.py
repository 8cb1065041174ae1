import pytest
from textblob import TextBlob

from analysis.language.english import EnglishAnalyzer


def sentiment(text):
    return TextBlob(text, analyzer=EnglishAnalyzer()).sentiment


@pytest.mark.parametrize("text", ["The claim was denied.", "I am still waiting", "No response"])
def test_it_knows_the_words_of_the_trade(text):
    assert sentiment(text).polarity < 0


def test_it_leaves_the_rest_to_textblob():
    assert sentiment("Wonderful people").words == ("wonderful",)


def test_a_denied_complaint_is_praise():
    assert sentiment("No complaints").polarity > 0
    assert sentiment("It was not slow").polarity > 0


def test_denied_praise_is_blame():
    assert sentiment("They were not very helpful").polarity < 0


def test_what_follows_but_weighs_more():
    assert sentiment("Slow but helpful").polarity > 0 > sentiment("Helpful but slow").polarity


def test_no_known_word_gives_no_confidence():
    assert sentiment("I sent a letter") == (0.0, 0.0, ())
