import json

import pytest

from analysis.language.labels import Label, Topic
from analysis.language.trained import model_name
from analysis.readings.correcting import Said, SaidOfClause, correct_reading
from analysis.readings.latest import latest_readings
from analysis.readings.reading import read_next
from analysis.recounting import miscounted, rebuild
from surveys.claims.stages import Stage
from surveys.db import db, write
from tests.factories import DAY, NOON, make_clause, make_reading, make_response


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


def test_comments_of_an_earlier_model_are_read_again(flask, parts):
    response = make_response(parts, comment="입금이 늦었어요")
    make_reading(response, make_clause(Label.POSITIVE), model="ko-linear-0")
    rebuild(parts.zone)
    db.session.commit()

    first, again = flask("comments", "read-again"), flask("comments", "read-again")

    assert "1 comments read again" in first.output
    assert "0 comments read again" in again.output
    reading = latest_readings([response.id])[response.id].reading
    assert (reading.label, reading.model) == (Label.NEGATIVE, model_name("ko"))
    assert not miscounted(parts.zone)


def test_what_people_said_is_exported_and_measures_the_models(flask, parts, tmp_path):
    response = make_response(parts, comment="입금이 늦었어요. 전화 010-1234-5678")
    db.session.commit()
    read_next(NOON + 3 * DAY, parts.zone)
    seen = latest_readings([response.id])[response.id]
    clauses = [SaidOfClause(Stage.PAYOUT, Topic.SPEED, Label.POSITIVE) for _ in seen.clauses]
    said = Said(Label.POSITIVE, complaint=True, clauses=clauses)
    who_and_when = ("kim@example.com", NOON + 4 * DAY, parts.zone)
    write(lambda: correct_reading(response.id, seen.reading.id, said, *who_and_when))

    result = flask("comments", "export", str(tmp_path / "said.jsonl"))
    measured = flask("comments", "evaluate", "--comments", str(tmp_path / "said.jsonl"))

    assert "1 comments written" in result.output
    line = lines_of(tmp_path / "said.jsonl")[0]
    assert (line["label"], line["complaint"], line["language"]) == ("positive", True, "ko")
    assert line["clauses"][0] == ["입금이 늦었어요.", "payout", "speed", "positive"]
    assert (line["read"]["label"], line["read"]["model"]) == ("negative", model_name("ko"))
    assert "5678" not in line["text"]
    assert "kim" not in str(line)
    assert "| all | 1 | 0.000 |" in measured.output


def test_a_line_that_is_no_labelled_comment_is_named(flask, written):
    result = flask("comments", "evaluate", "--comments", str(written('{"text": "fine"}')))

    assert result.exit_code == 1
    assert "comments.jsonl, line 1 is no labelled comment" in result.output


def test_training_says_which_file_is_missing(flask, tmp_path):
    result = flask("comments", "train", str(tmp_path))

    assert result.exit_code == 1
    assert "ko_movie_reviews.tsv.gz is not in the folder" in result.output
