import pytest
from flask_migrate import upgrade

from app import create_app
from surveys.db import db
from tests.databases import fresh_database


@pytest.fixture
def kept_app(tmp_path):
    """The application with a migrated database of its own, which may be replaced."""
    with fresh_database(tmp_path) as url:
        app = create_app({"DATABASE_URL": url, "SECRET_KEY": "a key for tests only"})
        with app.app_context():
            upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def flask(kept_app):
    def run(*args: object, **options):
        db.session.commit()
        db.session.remove()
        return kept_app.test_cli_runner().invoke(args=[str(arg) for arg in args], **options)

    return run


@pytest.fixture
def backup(flask, tmp_path):
    """A backup of what the test has written so far."""

    def make():
        made = flask("backup", tmp_path / "backup")
        assert made.exit_code == 0, made.output
        return tmp_path / "backup"

    return make
