import gzip

import pytest

from analysis.language import weights
from analysis.language.silence import silence_shares
from analysis.language.training import data, heads, silences, training
from analysis.language.weights import weights_of

LIKED = ["great service and very quick", "helpful staff, thank you", "paid fast, happy"]
BLAMED = ["terrible and slow", "rude staff, never again", "still waiting, useless"]
COMMENTS = (
    '{"text": "The app was easy", "language": "en", "label": "positive", "clauses":'
    ' [["The app was easy", "filing", "ease_of_use", "positive"]]}\n'
    '{"text": "The payment was slow", "language": "en", "label": "negative", "clauses":'
    ' [["The payment was slow", "payout", "speed", "negative"]]}\n'
    '{"text": "It was paid on Monday", "language": "en", "label": "neutral", "clauses":'
    ' [["It was paid on Monday", "payout", "none", "neutral"]]}\n'
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A few reviews and comments, and an empty place for the weights."""
    rows = [
        *(f"5\tpet\t{text} {n}" for text in LIKED for n in "abcdefgh"),
        *(f"1\tpet\t{text} {n}" for text in BLAMED for n in "abcdefgh"),
    ]
    with gzip.open(tmp_path / "en_insurer_reviews.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(["stars\tsource\ttext", *rows]) + "\n")
    for batch in "abc":
        (tmp_path / f"en_{batch}.jsonl").write_text(COMMENTS, encoding="utf-8")
    monkeypatch.setattr(data, "COMMENTS", tmp_path)
    monkeypatch.setattr(data, "ASIDE_INSURERS", 6)
    monkeypatch.setattr(training, "FOLDER", tmp_path)
    monkeypatch.setattr(weights, "FOLDER", tmp_path)
    monkeypatch.setattr(heads, "FOLDS", 2)
    weights_of.cache_clear()
    yield tmp_path
    weights_of.cache_clear()


def test_training_writes_the_weights_that_reading_uses(folder):
    told = []

    file = training.train(folder, "en", told.append)

    made = weights_of("en")
    assert file == folder / "en.npz"
    assert made.name == f"en-linear-{training.VERSION}"
    assert set(made.heads) == {"reviews", "polarity", "stage", "topic", "overall"}
    assert made.heads["polarity"].classes == ("negative", "neutral", "positive")
    assert told


def test_the_same_folder_gives_the_same_weights(folder):
    first = training.train(folder, "en", lambda _: None).read_bytes()

    assert training.train(folder, "en", lambda _: None).read_bytes() == first


def test_reviews_that_are_put_aside_are_not_learned(folder):
    reviews = data.reviews_en(folder)

    assert reviews.aside.sum() == 6
    assert len(reviews.texts) == 48


def test_what_says_nothing_is_learned_from_short_comments(folder, monkeypatch):
    lines = [f"x\tnothing {n}\no\tgreat {n}" for n in "abcdefgh"]
    (folder / "silence_learned.tsv").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(silences, "FOLDER", folder)

    file = silences.train_silence()

    head = weights_of("silence").heads["silence"]
    assert file == folder / "silence.npz"
    assert head.classes == ("not_scored", "scored")
    shares = silence_shares(["nothing at all", "great staff"])
    assert shares[0] > 0.5 > shares[1]
