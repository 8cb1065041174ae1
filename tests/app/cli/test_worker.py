import pytest

from app.worker.lock import only_worker
from surveys.db import db
from surveys.invitations.models import Invitation
from tests.factories import make_claim


def test_a_job_runs_until_nothing_is_due(flask):
    make_claim()

    result = flask("jobs", "run", "invite")

    assert result.exit_code == 0
    assert db.session.query(Invitation).count() == 1


def test_a_job_that_does_not_exist_is_refused_with_those_that_do(flask):
    result = flask("jobs", "run", "nonsense")

    assert result.exit_code == 2
    assert "must be one of invite, deliver, read, digest, forget" in result.stderr


@pytest.mark.parametrize("command", ["worker", "demo"])
def test_beside_a_running_worker_neither_another_nor_the_demo_starts(
    flask, app, monkeypatch, tmp_path, command
):
    url = f"sqlite:///{tmp_path / 'worked_on.sqlite'}"
    monkeypatch.setitem(app.config, "DATABASE_URL", url)

    with only_worker(url):
        result = flask(command)

    assert result.exit_code == 1
    assert "another worker works on this database; stop it first" in result.stderr
