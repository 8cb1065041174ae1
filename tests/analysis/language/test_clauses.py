import pytest

from analysis.language.clauses import split_clauses


def texts(comment, language="ko"):
    return [clause.text for clause in split_clauses(comment, language)]


def contrasts(comment, language="ko"):
    return [clause.after_contrast for clause in split_clauses(comment, language)]


def test_a_contrast_ending_parts_two_clauses():
    comment = "접수는 빨랐지만 입금이 늦었어요"

    assert texts(comment) == ["접수는 빨랐지만", "입금이 늦었어요"]
    assert contrasts(comment) == [False, True]


@pytest.mark.parametrize(
    "comment", ["손해사정사가 왔는데 불친절했어요", "쉬운데 느려요", "길었으나 친절했다"]
)
def test_endings_that_kiwi_may_misread_still_part(comment):
    assert contrasts(comment) == [False, True]


def test_and_parts_without_a_contrast():
    assert contrasts("접수도 쉽고 입금도 빨라요") == [False, False]


@pytest.mark.parametrize("comment", ["기다리고 있어요", "빨리 받고 싶어요", "돈 받는데 한달 걸림"])
def test_an_ending_before_an_auxiliary_does_not_part(comment):
    assert texts(comment) == [comment]


def test_a_turning_word_opens_a_contrast_across_sentences():
    assert contrasts("좋았어요. 그런데 입금이 늦었어요") == [False, True]


def test_signs_stay_with_the_clause_before_them():
    assert texts("빨라요!! ㅠㅠ 감사합니다 👍") == ["빨라요!! ㅠㅠ", "감사합니다 👍"]


def test_but_parts_english_clauses():
    comment = "Easy to file, but the payout took forever. No news!"

    assert texts(comment, "en") == ["Easy to file", "but the payout took forever.", "No news!"]
    assert contrasts(comment, "en") == [False, True, False]


def test_although_gives_way_to_the_main_clause():
    assert contrasts("Although it was slow, they paid", "en") == [False, True]


def test_a_list_with_commas_is_one_clause():
    assert texts("Fast, friendly, and fair", "en") == ["Fast, friendly, and fair"]


@pytest.mark.parametrize("comment", ["", " ", "...", "\n\n"])
def test_a_text_without_letters_has_no_clauses(comment):
    assert texts(comment) == []
