"""PostgreSQL's part of a backup is what its own pg_dump writes and pg_restore reads."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import URL, Connection, MetaData, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from app.keeping.note import BadBackup
from surveys.db import db
from surveys.outbox.models import SenderPause

# Our own copy of where migrations stand.
VERSION_TABLE = "alembic_version"


@contextmanager
def dumped(url: URL, _near: Path, _progress: object) -> Iterator[BinaryIO]:
    """What pg_dump writes. It takes no pause along: a restore makes its own."""
    options = ("--format=custom", "--no-owner", "--no-privileges")
    without = f"--exclude-table-data={SenderPause.__tablename__}"
    command = [_find("pg_dump"), *options, without, _without_password(url)]
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            command, env=_environment(url), stdout=subprocess.PIPE, stderr=complaints
        ) as process,
    ):
        try:
            yield process.stdout  # type: ignore[misc]
            process.wait()
        finally:
            process.kill()
        complaints.seek(0)
        _refuse_failure(process.returncode, complaints.read())


def load(url: URL, payload: BinaryIO, prepare: Callable[[Connection], None]) -> None:
    """Replace our tables by those of `payload`; `prepare` runs while they are still empty."""
    program = _find("pg_restore")
    _refuse_guests()
    engine = create_engine(url, poolclass=NullPool)
    with tempfile.NamedTemporaryFile() as dump:
        shutil.copyfileobj(payload, dump)
        dump.flush()
        with engine.begin() as connection:
            _drop_our_tables(connection)
        _run(url, program, dump.name, "--section=pre-data")
        with engine.begin() as connection:
            prepare(connection)
        _run(url, program, dump.name, "--section=data", "--section=post-data")


def _refuse_guests() -> None:
    """PostgreSQL has no lock of a worker, but it knows who is connected."""
    others = db.session.scalar(
        text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND usename = current_user AND pid <> pg_backend_pid()"
        )
    )
    db.session.remove()
    if others:
        raise BadBackup(
            f"{others} connections are open to this database; stop web servers and workers first"
        )


def _drop_our_tables(connection: Connection) -> None:
    ours = {*db.metadata.tables, VERSION_TABLE}
    found = set(inspect(connection).get_table_names())
    if strange := found - ours:
        raise BadBackup(
            f"the database has tables that this version of Hearback does not know"
            f" ({', '.join(sorted(strange))}); restore into an empty database instead"
        )
    tables = MetaData()
    tables.reflect(connection, only=sorted(found))
    tables.drop_all(connection)


def _run(url: URL, program: str, dump: str, *sections: str) -> None:
    options = ("--no-owner", "--no-privileges", "--exit-on-error", *sections)
    command = [program, *options, f"--dbname={_without_password(url)}", dump]
    done = subprocess.run(command, env=_environment(url), stderr=subprocess.PIPE, check=False)
    _refuse_failure(done.returncode, done.stderr)


def _find(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise BadBackup(f"{program} was not found. On Debian: apt-get install postgresql-client")
    return path


def _refuse_failure(status: int, complaints: bytes) -> None:
    if status != 0:
        lines = complaints.decode(errors="replace").strip().splitlines()
        raise BadBackup(lines[0] if lines else f"PostgreSQL's client ended with status {status}")


def _environment(url: URL) -> dict[str, str]:
    """Holds the password, because others on the machine can read the words of a command."""
    return {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}


def _without_password(url: URL) -> str:
    plain = url.set(drivername="postgresql", password=None)
    return plain.render_as_string(hide_password=False)
