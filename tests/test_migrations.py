from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError

from app import MIGRATIONS, create_app
from surveys.cases.models import Case
from surveys.db import db
from surveys.invitations.models import Invitation
from surveys.responses.models import Response
from tests.databases import fresh_database
from tests.factories import DAY, PLAN, WORDING, make_imported, make_plan, make_response


@pytest.fixture
def bare_app(tmp_path):
    """The application on a database without a single table."""
    with fresh_database(tmp_path) as url:
        app = create_app({"DATABASE_URL": url, "SECRET_KEY": "a key for tests only"})
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def test_there_is_one_head():
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_migrated_schema_equals_the_models(bare_app):
    upgrade()

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_migrated_checks_equal_those_of_the_models(bare_app):
    """Alembic compares no CHECK constraints, and they are what refuses nonsense."""
    upgrade()
    migrated = _checks()
    downgrade(revision="base")
    db.create_all()

    assert migrated == _checks()


def test_every_migration_has_a_way_back(bare_app):
    upgrade()
    tables = _tables()

    downgrade(revision="base")
    assert _tables() == {"alembic_version"}

    upgrade()
    assert _tables() == tables


def test_answers_survive_the_way_back_and_forth(bare_app):
    upgrade()
    parts = bare_app.extensions["hearback"]
    make_response(parts)
    make_imported(parts)
    db.session.commit()

    downgrade(revision="38068c3879e0")
    reasons = db.session.scalars(text("SELECT reason FROM invitation ORDER BY reason")).all()
    db.session.rollback()
    upgrade()

    assert sorted(map(str, reasons)) == ["None", "too_late"]
    assert db.session.query(Response).join(Response.invitation).count() == 2
    assert {row.origin for row in db.session.query(Invitation)} == {"survey"}


def test_unhappy_answers_of_before_get_their_case(bare_app):
    upgrade()
    parts = bare_app.extensions["hearback"]
    happy, unhappy = make_response(parts, 9), make_response(parts, 3)
    before = make_imported(parts, nps=0)
    db.session.commit()

    downgrade(revision="5d1f0c7a9b24")
    upgrade()

    case = db.session.scalars(select(Case)).one()
    assert {happy.id, before.id} & {case.response_id} == set()
    assert (case.response_id, case.causes, case.owner) == (unhappy.id, ["score"], None)
    assert case.due_at == unhappy.answered_at + DAY


def test_what_was_decided_before_plans_were_rows_points_at_the_first(bare_app):
    upgrade()
    make_response(bare_app.extensions["hearback"])
    make_plan(delay=timedelta(hours=1))
    db.session.commit()

    downgrade(revision="5d1f0c7a9b24")
    plans = db.session.scalars(text("SELECT plan FROM invitation")).all()
    db.session.rollback()
    upgrade()

    invitation = db.session.query(Invitation).one()
    assert plans == ["paid"]
    assert (invitation.plan.version, invitation.questionnaire.version) == (1, 1)
    assert invitation.plan.timing() == PLAN
    assert invitation.questionnaire.wording() == WORDING


def test_a_migration_leaves_the_foreign_keys_watched(bare_app):
    upgrade()

    assert _foreign_keys_are_watched()


def test_a_migration_that_fails_leaves_them_watched_too(bare_app):
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE customer (id INTEGER)"))

    with pytest.raises(DBAPIError):
        upgrade()

    assert _foreign_keys_are_watched()


def _foreign_keys_are_watched():
    """PostgreSQL knows nothing else."""
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        return not is_sqlite or connection.scalar(text("PRAGMA foreign_keys")) == 1


def _tables():
    return set(inspect(db.engine).get_table_names())


def _checks():
    found = inspect(db.engine).get_multi_check_constraints()
    return {
        (table, check["name"], check["sqltext"])
        for (_, table), checks in found.items()
        for check in checks
    }
