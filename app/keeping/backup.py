"""Makes backups while everything runs, and brings one back."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

from sqlalchemy import URL, Connection, inspect, select

from app.keeping import postgres, sqlite
from app.keeping.note import (
    LENGTH,
    BadBackup,
    Note,
    chunks,
    leave_room_for_note,
    read_note,
    refuse_damage,
    write_note,
)
from app.keeping.schema import NO_TABLES, TOO_OLD, is_known, revision_of_database
from app.worker.lock import only_worker
from surveys.db import db
from surveys.outbox.models import PauseReason, SenderPause

# Migrations write first versions into every database; whoever publishes others is in staff.
BEGUN_WITH = {"survey_plan", "questionnaire", "question"}


def back_up(path: Path, now: datetime, progress: sqlite.Progress) -> Note:
    """Write a backup of the database to a new file; raises FileExistsError or BadBackup."""
    revision, url = _revision_to_keep(), db.engine.url
    with _new_file(path) as file:
        leave_room_for_note(file)
        digest = hashlib.sha256()
        with _kind(url).dumped(url, path, progress) as source:
            for chunk in chunks(source):
                digest.update(chunk)
                file.write(chunk)
        size = file.tell() - LENGTH
        note = Note(url.get_backend_name(), revision, now, size, digest.hexdigest())
        write_note(file, note)
    return note


def look_at(path: Path) -> Note:
    """What a backup is; raises BadBackup where it cannot be restored here."""
    with path.open("rb") as file:
        note = read_note(file)
        refuse_damage(file, note)
    here = db.engine.url.get_backend_name()
    if note.database != here:
        raise BadBackup(f"this is a backup of {note.database}, and DATABASE_URL names {here}")
    if not is_known(note.revision):
        raise BadBackup(
            "this backup is newer than this version of Hearback; install the version that made it"
        )
    return note


def holds_anything() -> bool:
    """Whether a restore would replace rows that somebody made."""
    found = set(inspect(db.engine).get_table_names()) - BEGUN_WITH
    tables = [table for table in db.metadata.sorted_tables if table.name in found]
    columns = (next(iter(table.primary_key)) for table in tables)
    return any(db.session.execute(select(column).limit(1)).first() for column in columns)


def restore(path: Path, now: datetime) -> None:
    """Put a backup in the place of the database, with the sender paused.

    Raises BadBackup, or WorkerRunning beside a worker.
    """
    url = db.engine.url
    with path.open("rb") as file:
        note = read_note(file)
        db.session.remove()
        db.engine.dispose()

        def pause(connection: Connection) -> None:
            values = {"since": now, "set_back_to": note.made_at}
            row = SenderPause.__table__.insert().values(because=PauseReason.RESTORED, **values)
            connection.execute(row)

        with only_worker(url.render_as_string(hide_password=False)):
            _kind(url).load(url, file, pause)


def _kind(url: URL) -> ModuleType:
    return sqlite if url.get_backend_name() == "sqlite" else postgres


def _revision_to_keep() -> str:
    revision = revision_of_database()
    if revision is None:
        raise BadBackup(NO_TABLES)
    if not inspect(db.engine).has_table(SenderPause.__tablename__):
        raise BadBackup(TOO_OLD)
    return revision


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that only its owner may read, and that is whole on the disk or not there."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "r+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink()
        raise
