import numpy as np

from analysis.language.features import hashes_of, normalised, word_hashes, words_en, words_ko


def of(text, words=()):
    """The hashes of a text alone."""
    return set(hashes_of([text], [list(words)])[1].tolist())


def test_spelling_that_says_nothing_is_evened_out():
    assert normalised("  ㅋㅋㅋㅋㅋ  GOOD!!!! 1,234원 ") == " ㅋㅋ good!! 0,0원 "


def test_each_text_has_the_hashes_that_it_has_alone():
    texts, words = ["느려요", "빨라요"], [["느리/VA"], ["빠르/VA"]]

    places, hashes = hashes_of(texts, words)

    for place in (0, 1):
        alone = of(texts[place], words[place])
        assert set(hashes[places == place].tolist()) == alone


def test_a_hash_stands_once_in_a_text():
    _, hashes = hashes_of(["가나가나가나"], [[]])

    assert len(np.unique(hashes)) == len(hashes)


def test_letters_and_words_of_one_form_are_told_apart():
    assert not of("a") & set(word_hashes(["a"]).tolist())


def test_a_word_alone_has_the_hash_that_it_has_in_a_text():
    assert set(word_hashes(["느리/VA"]).tolist()) <= of("느려요", ["느리/VA", "어요/E"])


def test_an_empty_text_has_hashes_too():
    assert of("")


def test_words_stand_where_they_are_in_the_text():
    assert words_en("It took 12 days") == [(0, "it"), (3, "took"), (8, "0"), (10, "days")]
    assert words_ko("입금 늦음")[0] == (0, "입금/NN")
