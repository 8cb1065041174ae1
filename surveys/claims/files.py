"""Reads `claims.csv` and `events.jsonl` row by row; a bad row is an outcome, not an end."""

import codecs
import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from surveys.claims.records import BadField, ClaimRecord, EventRecord, Record, parse_record
from surveys.errors import BadFile, BadInput, BadRecord

COLUMNS = tuple(ClaimRecord.model_fields)
# The longest row of a file: in characters of a CSV, in bytes of JSON Lines. The longest good one
# has some 50 KB; what has no end must not be held in memory to say so.
LONGEST_ROW = 2**20
# How far the closing quote of a row that is too long is looked for.
LONGEST_PASSED_OVER = 2**24
CHUNK = 2**16
# Columns that hold a number; all others hold text. Spreadsheets write 500 as 500.0 at times.
AMOUNTS = ("amount_claimed", "amount_paid")
WHOLE = re.compile(r"\s*([+-]?[0-9]{1,20})(\.0*)?\s*", re.ASCII)
# Names of columns that are told back, and how much of each.
MOST_NAMES, LONGEST_NAME = 5, 60
# Elsewhere NUL is taken out; in a file it is a sign of damage, and what else is lost is unknown.
NUL_REASON = "holds NUL, a character that no text has; please remove it"

# Python's own limit would end the whole file at a cell of 128 KiB.
csv.field_size_limit(LONGEST_ROW)

TOO_LONG = f"is longer than {LONGEST_ROW} characters; no field holds that much, please shorten it"


@dataclass(frozen=True)
class Row:
    """One row as it was read: `record` when it is good, else the `refusals`.

    `line` counts from 1 with the header; `position` is how many bytes of the file, about, are
    behind us.
    """

    line: int
    position: int
    record: Record | None
    refusals: tuple[BadInput, ...] = ()


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of an import file, told apart by its name's ending; raises BadFile."""
    if path.suffix.lower() == ".csv":
        return _read_claims(path)
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return read_lines(path, EventRecord)
    raise BadFile(f"{path.name}: claims come as .csv, events as .jsonl; please rename the file")


def encoding_of(path: Path) -> str:
    """`utf-8-sig` or `cp949`, whichever reads the whole file; raises BadFile for neither."""
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            raise BadFile(f"{path.name}: is UTF-16; please save it as UTF-8")
    for encoding in ("utf-8-sig", "cp949"):
        if _decodes(path, encoding):
            return encoding
    raise BadFile(f"{path.name}: is neither UTF-8 nor CP949; please save it as UTF-8")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


class _Lines:
    """The lines of a CSV file for its reader, who may not hold more than `LONGEST_ROW` at once.

    `line` is the last one that was read, counted from 1; `position` is how many characters are
    behind us.
    """

    def __init__(self, file: TextIO) -> None:
        self.line = self.position = 0
        self._file = file
        self._is_at_start = True
        self.begin_row()

    def begin_row(self) -> int:
        """Say that the next line belongs to a new row; returns its number."""
        self._room, self._quotes = LONGEST_ROW, 0
        return self.line + 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        text = self._read(self._room + 1)
        if not text:
            raise StopIteration
        if len(text) > self._room:
            self._pass_over_row()
            raise csv.Error(TOO_LONG)
        self._room -= len(text)
        return text

    def _read(self, most: int) -> str:
        text = self._file.readline(most)
        self.position += len(text)
        self.line += bool(text) and self._is_at_start
        self._is_at_start = text.endswith(("\n", "\r"))
        self._quotes += text.count('"')
        return text

    def _pass_over_row(self) -> None:
        """To the end of a line outside of quotes, unless a quote seems never to be closed."""
        end = self.position + LONGEST_PASSED_OVER
        while not self._is_at_start or (self._quotes % 2 and self.position < end):
            if not self._read(CHUNK):
                return


def _read_claims(path: Path) -> Iterator[Row]:
    with path.open(encoding=encoding_of(path), newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, strict=True)
        header = _header(path, reader)
        while True:
            line = lines.begin_row()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Row(line, lines.position, None, (BadInput("row", _csv_sentence(error)),))
            else:
                if cells:
                    yield _claim_row(line, lines.position, header, cells)


