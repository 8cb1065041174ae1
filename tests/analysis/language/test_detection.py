import pytest

from analysis.language.detection import language_of


@pytest.mark.parametrize(
    "text", ["입금이 늦어요", "앱 UI가 별로", "ㅠㅠ", "App이 crash 나요", "좋아요"]
)
def test_korean_is_known_by_its_letters(text):
    assert language_of(text) == "ko"


def test_english_may_quote_a_korean_name():
    assert language_of("The adjuster Mr. 김 was kind and quick to answer") == "en"


def test_decomposed_hangul_is_korean():
    assert language_of("\u1109\u1161\u1105\u1161\u11bc") == "ko"


@pytest.mark.parametrize(
    "text", ["", "...", "123", "👍", "支払いが遅い", "Très déçu", "Очень долго"]
)
def test_other_letters_are_no_language_we_read(text):
    assert language_of(text) is None
