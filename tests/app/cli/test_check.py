import json

import pytest

from app.keeping.schema import NO_TABLES, TOO_NEW, TOO_OLD
from tests.factories import make_claim, make_response


def test_a_sound_database_is_clean(flask, at_head, parts):
    make_claim()
    make_response(parts, comment="늦었어요")

    result = flask("check")

    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert len(lines) == 19
    assert all(line.startswith("holds   ") for line in lines)


def test_a_broken_rule_is_named_with_how_many_break_it_and_an_example(flask, at_head):
    claims = [make_claim(), make_claim()]
    for claim in claims:
        claim.plan_due_at = None

    result = flask("check")

    assert result.exit_code == 1
    assert "BROKEN  paid_claim_decided: " in result.stdout
    assert f"; 2 found, for example {min(c.external_id for c in claims)}\n" in result.stdout


def test_findings_come_as_json_too(flask, at_head):
    claim = make_claim()
    claim.plan_due_at = None
    external_id = claim.external_id

    result = flask("check", "--json")

    document = json.loads(result.stdout)
    assert (result.exit_code, document["clean"]) == (1, False)
    found = {check["name"]: check["example"] for check in document["checks"] if check["found"]}
    assert found == {"paid_claim_decided": external_id}


@pytest.mark.parametrize(
    ("written", "message"), [("38068c3879e0", TOO_OLD), ("ffffffffffff", TOO_NEW)]
)
def test_other_tables_than_ours_are_the_one_thing_said(flask, write_revision, written, message):
    write_revision(written)

    result = flask("check")

    assert result.exit_code == 1
    assert result.stdout == f"BROKEN  schema: {message}; 1 found, for example {written}\n"


def test_a_database_without_tables_is_told_the_cure(flask):
    assert NO_TABLES in flask("check").stdout
