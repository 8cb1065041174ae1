import json

import pytest

from surveys.claims.files import COLUMNS
from surveys.claims.models import Claim, ClaimEvent
from surveys.db import db
from tests.factories import claim_record

EVENT = {"claim_id": "C-1", "type": "claim_paid", "at": "2025-03-04T12:00:00+09:00"}


@pytest.fixture
def claims_csv(tmp_path):
    values = claim_record(claim_id="C-1").model_dump(mode="json")
    row = ",".join("" if values[name] is None else str(values[name]) for name in COLUMNS)
    file = tmp_path / "claims.csv"
    file.write_text(f"{','.join(COLUMNS)}\n{row}\n", encoding="utf-8")
    return file


@pytest.fixture
def events_jsonl(tmp_path):
    file = tmp_path / "events.jsonl"
    file.write_text(json.dumps(EVENT) + "\n", encoding="utf-8")
    return file


def test_importing_two_files_takes_both(flask, claims_csv, events_jsonl):
    result = flask("claims", "import", claims_csv, events_jsonl)

    assert result.exit_code == 0
    assert (db.session.query(Claim).count(), db.session.query(ClaimEvent).count()) == (1, 1)
    assert "1 rows, 1 accepted, 0 repeated, 0 rejected" in result.stdout


def test_importing_again_repeats_every_row(flask, claims_csv):
    results = [flask("claims", "import", claims_csv) for _ in range(2)]

    assert [result.exit_code for result in results] == [0, 0]
    assert "1 rows, 0 accepted, 1 repeated, 0 rejected" in results[1].stdout


def test_a_rejected_row_gives_status_one_and_a_list_of_reasons(flask, events_jsonl):
    with events_jsonl.open("a") as file:
        file.write('{"claim_id": "C-1", "type": "nonsense"}\n')

    result = flask("claims", "import", events_jsonl)

    rejected = events_jsonl.with_name("events.jsonl.rejected.csv")
    assert result.exit_code == 1
    assert str(rejected) in result.stdout
    assert "2,type," in rejected.read_text(encoding="utf-8-sig")


def test_an_unreadable_file_gives_status_two_and_the_others_are_taken(flask, claims_csv, tmp_path):
    other = tmp_path / "claims.xlsx"
    other.write_bytes(b"PK")

    result = flask("claims", "import", other, claims_csv)

    assert result.exit_code == 2
    assert "claims.xlsx: claims come as .csv" in result.stderr
    assert db.session.query(Claim).count() == 1


def test_the_outcome_as_json_has_an_entry_a_file(flask, claims_csv, events_jsonl):
    result = flask("claims", "import", "--json", claims_csv, events_jsonl)

    counts = {"rows": 1, "accepted": 1, "repeated": 0, "rejected": 0, "rejected_file": None}
    assert json.loads(result.stdout) == [
        {"file": str(claims_csv), **counts},
        {"file": str(events_jsonl), **counts},
    ]
