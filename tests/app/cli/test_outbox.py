from datetime import timedelta

import pytest

from surveys.db import db
from surveys.outbox.models import MailKind, PauseReason, SenderPause
from surveys.outbox.pausing import current_pause
from surveys.outbox.queueing import queue_mail
from tests.factories import DAY, NOON


@pytest.fixture
def paused(app):
    """Restored at noon; one mail was due before, one became due since."""
    db.session.add(SenderPause(since=NOON, because=PauseReason.RESTORED, set_back_to=NOON - DAY))
    for due_at in (NOON - timedelta(hours=1), NOON + timedelta(hours=1)):
        queue_mail(MailKind.INVITATION, due_at, due_at + DAY, "survey.example.com", NOON)


def test_the_status_tells_the_queue_and_that_nothing_is_paused(flask):
    queue_mail(MailKind.INVITATION, NOON, NOON + DAY, "survey.example.com", NOON)

    lines = flask("outbox", "status").stdout.splitlines()

    assert "queued: 1" in lines
    assert "due now: 1, the oldest since 2025-03-04 12:00" in lines
    assert "in doubt: 0" in lines
    assert lines[-1] == "the sender is not paused"


def test_the_status_tells_since_when_the_sender_is_paused_and_why(flask, paused):
    last = flask("outbox", "status").stdout.splitlines()[-1]

    assert last.startswith("the sender is paused since 2025-03-04 12:00, because the database was")
    assert "from a backup of 2025-03-03 12:00; flask outbox release ends it" in last


def test_a_release_says_what_will_go_out_and_asks(flask, paused):
    result = flask("outbox", "release")

    assert result.exit_code == 1
    assert "2 mails are due and will go out at once." in result.stdout
    assert "1 of them were due before the restore" in result.stdout
    assert current_pause() is not None


def test_a_release_ends_the_pause(flask, paused):
    result = flask("outbox", "release", "--yes")

    assert result.stdout.endswith("released; the worker sends what is due\n")
    assert current_pause() is None


def test_where_nothing_is_paused_nothing_is_asked(flask):
    assert flask("outbox", "release").stdout == "the sender is not paused\n"
