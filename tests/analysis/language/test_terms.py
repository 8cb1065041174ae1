import pytest

from analysis.language.reading import read_comment
from analysis.language.terms import terms_of
from analysis.language.words import LONGEST, written_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("입금이 늦었어요", {"입금이", "입금", "늦었어요", "늦다"}),
        ("담당자가 친절했고", {"담당자가", "담당자", "친절했고", "친절하다"}),
        ("App으로 청구", {"app으로", "app", "청구"}),
    ],
)
def test_a_korean_comment_is_found_as_written_and_as_in_a_dictionary(text, words):
    assert terms_of(text, "ko") == words


def test_an_english_comment_is_found_as_written_in_lower_case():
    assert terms_of("I couldn’t reach ANYONE", "en") == {"i", "couldn't", "reach", "anyone"}


def test_what_was_masked_is_no_word():
    assert terms_of("[전화] 주세요", None) == {"주세요"}


def test_a_comment_that_says_nothing_has_words_too():
    assert read_comment("없음").terms == {"없음"}


def test_a_word_without_end_is_known_by_its_first_letters():
    assert written_words("가" * 5000) == ["가" * LONGEST]


def test_letters_in_pieces_are_put_together():
    assert written_words("\u110b\u1175\u11b8금") == ["입금"]
