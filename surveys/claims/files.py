"""Reads `claims.csv` and `events.jsonl` row by row; a bad row is an outcome, not an end."""

import codecs
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from surveys.claims.records import ClaimRecord, EventRecord, Record, parse_record
from surveys.errors import BadFile, BadInput, BadRecord

COLUMNS = tuple(ClaimRecord.model_fields)
# The longest cell that is read; Python's own limit would end the whole file at 128 KiB.
LONGEST_CELL = 2**24
CHUNK = 2**20
# Elsewhere NUL is taken out; in a file it is a sign of damage, and what else is lost is unknown.
NUL_REASON = "holds NUL, a character that no text has; please remove it"

csv.field_size_limit(LONGEST_CELL)


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


def _read_claims(path: Path) -> Iterator[Row]:
    with path.open(encoding=encoding_of(path), newline="") as file:
        reader = csv.reader(file, strict=True)
        header = _header(path, reader)
        line, position = reader.line_num + 1, 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Row(line, position, None, (BadInput("row", _csv_sentence(error)),))
            else:
                position += sum(map(len, cells)) + len(cells)
                if cells:
                    yield _claim_row(line, position, header, cells)
            line = reader.line_num + 1


def _csv_sentence(error: csv.Error) -> str:
    if "field limit" in str(error):
        return f"holds a cell of over {LONGEST_CELL} characters; please shorten it"
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
            f"{path.name}: unknown column {', '.join(map(repr, unknown))};"
            f" please remove it, the columns are {','.join(COLUMNS)}"
        )
    if missing := [name for name in COLUMNS if name not in header]:
        raise BadFile(f"{path.name}: column {', '.join(missing)} is missing; please add it")
    if len(set(header)) < len(header):
        raise BadFile(f"{path.name}: a column stands in the header twice; please keep one")
    return header


def _claim_row(line: int, position: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) != len(header):
        reason = f"has {len(cells)} cells where the header has {len(header)}"
        return Row(line, position, None, (BadInput("row", reason),))
    values = dict(zip(header, cells, strict=True))
    if torn := [name for name, cell in values.items() if "\0" in cell]:
        return Row(line, position, None, tuple(BadInput(name, NUL_REASON) for name in torn))
    try:
        record = parse_record(ClaimRecord, values)
    except BadRecord as error:
        return Row(line, position, None, tuple(error.refusals))
    return Row(line, position, record)


def read_lines(path: Path, kind: type[Record]) -> Iterator[Row]:
    """The rows of a file of JSON Lines, each a record of this kind."""
    position = 0
    with path.open("rb") as file:
        for line, raw in enumerate(file, start=1):
            position += len(raw)
            if raw.strip():
                yield _line_row(line, position, raw, kind)


def _line_row(line: int, position: int, raw: bytes, kind: type[Record]) -> Row:
    try:
        record = parse_record(kind, json.loads(raw.decode("utf-8-sig")))
    except UnicodeDecodeError:
        return Row(line, position, None, (BadInput("line", "is not UTF-8"),))
    except (ValueError, RecursionError):
        return Row(line, position, None, (BadInput("line", "is not a JSON object"),))
    except BadRecord as error:
        return Row(line, position, None, tuple(error.refusals))
    return Row(line, position, record)
