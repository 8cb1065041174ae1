import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.cleaning import clean_line, clean_text
from surveys.errors import BadInput

LIMIT = 4000

characters = st.characters(exclude_categories=("Cs",)) | st.sampled_from("\x00\r\n\t \u202e")
some_text = st.text(alphabet=characters, max_size=50)


@pytest.mark.parametrize(
    ("value", "cleaned"),
    [
        ("\u1112\u1161\u11ab", "한"),
        ("e\u0301", "é"),
        ("a\x00b\x07c\x7fd\x9fe", "abcde"),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("one\u2028two\x85three", "one\ntwo\nthree"),
        ("a\tb", "a\tb"),
        (" \n\u3000text\u00a0\n", "text"),
        ("a\u202eb\u202cc\u2066d\u2069", "abcd"),
        ("👨\u200d👩\u200d👧 🙏🏽", "👨\u200d👩\u200d👧 🙏🏽"),
        ("مرحبا", "مرحبا"),
        ("\x00 ", ""),
    ],
)
def test_text_is_brought_into_one_shape(value, cleaned):
    assert clean_text(value, "comment", LIMIT) == cleaned


@pytest.mark.parametrize(
    ("value", "cleaned"),
    [
        ("홍\n길동", "홍 길동"),
        ("  홍 \t\u3000 길동 ", "홍 길동"),
        ("홍 \x00 길동", "홍 길동"),
        ("홍\x85길동", "홍 길동"),
    ],
)
def test_a_line_has_single_spaces_only(value, cleaned):
    assert clean_line(value, "name", LIMIT) == cleaned


@pytest.mark.parametrize("clean", [clean_text, clean_line])
@pytest.mark.parametrize("value", ["\ud800", "a\udfffb"])
def test_half_a_character_is_refused_by_the_name_of_its_field(clean, value):
    with pytest.raises(BadInput, match="surrogate") as refused:
        clean(value, "comment", LIMIT)

    assert refused.value.field == "comment"


@pytest.mark.parametrize("clean", [clean_text, clean_line])
def test_one_character_over_the_limit_is_refused_with_both_numbers(clean):
    assert len(clean("가" * 4000, "comment", LIMIT)) == 4000

    with pytest.raises(BadInput, match="at most 4000 characters, not 4001") as refused:
        clean("가" * 4001, "comment", LIMIT)

    assert refused.value.field == "comment"


def test_what_is_taken_away_does_not_count_for_the_limit():
    assert clean_text("  \x00e\u0301\n ", "name", 1) == "é"
    assert clean_line("a \n b", "name", 3) == "a b"


@pytest.mark.parametrize("clean", [clean_text, clean_line])
@given(value=some_text)
def test_cleaning_twice_changes_nothing(clean, value):
    once = clean(value, "comment", LIMIT)

    assert clean(once, "comment", LIMIT) == once
