import os
import socket

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.parts import Parts
from surveys.db import db
from tests.factories import publish_first_versions

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(scope="session", autouse=True)
def _nothing_leaves_the_house():
    """Any connection beyond loopback fails the test that tries it."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    socket.socket.connect = guarded
    yield
    socket.socket.connect = connect


@pytest.fixture(scope="session")
def database_url(tmp_path_factory):
    """The database of the suite: a SQLite file, or what TEST_DATABASE_URL names."""
    file = tmp_path_factory.mktemp("database") / "test.sqlite"
    return os.environ.get("TEST_DATABASE_URL", f"sqlite:///{file}")


@pytest.fixture(scope="session")
def _app_of_session(database_url, tmp_path_factory):
    app = create_app(
        {
            "DATABASE_URL": database_url,
            "SECRET_KEY": "a key for tests only",
            "MAILBOX_DIR": str(tmp_path_factory.mktemp("mailbox")),
        }
    )
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.drop_all()
        db.engine.dispose()


@pytest.fixture
def app(_app_of_session):
    """The application with a database as migrations leave it, inside its context."""
    with _app_of_session.app_context():
        publish_first_versions()
        db.session.commit()
        yield _app_of_session
        db.session.rollback()
        for table in reversed(db.metadata.sorted_tables):
            db.session.execute(table.delete())
        db.session.commit()
    for mail in _app_of_session.config["MAILBOX_DIR"].glob("*"):
        mail.unlink()


@pytest.fixture
def parts(app) -> Parts:
    return app.extensions["hearback"]


@pytest.fixture
def client(app) -> FlaskClient:
    """A visitor who has not signed in."""
    return app.test_client()


def pytest_terminal_summary(terminalreporter):
    if _skips_in_ci(terminalreporter):
        terminalreporter.write_line("A test was skipped; in CI each must run.", red=True)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session):
    if _skips_in_ci(session.config.pluginmanager.get_plugin("terminalreporter")):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _skips_in_ci(reporter):
    return "CI" in os.environ and bool(reporter.stats.get("skipped"))
