"""The database: one handle, one way to name keys, one type for moments, one way to write."""

import sqlite3
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, Uuid, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator
from uuid_utils.compat import uuid7

# How often a write is tried when another one stood in its way.
WRITE_ATTEMPTS = 5
# PostgreSQL: serialization failure, deadlock, lock not available.
RETRYABLE_SQLSTATES = {"40001", "40P01", "55P03"}

T = TypeVar("T")
M = TypeVar("M", bound=DeclarativeBase)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. A naive one is refused, because nobody knows what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its offset from UTC")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(
            naming_convention={
                "pk": "pk_%(table_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
            }
        ),
        type_annotation_map={
            datetime: UtcDateTime,
            uuid.UUID: Uuid,
            dict[str, int]: JSON,
            list[str]: JSON,
        },
    )


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def new_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562): rows made later sort later."""
    return uuid7()


def choice(kind: type[StrEnum], check: str = "") -> Enum:
    """A column type that keeps an enum by its value, guarded by a CHECK of the enum's name.

    `check` is another name for it, where one table holds two columns of the same enum.
    """
    return Enum(
        kind,
        name=check or kind.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        length=30,
        values_callable=lambda members: [member.value for member in members],
    )


def never_changes(model: type[M]) -> type[M]:
    """Refuse to write a row of this model a second time: it holds what was published."""

    def refuse(_mapper: object, _connection: object, row: object) -> None:
        if db.session.is_modified(row):
            raise RuntimeError(f"a published {model.__name__} never changes; publish another")

    event.listen(model, "before_update", refuse)
    return model


def write(work: Callable[[], T]) -> T:
    """Run `work` in one writing transaction and commit it; roll back on any error.

    SQLite takes its write lock at the start, since a transaction that reads first and writes
    later fails under load. Work that met another writer (lock, deadlock, a unique key taken in
    the same instant) is run again from the start and then sees what the other one wrote.
    """
    for attempts_left in reversed(range(WRITE_ATTEMPTS)):
        db.session.rollback()
        db.session.connection(execution_options={"writes": True})
        try:
            result = work()
            db.session.commit()
            return result
        except DBAPIError as error:
            db.session.rollback()
            if attempts_left == 0 or not _met_another_writer(error):
                raise
        except BaseException:
            db.session.rollback()
            raise
    raise AssertionError("the last attempt returns or raises")


def read(work: Callable[[], T]) -> T:
    """Run `work` on one picture of the database, which what others write meanwhile cannot move.

    What it changes is rolled back.
    """
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        still = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        db.session.connection(execution_options=still)
    try:
        return work()
    finally:
        db.session.rollback()


def _met_another_writer(error: DBAPIError) -> bool:
    if isinstance(error, IntegrityError):
        return True
    if isinstance(error.orig, sqlite3.OperationalError):
        return error.orig.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return getattr(error.orig, "sqlstate", None) in RETRYABLE_SQLSTATES


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: object, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout = 15000")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
