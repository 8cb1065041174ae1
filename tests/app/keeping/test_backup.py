import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import inspect, text

from app.keeping.note import LENGTH
from app.worker.lock import only_worker
from surveys.claims.models import Claim
from surveys.db import db
from surveys.outbox.pausing import current_pause
from surveys.plans.publishing import current_plan
from surveys.questionnaires.publishing import current_questionnaire
from tests.factories import PLAN, make_claim, make_plan, make_questionnaire


def claims():
    """The claims that are there, then nothing is held open."""
    found = sorted(db.session.query(Claim.external_id))
    db.session.remove()
    return [external_id for (external_id,) in found]


def rewrite_note(file, **values):
    content = file.read_bytes()
    document = {**json.loads(content[:LENGTH]), **values}
    file.write_bytes(json.dumps(document).encode().ljust(LENGTH - 1) + b"\n" + content[LENGTH:])


def test_a_backup_brings_back_what_was_there_and_pauses_the_sender(flask, backup):
    make_claim(claim_id="C-1")
    file = backup()
    make_claim(claim_id="C-2")

    restored = flask("restore", file, "--replace", "--yes")

    assert restored.exit_code == 0, restored.output
    assert "no mail goes out until you run flask outbox release" in restored.stdout
    assert current_pause().set_back_to < current_pause().since
    assert claims() == ["C-1"]
    assert flask("check").exit_code == 0


def test_a_backup_goes_into_an_empty_database_without_being_asked(flask, backup):
    make_claim(claim_id="C-1")
    file = backup()
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(table.delete())

    assert flask("restore", file).exit_code == 0
    assert claims() == ["C-1"]


def test_a_backup_carries_the_versions_of_the_plan_and_the_questionnaire(flask, backup):
    make_plan(delay=timedelta(hours=2))
    make_questionnaire(payout=("빨랐어요.", "It was quick."))
    file = backup()

    assert flask("restore", file).exit_code == 0

    assert current_plan().timing() == replace(PLAN, delay=timedelta(hours=2))
    assert current_questionnaire().in_language("en")["payout"] == "It was quick."


def test_a_backup_says_what_it_is_and_only_its_owner_may_read_it(kept_app, backup):
    file = backup()

    note = json.loads(file.read_bytes()[:LENGTH])

    assert file.stat().st_mode & 0o777 == 0o600
    assert note["database"] == db.engine.dialect.name
    assert note["size"] == file.stat().st_size - LENGTH
    revision = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    assert note["revision"] == revision


def test_a_backup_never_overwrites_a_file(flask, tmp_path):
    (tmp_path / "mine").write_text("mine")

    refused = flask("backup", tmp_path / "mine")

    assert refused.exit_code == 1
    assert "is there already; name a new file" in refused.stderr
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_database_without_tables_is_not_backed_up_and_leaves_no_file(flask, tmp_path):
    db.session.execute(text("DELETE FROM alembic_version"))

    refused = flask("backup", tmp_path / "backup")

    assert "run flask db upgrade" in refused.stderr
    assert not (tmp_path / "backup").exists()


def test_what_the_database_holds_is_replaced_only_when_told_and_confirmed(flask, backup):
    make_claim(claim_id="C-1")
    file = backup()
    make_claim(claim_id="C-2")

    untold = flask("restore", file)
    unconfirmed = flask("restore", file, "--replace", input="n\n")

    assert (untold.exit_code, unconfirmed.exit_code) == (1, 1)
    assert "the database is not empty; --replace" in untold.stderr
    assert "Replace everything by the backup of" in unconfirmed.stdout
    assert claims() == ["C-1", "C-2"]
    assert flask("restore", file, "--replace", input="y\n").exit_code == 0
    assert claims() == ["C-1"]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"database": "oracle"}, "this is a backup of oracle, and DATABASE_URL names"),
        ({"revision": "ffffffffffff"}, "newer than this version of Hearback"),
        ({"hearback_backup": 2}, "this backup has format 2"),
        ({"sha256": "0"}, "this backup is damaged"),
    ],
)
def test_a_backup_of_another_kind_is_refused(flask, backup, values, message):
    file = backup()
    rewrite_note(file, **values)

    refused = flask("restore", file, "--replace", "--yes")

    assert refused.exit_code == 1
    assert message in refused.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a backup of Hearback"),
        (b"SQLite format 3\0" * 100, "not a backup of Hearback"),
        (b"[1]" + b" " * 600, "not a backup of Hearback"),
        (b" " * (LENGTH - 1) + b"\nhalf", "broken off before it was finished"),
    ],
)
def test_a_file_that_is_no_backup_is_refused(flask, tmp_path, content, message):
    (tmp_path / "file").write_bytes(content)

    assert message in flask("restore", tmp_path / "file").stderr


def test_beside_a_worker_or_an_open_connection_nothing_is_restored(flask, backup, kept_app):
    file = backup()
    url = kept_app.config["DATABASE_URL"]

    with only_worker(url), db.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        connection.detach()
        refused = flask("restore", file)

    assert refused.exit_code == 1
    assert "first" in refused.stderr
    assert current_pause() is None


def test_nothing_is_left_beside_the_backup(flask, backup, tmp_path):
    before = {path.name for path in tmp_path.iterdir()}

    flask("restore", backup())

    left = {path.name for path in tmp_path.iterdir()} - before
    assert {name for name in left if name.startswith(".")} == set()
    assert inspect(db.engine).has_table("claim")