def _csv_sentence(error: csv.Error) -> str:
    if str(error) == TOO_LONG:
        return TOO_LONG
    return "has a quote that is opened or closed in the wrong place; please quote it as CSV does"


def _header(path: Path, reader: Iterator[list[str]]) -> list[str]:
    try:
        header = [name.strip() for name in next(reader)]
    except StopIteration:
        raise BadFile(f"{path.name}: is empty; the first line names the columns") from None
    except csv.Error as error:
        raise BadFile(f"{path.name}: the header {_csv_sentence(error)}") from error
    if not set(header) & set(COLUMNS):
        # It may be a row: what it holds must not come into a log.
        raise BadFile(
            f"{path.name}: the first line names no column that we know;"
            f" please let it name the columns {','.join(COLUMNS)}"
        )
    if unknown := [name for name in header if name not in COLUMNS]:
        raise BadFile(
            f"{path.name}: unknown column {_some_of(unknown)};"
            f" please remove it, the columns are {','.join(COLUMNS)}"
        )
    if missing := [name for name in COLUMNS if name not in header]:
        raise BadFile(f"{path.name}: column {', '.join(missing)} is missing; please add it")
    if len(set(header)) < len(header):
        raise BadFile(f"{path.name}: a column stands in the header twice; please keep one")
    return header


def _some_of(names: list[str]) -> str:
    """A few of many names, so that a file of another kind does not fill the screen."""
    shown = ", ".join(repr(name[:LONGEST_NAME]) for name in names[:MOST_NAMES])
    left = len(names) - MOST_NAMES
    return f"{shown} and {left} more" if left > 0 else shown


def _claim_row(line: int, position: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) != len(header):
        reason = f"has {len(cells)} cells where the header has {len(header)}"
        return Row(line, position, None, (BadInput("row", reason),))
    values: dict[str, object] = dict(zip(header, cells, strict=True))
    if torn := [name for name, cell in zip(header, cells, strict=True) if "\0" in cell]:
        return Row(line, position, None, tuple(BadInput(name, NUL_REASON) for name in torn))
    values |= {name: _number(str(values[name])) for name in AMOUNTS}
    try:
        record = parse_record(ClaimRecord, values)
    except BadRecord as error:
        return Row(line, position, None, tuple(error.refusals))
    return Row(line, position, record)


def _number(cell: str) -> int | str | None:
    """The amount in a cell; what is none is left for the record to refuse."""
    whole = WHOLE.fullmatch(cell)
    return int(whole[1]) if whole else cell or None


def read_lines(path: Path, kind: type[Record]) -> Iterator[Row]:
    """The rows of a file of JSON Lines, each a record of this kind."""
    line = position = 0
    with path.open("rb") as file:
        while raw := file.readline(LONGEST_ROW + 1):
            line += 1
            position += len(raw)
            if len(raw) > LONGEST_ROW:
                while raw and not raw.endswith(b"\n"):
                    raw = file.readline(CHUNK)
                    position += len(raw)
                yield Row(line, position, None, (BadInput("line", TOO_LONG),))
            elif raw.strip():
                yield _line_row(line, position, raw, kind)


def _line_row(line: int, position: int, raw: bytes, kind: type[Record]) -> Row:
    try:
        values = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_object)
        record = parse_record(kind, values)
    except UnicodeDecodeError:
        return Row(line, position, None, (BadInput("line", "is not UTF-8"),))
    except BadField as error:
        return Row(line, position, None, (BadInput(error.field, str(error)),))
    except (ValueError, RecursionError):
        return Row(line, position, None, (BadInput("line", "is not a JSON object"),))
    except BadRecord as error:
        return Row(line, position, None, tuple(error.refusals))
    return Row(line, position, record)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of JSON; of a name that stands in it twice, one value would be lost."""
    values: dict[str, object] = {}
    for name, value in pairs:
        if name in values:
            raise BadField(name, "is given twice; please keep one")
        values[name] = value
    return values
