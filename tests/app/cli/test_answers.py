import json

import pytest

from surveys.db import db
from surveys.outbox.models import OutboxEmail
from surveys.questionnaires.models import Question, Questionnaire
from surveys.responses.models import Response
from tests.factories import make_claim

ANSWER = {
    "claim_id": "C-1",
    "asked_at": "2025-03-05T12:00:00+09:00",
    "answered_at": "2025-03-05T12:30:00+09:00",
    "nps": 4,
    "ratings": {"filing": 5},
    "comment": "늦었어요",
    "language": "ko",
}


@pytest.fixture
def answers_jsonl(tmp_path):
    file = tmp_path / "answers.jsonl"
    file.write_text(json.dumps(ANSWER) + "\n", encoding="utf-8")
    return file


def test_answers_are_taken_and_nobody_is_written_to(flask, answers_jsonl):
    make_claim(claim_id="C-1")

    result = flask("answers", "import", answers_jsonl)
    flask("jobs", "run", "invite")

    assert result.exit_code == 0
    assert "1 rows, 1 accepted, 0 repeated, 0 rejected" in result.stdout
    assert db.session.query(Response).one().score == 4
    assert db.session.query(OutboxEmail).count() == 0


def test_importing_again_repeats_every_answer(flask, answers_jsonl):
    make_claim(claim_id="C-1")

    results = [flask("answers", "import", answers_jsonl) for _ in range(2)]

    assert [result.exit_code for result in results] == [0, 0]
    assert "1 rows, 0 accepted, 1 repeated, 0 rejected" in results[1].stdout


def test_an_answer_before_its_claim_is_listed_and_taken_after_it(flask, answers_jsonl):
    early = flask("answers", "import", answers_jsonl)
    rejected = answers_jsonl.with_name("answers.jsonl.rejected.csv")
    listed = rejected.read_text(encoding="utf-8-sig").splitlines()
    make_claim(claim_id="C-1")
    late = flask("answers", "import", answers_jsonl)

    assert [early.exit_code, late.exit_code] == [1, 0]
    assert listed[1] == "1,claim_id,is no claim that we know; please import the claim first"
    assert not rejected.exists()
    assert db.session.query(Response).count() == 1


def test_bad_lines_are_listed_in_the_order_of_the_file(flask, answers_jsonl):
    make_claim(claim_id="C-1")
    lines = [ANSWER | {"claim_id": "C-2"}, ANSWER | {"nps": 11}, ANSWER, ANSWER | {"nps": 5}]
    answers_jsonl.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    result = flask("answers", "import", "--json", answers_jsonl)

    rejected = answers_jsonl.with_name("answers.jsonl.rejected.csv")
    listed = [line.split(",")[:2] for line in rejected.read_text("utf-8-sig").splitlines()[1:]]
    counts = {"rows": 4, "accepted": 1, "repeated": 0, "rejected": 3}
    assert result.exit_code == 1
    assert listed == [["1", "claim_id"], ["2", "nps"], ["4", "claim_id"]]
    assert json.loads(result.stdout) == [
        {"file": str(answers_jsonl), **counts, "rejected_file": str(rejected)}
    ]


def test_a_file_of_another_kind_gives_status_two_and_the_others_are_taken(
    flask, answers_jsonl, tmp_path
):
    make_claim(claim_id="C-1")
    other = tmp_path / "answers.xlsx"
    other.write_bytes(b"PK")

    result = flask("answers", "import", other, answers_jsonl)

    assert result.exit_code == 2
    assert "answers.xlsx: answers come as .jsonl" in result.stderr
    assert db.session.query(Response).count() == 1


def test_without_a_questionnaire_an_import_says_so_and_takes_nothing(flask, answers_jsonl):
    make_claim(claim_id="C-1")
    for model in (Question, Questionnaire):
        db.session.execute(model.__table__.delete())

    result = flask("answers", "import", answers_jsonl)

    assert result.exit_code == 1
    assert "no questionnaire is published" in result.stderr
    assert db.session.query(Response).count() == 0
