"""Imports a file row by row: good rows are stored, bad ones listed beside the file."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Self, TextIO

from surveys.claims.files import Row
from surveys.claims.intake import Receipt
from surveys.claims.records import Record
from surveys.db import write
from surveys.errors import BadInput, BadRecord

# Rows a transaction: large enough to be quick, small enough that nobody waits for the lock.
BATCH = 500


@dataclass
class Tally:
    """What became of the rows; accepted + repeated + rejected = rows."""

    file: str
    rows: int = 0
    accepted: int = 0
    repeated: int = 0
    rejected: int = 0
    rejected_file: str | None = None


class RejectedFile:
    """The list of bad rows; made when the first one comes, so that a good import leaves none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        self.path.unlink(missing_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, line: int, refusals: Iterable[BadInput]) -> None:
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
            csv.writer(self._file).writerow(["line", "column", "reason"])
        csv.writer(self._file).writerows([line, _shown(bad.field), bad.message] for bad in refusals)

    @property
    def written_to(self) -> Path | None:
        return self.path if self._file is not None else None


def _shown(field: str) -> str:
    """A name as it is, and anything else in quotes, since a spreadsheet would run a formula."""
    return field if field.isidentifier() else ascii(field)


Outcome = Receipt | BadRecord
Take = Callable[[Sequence[Record]], Sequence[Outcome]]


def import_file(
    path: Path, rows: Iterator[Row], take: Take, progress: Callable[[int, int], None]
) -> Tally:
    """Import the rows of the file at `path`; raises what reading them raises.

    `take` stores the good records of one batch, and tells of each, in their order, what became of
    it. `progress` is told bytes done and bytes in all after each batch. Bad rows stand afterwards
    in `<file>.rejected.csv`; one of an earlier import of the same file is removed.
    """
    tally = Tally(file=str(path))
    with RejectedFile(path.with_name(path.name + ".rejected.csv")) as rejected:
        while batch := list(islice(rows, BATCH)):
            _take_batch(batch, take, tally, rejected)
            progress(batch[-1].position, path.stat().st_size)
    tally.rejected_file = str(rejected.written_to) if rejected.written_to else None
    return tally


def _take_batch(batch: list[Row], take: Take, tally: Tally, rejected: RejectedFile) -> None:
    records = [row.record for row in batch if row.record is not None]
    outcomes = iter(write(lambda: take(records)))
    for row in batch:
        outcome = BadRecord([*row.refusals]) if row.record is None else next(outcomes)
        tally.rows += 1
        if isinstance(outcome, BadRecord):
            tally.rejected += 1
            rejected.add(row.line, outcome.refusals)
        elif outcome is Receipt.REPEATED:
            tally.repeated += 1
        else:
            tally.accepted += 1
