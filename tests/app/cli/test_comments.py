import json

import pytest


@pytest.fixture
def written(tmp_path):
    def write(*lines):
        file = tmp_path / "comments.jsonl"
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return file

    return write


def lines_of(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_each_comment_of_a_file_is_scored(flask, written, tmp_path):
    source = written(
        '{"id": 1, "text": "입금이 늦었어요"}', '{"id": "b", "text": "n/a", "language": "en"}'
    )

    result = flask("comments", "score", str(source), str(tmp_path / "out.jsonl"))

    assert result.exit_code == 0
    first, second = lines_of(tmp_path / "out.jsonl")
    assert (first["id"], first["label"], first["language"]) == (1, "negative", "ko")
    assert (second["id"], second["label"], second["language"]) == ("b", "not_scored", "en")
    assert set(first) == {
        *("id", "language", "label", "polarity", "confidence", "masked_text", "pii"),
        *("clauses", "stages", "words", "complaint", "model"),
    }


def test_bad_lines_are_listed_and_hold_up_nothing(flask, written, tmp_path):
    source = written(
        '{"id": 1, "text": "좋아요"}',
        "not json",
        '{"id": 2}',
        '{"id": 3, "text": "x", "mood": 1}',
        json.dumps({"id": 4, "text": "가" * 4001}),
    )

    result = flask("comments", "score", str(source), str(tmp_path / "out.jsonl"))

    assert result.exit_code == 1
    assert [line["id"] for line in lines_of(tmp_path / "out.jsonl")] == [1]
    rejected = source.with_name("comments.jsonl.rejected.csv").read_text(encoding="utf-8-sig")
    assert [row.split(",")[0] for row in rejected.splitlines()[1:]] == ["2", "3", "4", "5"]


def test_training_says_which_file_is_missing(flask, tmp_path):
    result = flask("comments", "train", str(tmp_path))

    assert result.exit_code == 1
    assert "ko_movie_reviews.tsv.gz is not in the folder" in result.output
