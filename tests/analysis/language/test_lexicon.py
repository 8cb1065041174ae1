import pytest

from analysis.language import english, korean
from analysis.language.lexicon import weighted_phrases
from analysis.language.stems import key_of


@pytest.mark.parametrize("file", [korean.LEXICON_FILE, english.LEXICON_FILE])
def test_weights_lie_between_minus_one_and_one(file):
    assert all(-1 <= weight <= 1 for weight in weighted_phrases(file).values())


def test_every_korean_phrase_has_a_stem_to_be_found_by():
    assert [phrase for phrase in weighted_phrases(korean.LEXICON_FILE) if not key_of(phrase)] == []


def test_no_korean_word_shrinks_to_a_syllable_that_means_something_else():
    shrunk = {
        phrase
        for phrase in weighted_phrases(korean.LEXICON_FILE)
        if len(phrase) > 1
        and len(key := key_of(phrase)) == 1
        and len(key[0][0]) == 1
        and key[0][1] in "NM"
    }

    assert shrunk == set()
