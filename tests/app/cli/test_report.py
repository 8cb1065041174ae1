import json

import pytest

from tests.factories import make_response

WEEK = ("--from", "2025-03-03", "--to", "2025-03-10")


def test_a_report_is_printed_as_json(flask, parts):
    make_response(parts, score=9)

    result = flask("report", "build", *WEEK)

    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert report["period"] == {"from": "2025-03-03", "to": "2025-03-10"}
    assert report["nps"]["n"] == 1


def test_a_report_is_written_to_a_file(flask, tmp_path):
    file = tmp_path / "report.json"

    result = flask("report", "build", *WEEK, "--by", "paid", "--out", file)

    assert result.stdout == ""
    assert json.loads(file.read_text(encoding="utf-8"))["axis"] == "paid"


@pytest.mark.parametrize("end", ["2025-03-03", "2025-03-02"])
def test_a_report_whose_end_is_not_after_its_start_is_refused(flask, end):
    result = flask("report", "build", "--from", "2025-03-03", "--to", end)

    assert result.exit_code == 2
    assert "--to: must be a later day than --from" in result.stderr
