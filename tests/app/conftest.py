import pytest
from flask.testing import FlaskClient
from flask_migrate import stamp
from sqlalchemy import text

from app.accounts.models import Role, Staff
from app.accounts.passwords import hash_password
from app.accounts.signing_in import open_session
from surveys.clock import utc_now
from surveys.db import db
from tests.factories import NOON


class Visitor(FlaskClient):
    """Each request in a context of its own, as on a server; what the test wrote is seen by it."""

    def open(self, *args, **kwargs):
        db.session.commit()
        kwargs.setdefault("headers", {}).setdefault("Accept-Language", "en")
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture
def client(app) -> FlaskClient:
    """Somebody who has not signed in and reads English."""
    app.test_client_class = Visitor
    yield app.test_client()
    app.test_client_class = None


@pytest.fixture(scope="session")
def password_hash() -> str:
    return hash_password("a long password")


@pytest.fixture
def staff(app, password_hash) -> Staff:
    """An administrator whose password is `a long password`."""
    staff = Staff(
        email="lead@example.com",
        password_hash=password_hash,
        role=Role.ADMINISTRATOR,
        created_at=NOON,
    )
    db.session.add(staff)
    db.session.commit()
    return staff


@pytest.fixture
def console(client, staff) -> FlaskClient:
    """The administrator, signed in."""
    token = open_session(staff, utc_now())
    with client.session_transaction() as session:
        session["staff"] = token
    return client


@pytest.fixture
def at_head(app):
    """The suite makes its tables without migrations; this writes down what they are."""
    stamp()
    yield
    db.session.rollback()
    db.session.execute(text("DELETE FROM alembic_version"))
    db.session.commit()


@pytest.fixture
def write_revision(at_head):
    """Makes the database one of another version."""

    def write_revision(revision):
        db.session.execute(text("UPDATE alembic_version SET version_num = :n"), {"n": revision})
        db.session.commit()

    return write_revision
