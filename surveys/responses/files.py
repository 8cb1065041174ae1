"""Reads `answers.jsonl` row by row; a bad row is an outcome, not an end."""

from collections.abc import Iterator
from pathlib import Path

from surveys.claims.files import Row, read_lines
from surveys.errors import BadFile
from surveys.responses.records import AnswerRecord


def read_answers(path: Path) -> Iterator[Row]:
    """The rows of a file of answers; raises BadFile when its name says that it is another."""
    if path.suffix.lower() not in (".jsonl", ".ndjson"):
        raise BadFile(f"{path.name}: answers come as .jsonl; please rename the file")
    return read_lines(path, AnswerRecord)
