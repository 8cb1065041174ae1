from datetime import date
from pathlib import Path

from analysis.counts import Axis, Period
from analysis.intake import take_answers
from analysis.reports.building import build_report
from app.cli.report import as_file
from surveys.claims.files import read_rows
from surveys.claims.importing import import_file
from surveys.responses.files import read_answers
from tests.factories import DAY, NOON, SEOUL, make_response, take_records_at_noon

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"


def test_every_row_of_the_example_files_is_taken(parts, tmp_path):
    def take_answers_later(records):
        return take_answers(records, NOON + 7 * DAY, parts.inviter)

    for name, read, take in (
        ("claims.csv", read_rows, take_records_at_noon),
        ("events.jsonl", read_rows, take_records_at_noon),
        ("answers.jsonl", read_answers, take_answers_later),
    ):
        path = tmp_path / name
        path.write_bytes((EXAMPLES / name).read_bytes())

        tally = import_file(path, read(path), take, lambda done, size: None)

        assert tally.rows == tally.accepted > 0


def test_the_example_report_is_what_the_command_would_write(parts):
    for score in (10,) * 6 + (8,) * 3 + (2,) * 3:
        make_response(parts, score)

    period = Period(date(2025, 3, 3), date(2025, 3, 10))
    report = build_report(period, Axis.ANSWERED, NOON + 7 * DAY, SEOUL)

    assert (EXAMPLES / "report.json").read_text(encoding="utf-8") == as_file(report.as_json())
