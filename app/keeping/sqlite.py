"""SQLite's part of a backup is a database file, taken from and put into one that is in use."""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import URL, Connection, create_engine

from app.keeping.note import BadBackup, chunks

# Pages between two looks at how far it is.
PAGES = 1000
# Seconds that a writer is waited for.
PATIENCE = 15

Progress = Callable[[int, int], None]


@contextmanager
def dumped(url: URL, near: Path, progress: Progress) -> Iterator[BinaryIO]:
    """A copy of the database as it is now, whoever writes to it meanwhile."""
    with _scratch_file(near) as copy:
        with closing(_connect(url.database)) as source, closing(_connect(copy)) as target:
            # With a picture of its own the copy is not begun anew at each write of others.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            source.backup(
                target,
                pages=PAGES,
                progress=lambda _status, left, pages: progress(pages - left, pages),
            )
        with copy.open("rb") as file:
            yield file


def load(url: URL, payload: BinaryIO, prepare: Callable[[Connection], None]) -> None:
    """Put `payload` in the place of the database, at once and whole, after `prepare` ran on it.

    Goes through SQLite, not past it: whoever has the database open goes on with the new one.
    """
    database = Path(url.database or "")
    with _scratch_file(database) as copy:
        with copy.open("wb") as file:
            for chunk in chunks(payload):
                file.write(chunk)
        _prepare(copy, prepare)
        with closing(_connect(copy)) as source, closing(_connect(database)) as target:
            if source.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise BadBackup("this backup is damaged: SQLite finds its file inconsistent")
            source.backup(target)


def _prepare(copy: Path, prepare: Callable[[Connection], None]) -> None:
    engine = create_engine(f"sqlite:///{copy}")
    with engine.begin() as connection:
        prepare(connection)
    engine.dispose()


def _connect(file: Path | str | None) -> sqlite3.Connection:
    return sqlite3.connect(str(file), timeout=PATIENCE, isolation_level=None)


@contextmanager
def _scratch_file(near: Path) -> Iterator[Path]:
    """A file beside another, on the same disk, for its owner only; gone in the end."""
    handle, name = tempfile.mkstemp(prefix=".hearback-", dir=near.absolute().parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for path in (Path(name), Path(f"{name}-wal"), Path(f"{name}-shm")):
            path.unlink(missing_ok=True)
