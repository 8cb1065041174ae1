"""Whether the database has the tables that this version of Hearback works with."""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app

from surveys.db import db

NO_TABLES = "the database has no tables yet; run flask db upgrade"
TOO_OLD = "the database is older than this version of Hearback; run flask db upgrade"
TOO_NEW = "the database is newer than this version of Hearback; install the version that made it"


def head() -> str:
    """The revision that the code works with."""
    revision = _scripts().get_current_head()
    if revision is None:
        raise LookupError("this checkout has no migrations")
    return revision


def revision_of_database() -> str | None:
    return MigrationContext.configure(db.session.connection()).get_current_revision()


def is_known(revision: str) -> bool:
    """Whether the migrations of this version lead on from `revision`."""
    try:
        return _scripts().get_revision(revision) is not None
    except CommandError:
        return False


def why_not_at_head() -> str | None:
    """What is wrong with the schema and how to cure it, or None."""
    revision = revision_of_database()
    if revision is None:
        return NO_TABLES
    if revision == head():
        return None
    return TOO_OLD if is_known(revision) else TOO_NEW


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(current_app.extensions["migrate"].directory)
