from datetime import timedelta

from surveys.db import db
from surveys.outbox.models import MailKind, MailState, PauseReason, SenderPause
from surveys.outbox.pausing import current_pause, look_at_queue, release
from surveys.outbox.queueing import queue_mail
from tests.factories import DAY, NOON

HOUR = timedelta(hours=1)


def pause(since=NOON):
    db.session.add(SenderPause(since=since, because=PauseReason.RESTORED, set_back_to=since - DAY))
    db.session.flush()


def queued(due_at, **values):
    mail = queue_mail(MailKind.INVITATION, due_at, due_at + DAY, "survey.example.com", NOON)
    for name, value in values.items():
        setattr(mail, name, value)
    db.session.flush()


def test_the_sender_is_not_paused_at_first(app):
    assert current_pause() is None


def test_of_two_pauses_the_longer_one_is_told_and_a_release_ends_both(app):
    pause(NOON + DAY)
    pause(NOON)
    assert current_pause().since == NOON

    release()

    assert current_pause() is None


def test_the_queue_is_told_by_state_with_what_is_due_and_in_doubt(app):
    queued(NOON - 2 * HOUR)
    queued(NOON - HOUR, in_doubt=1)
    queued(NOON + HOUR)
    queued(NOON - DAY, state=MailState.SENT, sent_at=NOON)

    queue = look_at_queue(NOON)

    assert queue.by_state == {MailState.QUEUED: 3, MailState.SENT: 1}
    assert (queue.due, queue.oldest_due_at, queue.in_doubt) == (2, NOON - 2 * HOUR, 1)


def test_an_empty_queue_has_no_oldest_mail(app):
    queue = look_at_queue(NOON)

    assert (queue.by_state, queue.due, queue.oldest_due_at, queue.in_doubt) == ({}, 0, None, 0)
