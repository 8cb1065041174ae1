import json
from collections import Counter
from pathlib import Path

import pytest

FILE = Path(__file__).parents[3] / "app" / "demo" / "comments.jsonl"
MOODS = ("promoter", "passive", "detractor")
STAGES = ("filing", "document_review", "investigation", "decision", "payout")
PRODUCTS = ("auto", "fire", "health", "travel")
LEAST = {"ko": 20, "en": 7}
LEAST_GENERAL = {"ko": 25, "en": 7}
LEAST_SILENT = 10
UNWANTED = ("hearback", "히어백", "survey", "설문", "nps")


@pytest.fixture(scope="module")
def comments():
    lines = FILE.read_text(encoding="utf-8").split("\n")
    assert lines.pop() == "", "the file ends with a newline"
    return [json.loads(line) for line in lines]


def test_there_are_enough(comments):
    assert len(comments) >= 540


def test_every_line_has_the_fields_and_allowed_values(comments):
    for comment in comments:
        assert list(comment) == ["language", "mood", "stage", "product", "text"]
        assert comment["language"] in LEAST
        assert comment["mood"] in (*MOODS, None)
        assert comment["stage"] in (*STAGES, None)
        assert comment["product"] in (*PRODUCTS, None)


def test_no_text_comes_twice(comments):
    texts = Counter(" ".join(comment["text"].casefold().split()) for comment in comments)
    assert [text for text, times in texts.items() if times > 1] == []


def test_texts_are_trimmed_and_fit_the_comment_box(comments):
    for comment in comments:
        text = comment["text"]
        assert text == text.strip()
        assert 0 < len(text) <= 1000


@pytest.mark.parametrize("language", LEAST)
@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("stage", [*STAGES, None])
def test_each_mood_and_stage_has_enough_to_say(comments, language, mood, stage):
    fitting = [
        comment
        for comment in comments
        if (comment["language"], comment["mood"], comment["stage"]) == (language, mood, stage)
    ]
    least = LEAST_GENERAL if stage is None else LEAST
    assert len(fitting) >= least[language]


@pytest.mark.parametrize("language", LEAST)
def test_no_claim_is_left_without_a_comment_that_fits_it(comments, language):
    told = Counter(
        (comment["mood"], comment["stage"])
        for comment in comments
        if comment["language"] == language and comment["product"] is None
    )
    for mood in MOODS:
        for stage in (*STAGES, None):
            assert told[mood, stage] > 0, (mood, stage)


@pytest.mark.parametrize("language", LEAST)
def test_comments_that_say_nothing_name_no_stage(comments, language):
    silent = [c for c in comments if c["language"] == language and c["mood"] is None]
    assert len(silent) >= LEAST_SILENT
    assert all(c["stage"] is None and c["product"] is None for c in silent)


def test_nobody_names_the_product_or_the_asking(comments):
    for comment in comments:
        text = comment["text"].casefold()
        assert not any(word in text for word in UNWANTED), text
