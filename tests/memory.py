"""How much memory imports hold at their peak, measured in a process of its own.

python -m tests.memory ROWS: imports a tenth of these rows of each kind of file, then all of them,
then a file with a cell and one with a line of 32 MiB, and prints the peak after each in MiB.
"""

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from analysis.intake import take_answers, take_records
from app import create_app
from app.parts import parts
from surveys.claims.files import COLUMNS, Row, read_rows
from surveys.claims.importing import Take, Tally, import_file
from surveys.claims.records import ClaimRecord, EventRecord
from surveys.db import db
from surveys.responses.files import read_answers
from tests.databases import fresh_database
from tests.factories import (
    DAY,
    NOON,
    SEOUL,
    answer_record,
    claim_record,
    publish_first_versions,
    write_claims,
)

HUGE = 2**25


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as name, fresh_database(Path(name)) as url:
        app = create_app({"DATABASE_URL": url, "SECRET_KEY": "a key for tests only"})
        with app.app_context():
            db.create_all()
            publish_first_versions()
            db.session.commit()
            peaks = _peaks(Path(name), rows)
            db.session.remove()
            db.engine.dispose()
    print(json.dumps(peaks))


def _peaks(folder: Path, rows: int) -> dict[str, float]:
    peaks = {}
    # Libraries that tests alone install make importing peak higher than any import of a file.
    Path("/proc/self/clear_refs").write_text("5")
    for name, first, last in (("tenth", 0, rows // 10), ("all", rows // 10, rows)):
        for write, read, take in KINDS:
            tally = _import(write(folder, first, last), read, take)
            assert tally.accepted == tally.rows == last - first, tally
        peaks[name] = peak()
    for file in (_huge_cell(folder / "claims.csv"), _huge_line(folder / "events.jsonl")):
        tally = _import(file, read_rows, _take_records)
        assert (tally.rows, tally.rejected) == (1, 1), tally
    peaks["huge"] = peak()
    return peaks


def peak() -> float:
    """In MiB, of this program alone: ru_maxrss would count the one that started it, too."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.search(r"^VmHWM:\s*(\d+) kB$", status, re.M)[1]) / 1024


def _import(path: Path, read: Callable[[Path], Iterator[Row]], take: Take) -> Tally:
    return import_file(path, read(path), take, lambda done, size: None)


def _write_claims(folder: Path, first: int, last: int) -> Path:
    return write_claims(folder / "claims.csv", (_claim(n) for n in range(first, last)))


def _claim(n: int) -> ClaimRecord:
    return claim_record(claim_id=f"C{n}", customer_id=f"K{n}", email=f"k{n}@example.com")


def _write_events(folder: Path, first: int, last: int) -> Path:
    events = (
        EventRecord(claim_id=f"C{n}", type="claim_paid", amount=n, at=NOON)
        for n in range(first, last)
    )
    return _write_lines(folder / "events.jsonl", events)


def _write_answers(folder: Path, first: int, last: int) -> Path:
    answers = (
        answer_record(f"C{n}", comment=f"{n}: 서류 검토가 늦었어요") for n in range(first, last)
    )
    return _write_lines(folder / "answers.jsonl", answers)


def _write_lines(path: Path, records: Iterator) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(record.model_dump_json(exclude_none=True) + "\n" for record in records)
    return path


def _huge_cell(path: Path) -> Path:
    return _write_huge(path, ",".join(COLUMNS) + '\nC1,K1,"', "가", '"\n')


def _huge_line(path: Path) -> Path:
    return _write_huge(path, '{"claim_id": "', "x", '"}\n')


def _write_huge(path: Path, head: str, sign: str, tail: str) -> Path:
    """Piece by piece, since what this program holds is being measured."""
    piece = sign * 1024
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        for _ in range(HUGE // len(piece.encode())):
            file.write(piece)
        file.write(tail)
    return path


def _take_records(records):
    return take_records(records, NOON, SEOUL)


def _take_answers(records):
    return take_answers(records, NOON + 7 * DAY, parts().inviter)


KINDS = (
    (_write_claims, read_rows, _take_records),
    (_write_events, read_rows, _take_records),
    (_write_answers, read_answers, _take_answers),
)

if __name__ == "__main__":
    main(int(sys.argv[1]))
