from functools import cache

import pytest

from analysis.language.labels import Label, Topic
from analysis.language.training.data import (
    KEPT,
    READ_REVIEWS,
    kept_comments,
    learned_comments,
)
from surveys.claims.stages import Stage
from surveys.errors import BadFile

LANGUAGES = ("ko", "en")
STAGES = {*Stage, "none"}
TOPICS = {*Topic, "none"}


kept_of, learned_of = cache(kept_comments), cache(learned_comments)


def every_comment(language):
    return [*kept_of(language), *learned_of(language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_is_one_of_the_codebook(language):
    for comment in every_comment(language):
        assert comment.label in list(Label)
        assert (comment.label == Label.NOT_SCORED) == (not comment.clauses), comment.text
        for each in comment.clauses:
            assert (each.stage in STAGES, each.topic in TOPICS) == (True, True), comment.text
            assert each.label in (Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE), comment.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_clause_stands_where_it_says(language):
    for comment in every_comment(language):
        for each in comment.clauses:
            clause = each.clause
            assert comment.text[clause.start : clause.end] == clause.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_kept_to_measure_is_never_learned(language):
    kept, learned = kept_of(language), learned_of(language)

    assert {comment.batch for comment in kept} <= set(KEPT)
    assert not {comment.batch for comment in learned} & set(KEPT)
    assert not {comment.text for comment in learned} & {comment.text for comment in kept}


def test_there_are_enough_comments_of_our_own():
    korean, english = (
        sum("bank" not in comment.batch for comment in every_comment(language))
        for language in LANGUAGES
    )

    assert korean >= 0.7 * 1500
    assert english >= 0.3 * 1500


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_without_the_reviews_is_refused_by_the_name_of_the_file(language, tmp_path):
    with pytest.raises(BadFile, match=r"reviews\.tsv\.gz is not in the folder"):
        READ_REVIEWS[language](tmp_path)
