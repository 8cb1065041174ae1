from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.language.labels import Label
from analysis.language.reading import read_comment, read_comments
from surveys.claims.stages import Stage

COMMENTS_FILE = Path(__file__).with_name("claim_comments.tsv")


def claim_comments() -> Iterator[object]:
    for line in COMMENTS_FILE.read_text(encoding="utf-8").splitlines()[1:]:
        comment, label, stages = line.split("\t")
        pairs = {tuple(pair.split("=")) for pair in stages.split(",") if pair}
        yield pytest.param(comment, label, pairs, id=comment)


@pytest.mark.parametrize(("comment", "label", "stages"), [*claim_comments()])
def test_a_claim_comment_is_read_as_a_person_reads_it(comment, label, stages):
    reading = read_comment(comment)

    assert reading.label == label
    assert stages <= {(clause.stage, clause.label) for clause in reading.clauses}


@pytest.mark.parametrize("comment", ["없음", "n/a", "ㅋㅋ", "C'était très long", "遅すぎる", ""])
def test_what_cannot_be_scored_has_no_polarity_at_all(comment):
    reading = read_comment(comment)

    assert reading.label is Label.NOT_SCORED
    assert reading.polarity is None
    assert reading.words == reading.clauses == ()


def test_a_reading_names_its_model():
    assert read_comment("좋아요").model == "ko-linear-2"
    assert read_comment("Very good").model == "en-linear-2"
    assert read_comment("없음").model == "none"


def test_a_reading_names_the_words_that_decided():
    assert read_comment("접수는 빨랐지만 입금이 늦었어요").words == ("빨랐지만", "늦었어요")


def test_a_given_language_is_not_second_guessed():
    assert read_comment("좋아요", language="en").model == "en-linear-2"
    assert read_comment("좋아요", language="fr").label is Label.NOT_SCORED


def test_a_clause_without_a_stage_goes_on_about_the_one_before():
    stages = [clause.stage for clause in read_comment("심사가 느리고 답답했어요").clauses]

    assert stages == [Stage.DOCUMENT_REVIEW, Stage.DOCUMENT_REVIEW]


def test_a_clause_that_turns_leaves_the_stage_before_it():
    stages = [clause.stage for clause in read_comment("심사가 느렸지만 친절했어요").clauses]

    assert stages == [Stage.DOCUMENT_REVIEW, None]


def test_clauses_are_exact_spans_of_the_comment():
    comment = "  접수는 쉬웠는데요, 입금은 아직이에요ㅠㅠ  담당자도 모르네요. "

    for clause in read_comment(comment).clauses:
        assert clause.text == comment[clause.start : clause.end]


def test_many_comments_are_read_as_each_alone():
    texts = [
        "입금이 늦었어요",
        "없음",
        "Paid at once, but the app crashed.",
        "très bien, mérci",
        "👍",
    ]

    assert read_comments(texts) == [read_comment(text) for text in texts]


def test_no_comments_are_read_to_nothing():
    assert read_comments([]) == []
