import numpy as np
import pytest

from analysis.language import weights
from analysis.language.weights import Head, Vocabulary, probabilities, save, weights_of

NOTHING = np.zeros((2, 0), np.float32)


@pytest.fixture
def head():
    return Head(
        classes=("bad", "good"),
        hashes=np.array([3, 7, 2**32 - 1], np.uint32),
        weights=np.array([[1, -1], [0.5, 0], [-2, 2]], np.float32),
        dense=np.zeros((0, 2), np.float32),
        bias=np.array([0.1, 0.2], np.float32),
    )


def found(*pairs):
    places, hashes = zip(*pairs, strict=True)
    return np.array(places), np.array(hashes, np.uint32)


def test_the_weights_of_known_hashes_add_up(head):
    grams = head.grams(2, found((0, 3), (0, 7), (0, 8), (1, 9)), by_length=False)

    assert head.scores(grams, NOTHING) == pytest.approx(np.array([[1.6, -0.8], [0.1, 0.2]]))


def test_by_length_the_known_hashes_of_a_text_share(head):
    grams = head.grams(2, found((0, 3), (0, 7), (0, 8), (1, 9)))

    assert head.scores(grams, NOTHING)[0] == pytest.approx([1.5 / 2**0.5 + 0.1, -1 / 2**0.5 + 0.2])


def test_several_heads_look_a_text_up_together_as_each_does_alone(head):
    other = Head(
        ("a", "b", "c"), head.hashes[1:], np.eye(2, 3, dtype=np.float32), *[head.dense] * 2
    )
    texts = found((0, 3), (0, 7), (2, 7), (2, 2**32 - 1))

    together = Vocabulary.of({"one": head, "other": other}).grams(4, texts)

    assert together["one"] == pytest.approx(head.grams(4, texts))
    assert together["other"] == pytest.approx(other.grams(4, texts))


def test_probabilities_of_a_row_make_one():
    shares = probabilities(np.array([[0.0, 0.0], [1000.0, 0.0]], np.float32))

    assert shares == pytest.approx(np.array([[0.5, 0.5], [1.0, 0.0]]))


def test_weights_come_back_as_they_were_saved(head, tmp_path, monkeypatch):
    monkeypatch.setattr(weights, "FOLDER", tmp_path)
    save(tmp_path / "xx.npz", "xx-1", {"polarity": head})

    back = weights_of("xx")

    assert back.name == "xx-1"
    assert back.heads["polarity"].classes == head.classes
    assert (back.heads["polarity"].hashes == head.hashes).all()
    assert back.heads["polarity"].weights == pytest.approx(head.weights, abs=0.02)
