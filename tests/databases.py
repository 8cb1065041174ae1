"""Databases of their own, for tests that must not share the suite's."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from surveys.db import new_id


@contextmanager
def fresh_database(folder: Path) -> Iterator[str]:
    """The URL of an empty database: a file in `folder`, or one more on the suite's PostgreSQL."""
    given = make_url(os.environ.get("TEST_DATABASE_URL", "sqlite://"))
    name = f"test_{new_id().hex}"
    if given.get_backend_name() == "sqlite":
        yield f"sqlite:///{folder / name}.sqlite"
        return
    server = create_engine(given, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield given.set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name}")
        server.dispose()
