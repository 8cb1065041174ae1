"""The first line of a backup says what it is; what the database itself wrote follows."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import BinaryIO

FORMAT = 1
# The line is as long as this whatever it says, so that it can be written last.
LENGTH = 512
CHUNK = 1024 * 1024


class BadBackup(Exception):
    """A file that cannot be restored, or a place that cannot be restored to; says why."""


@dataclass(frozen=True)
class Note:
    database: str
    revision: str
    made_at: datetime
    size: int
    sha256: str


def write_note(file: BinaryIO, note: Note) -> None:
    document = {"hearback_backup": FORMAT, **asdict(note), "made_at": note.made_at.isoformat()}
    file.seek(0)
    file.write(json.dumps(document).encode().ljust(LENGTH - 1) + b"\n")


def leave_room_for_note(file: BinaryIO) -> None:
    """A backup that is broken off keeps this, and is known by it."""
    file.write(b" " * (LENGTH - 1) + b"\n")


def read_note(file: BinaryIO) -> Note:
    """What the backup says of itself; the file then stands where the database's part begins."""
    line = file.read(LENGTH)
    if not line.strip() and len(line) == LENGTH:
        raise BadBackup("this backup was broken off before it was finished")
    try:
        document = json.loads(line)
        form = document.pop("hearback_backup")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadBackup("this is not a backup of Hearback") from error
    if form != FORMAT:
        raise BadBackup(f"this backup has format {form}; this version of Hearback reads {FORMAT}")
    return Note(**{**document, "made_at": datetime.fromisoformat(document["made_at"])})


def chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def refuse_damage(file: BinaryIO, note: Note) -> None:
    """Compare what follows the note with what it says; the file stands there again afterwards."""
    digest = hashlib.sha256()
    for chunk in chunks(file):
        digest.update(chunk)
    if digest.hexdigest() != note.sha256:
        raise BadBackup("this backup is damaged: its contents are not those that were written")
    file.seek(LENGTH)
