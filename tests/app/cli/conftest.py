import pytest

from surveys.db import db


@pytest.fixture
def flask(app):
    """Runs a command as `flask` would; what the test wrote is seen by it."""

    def run(*args: object):
        db.session.commit()
        return app.test_cli_runner().invoke(args=[str(arg) for arg in args])

    return run
