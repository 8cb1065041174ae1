"""SQLite has one worker: a second one, or the demo beside one, is told so."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url


class WorkerRunning(RuntimeError):
    """Another process works on this database."""


@contextmanager
def only_worker(database_url: str) -> Iterator[None]:
    """Hold the lock beside a SQLite file; raises WorkerRunning. PostgreSQL needs none."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        yield
        return
    path = Path(f"{url.database}.worker")
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WorkerRunning("another worker works on this database; stop it first") from error
        yield
