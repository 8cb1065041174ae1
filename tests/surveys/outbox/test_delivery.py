from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from surveys.db import db, write
from surveys.errors import SurveyError
from surveys.letters import Letter
from surveys.outbox.delivery import LEASE, PostOffice, Postponed, Withdrawn, deliver_next
from surveys.outbox.models import MailKind, MailState, OutboxEmail, PauseReason, SenderPause
from surveys.outbox.pausing import release
from surveys.outbox.queueing import queue_mail
from surveys.outbox.replies import MailError, Phase
from surveys.outbox.suppression import is_suppressed, suppress
from tests.factories import DAY, NOON, SEOUL
from tests.fakes import RecordingCarrier, RefusingCarrier

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
SENDER = "survey@example.com"
TO = "customer@example.com"
UNKNOWN_ADDRESS = MailError(Phase.MAIL, 550, "5.1.1")
GREYLISTED = MailError(Phase.MAIL, 451, "4.7.1")
NO_ROUTE = MailError(Phase.ROUTE)
CUT_AFTER_DOT = MailError(Phase.AFTER_DOT)


def letter(**values):
    usual = {
        "from_name": "새길손해보험",
        "to": TO,
        "subject": "보상은 어떠셨나요?",
        "text": "안녕하세요.\n",
        "html": "<p>안녕하세요.</p>\n",
        "language": "ko",
        "unsubscribe_url": "https://survey.example.com/u/token",
        "list_name": "survey",
    }
    return Letter(**{**usual, **values})


def office_of(carrier, composed=None):
    """A post office that composes the same letter for every mail, or what it is given."""
    return PostOffice(
        sender=SENDER,
        carrier=carrier,
        zone=SEOUL,
        composers={MailKind.INVITATION: lambda mail, now: composed or letter()},
    )


def queued(due_at=NOON, give_up_at=NOON + 14 * DAY):
    mail = queue_mail(MailKind.INVITATION, due_at, give_up_at, "survey.example.com", NOON)
    db.session.commit()
    return mail


def deliver(carrier, now=NOON, composed=None):
    return deliver_next(now, office_of(carrier, composed))


def message_ids(carrier):
    return [
        message_from_bytes(mail.message, policy=policy.default)["Message-ID"]
        for mail in carrier.carried
    ]


def test_a_due_mail_is_handed_over_and_marked_as_sent(app):
    mail, carrier = queued(), RecordingCarrier()

    assert deliver(carrier)

    (carried,) = carrier.carried
    assert (carried.sender, carried.recipient) == (SENDER, TO)
    assert message_ids(carrier) == [mail.message_id]
    assert (mail.state, mail.sent_at, mail.reply) == (MailState.SENT, NOON, "250 2.0.0")
    assert (mail.recipient, mail.attempt, mail.lease_ends_at) == (TO, 1, None)


def test_a_mail_is_sent_once(app):
    queued()
    carrier = RecordingCarrier()

    steps = [deliver(carrier, NOON + n * DAY) for n in range(3)]

    assert steps == [True, False, False]
    assert len(carrier.carried) == 1


def test_a_mail_is_not_sent_before_it_is_due(app):
    queued(due_at=NOON)
    carrier = RecordingCarrier()

    assert not deliver(carrier, NOON - SECOND)
    assert deliver(carrier, NOON)


def test_what_has_been_due_longest_goes_first(app):
    later, first = queued(NOON - MINUTE), queued(NOON - 2 * MINUTE)
    carrier = RecordingCarrier()

    while deliver(carrier):
        pass

    assert message_ids(carrier) == [first.message_id, later.message_id]


def test_the_mail_is_committed_as_sending_while_the_relay_is_spoken_to(app):
    mail_id, seen = queued().id, []

    class LookingCarrier(RecordingCarrier):
        def carry(self, sender, recipient, message):
            db.session.rollback()
            mail = db.session.get(OutboxEmail, mail_id)
            seen.append((mail.state, mail.attempt, mail.lease_ends_at))
            return super().carry(sender, recipient, message)

    deliver(LookingCarrier())

    assert seen == [(MailState.SENDING, 1, NOON + LEASE)]


def test_an_address_that_does_not_exist_fails_the_mail_and_is_not_written_to_again(app):
    mail = queued()

    assert deliver(RefusingCarrier(UNKNOWN_ADDRESS))

    assert (mail.state, mail.reply, mail.sent_at) == (MailState.FAILED, "550 5.1.1", None)
    assert is_suppressed(TO)


@pytest.mark.parametrize("enhanced", ["5.7.1", "5.2.2", ""])
def test_another_refusal_fails_the_mail_but_suppresses_nobody(app, enhanced):
    mail = queued()

    assert deliver(RefusingCarrier(MailError(Phase.MAIL, 550, enhanced)))

    assert mail.state is MailState.FAILED
    assert not is_suppressed(TO)


def test_after_a_failure_the_next_mail_has_its_turn(app):
    queued(NOON - 2 * MINUTE)
    second = queued(NOON - MINUTE)
    deliver(RefusingCarrier(MailError(Phase.MAIL, 550)))
    carrier = RecordingCarrier()

    deliver(carrier)

    assert message_ids(carrier) == [second.message_id]


def test_a_refusal_for_now_defers_the_mail_by_the_schedule(app):
    mail, carrier, now = queued(), RefusingCarrier(GREYLISTED), NOON
    waits = []

    for _ in range(7):
        assert deliver(carrier, now)
        waits.append((mail.due_at - now) / MINUTE)
        assert (mail.state, mail.lease_ends_at) == (MailState.QUEUED, None)
        now = mail.due_at

    assert waits == [5, 15, 30, 60, 120, 240, 240]
    assert mail.attempt == 7
    assert message_ids(carrier) == [mail.message_id] * 7


def test_a_deferred_mail_waits_until_its_new_moment(app):
    queued()
    deliver(RefusingCarrier(GREYLISTED))
    carrier = RecordingCarrier()

    assert not deliver(carrier, NOON + 5 * MINUTE - SECOND)
    assert deliver(carrier, NOON + 5 * MINUTE)


def test_a_cut_before_the_final_dot_is_tried_again_without_doubt(app):
    mail = queued()
    deliver(RefusingCarrier(MailError(Phase.MAIL)))

    assert deliver(RecordingCarrier(), NOON + 5 * MINUTE)

    assert (mail.state, mail.attempt, mail.in_doubt) == (MailState.SENT, 2, 0)


def test_trouble_on_the_route_ends_the_drain_and_counts_no_attempt(app):
    mail, other = queued(NOON - MINUTE), queued()
    carrier = RefusingCarrier(NO_ROUTE)

    assert not deliver(carrier)

    assert (mail.state, mail.attempt, mail.due_at) == (MailState.QUEUED, 0, NOON - MINUTE)
    assert (mail.reply, mail.lease_ends_at) == ("cut off", None)
    assert (other.state, len(carrier.carried)) == (MailState.QUEUED, 1)


def test_trouble_on_the_route_says_nothing_about_an_address(app):
    mail = queued()

    deliver(RefusingCarrier(MailError(Phase.ROUTE, 550, "5.1.1")))

    assert mail.state is MailState.QUEUED
    assert not is_suppressed(TO)


def test_when_the_route_is_back_the_mail_goes_out_as_the_first_attempt(app):
    mail = queued()
    deliver(RefusingCarrier(NO_ROUTE))

    assert deliver(RecordingCarrier(), NOON + SECOND)

    assert (mail.state, mail.attempt, mail.in_doubt) == (MailState.SENT, 1, 0)


def test_a_cut_after_the_final_dot_leaves_the_mail_in_doubt_until_the_lease_ends(app):
    mail = queued()

    assert deliver(RefusingCarrier(CUT_AFTER_DOT))

    carrier = RecordingCarrier()
    assert (mail.state, mail.reply) == (MailState.SENDING, "cut off")
    assert not deliver(carrier, NOON + LEASE - SECOND)
    assert (mail.in_doubt, carrier.carried) == (0, [])


def test_a_mail_in_doubt_is_sent_once_more_as_the_same_mail(app):
    mail, cut, carrier = queued(), RefusingCarrier(CUT_AFTER_DOT), RecordingCarrier()
    deliver(cut)

    assert deliver(carrier, NOON + LEASE)

    assert message_ids(carrier) == message_ids(cut) == [mail.message_id]
    assert (mail.state, mail.in_doubt, mail.attempt) == (MailState.SENT, 1, 2)


def test_a_worker_that_dies_while_sending_leaves_the_mail_in_doubt(app):
    mail, carrier = queued(), RefusingCarrier(SurveyError("killed"))
    with pytest.raises(SurveyError, match="killed"):
        deliver(carrier)
    assert mail.state is MailState.SENDING

    deliver(RecordingCarrier(), NOON + LEASE)

    assert (mail.state, mail.in_doubt) == (MailState.SENT, 1)


@pytest.mark.parametrize("error", [None, UNKNOWN_ADDRESS, GREYLISTED, NO_ROUTE, CUT_AFTER_DOT])
def test_what_an_attempt_learns_after_another_took_over_is_ignored(app, error):
    mail_id = queued().id

    class SlowCarrier(RecordingCarrier):
        def carry(self, sender, recipient, message):
            deliver(RefusingCarrier(CUT_AFTER_DOT), NOON + LEASE)
            if error:
                raise error
            return "250 2.6.0"

    deliver(SlowCarrier())

    mail = db.session.get(OutboxEmail, mail_id)
    assert (mail.state, mail.attempt, mail.in_doubt) == (MailState.SENDING, 2, 1)
    assert (mail.reply, mail.lease_ends_at) == ("cut off", NOON + 2 * LEASE)


def test_a_result_for_a_mail_that_waits_again_is_ignored(app):
    mail_id = queued().id

    class SlowCarrier(RecordingCarrier):
        def carry(self, sender, recipient, message):
            deliver(RefusingCarrier(NO_ROUTE), NOON + LEASE)
            raise GREYLISTED

    deliver(SlowCarrier())

    mail = db.session.get(OutboxEmail, mail_id)
    assert (mail.state, mail.attempt, mail.due_at) == (MailState.QUEUED, 1, NOON)


def test_a_result_for_a_mail_that_someone_else_has_sent_is_ignored(app):
    mail_id = queued().id

    class SlowCarrier(RecordingCarrier):
        def carry(self, sender, recipient, message):
            deliver(RecordingCarrier(), NOON + LEASE)
            raise GREYLISTED

    deliver(SlowCarrier())

    assert db.session.get(OutboxEmail, mail_id).state is MailState.SENT


def test_a_mail_that_would_come_too_late_is_withdrawn(app):
    mail, carrier = queued(give_up_at=NOON + DAY), RecordingCarrier()

    assert deliver(carrier, NOON + DAY)

    assert (mail.state, mail.cancelled_because) == (MailState.CANCELLED, "too_late")
    assert carrier.carried == []


def test_until_the_moment_before_it_is_given_up_a_mail_is_sent(app):
    mail = queued(give_up_at=NOON + DAY)

    deliver(RecordingCarrier(), NOON + DAY - SECOND)

    assert mail.state is MailState.SENT


def test_a_mail_in_doubt_is_given_up_too(app):
    mail = queued(give_up_at=NOON + LEASE)
    deliver(RefusingCarrier(CUT_AFTER_DOT))

    deliver(RecordingCarrier(), NOON + LEASE)

    assert (mail.state, mail.in_doubt) == (MailState.CANCELLED, 1)


def test_suppression_is_looked_at_right_before_sending(app):
    mail, carrier = queued(), RecordingCarrier()
    suppress(TO.upper(), "550 5.1.1", NOON)
    db.session.commit()

    assert deliver(carrier)

    assert (mail.state, mail.cancelled_because) == (MailState.CANCELLED, "bounced")
    assert carrier.carried == []


def test_a_composer_may_postpone_the_mail(app):
    mail, carrier = queued(), RecordingCarrier()

    assert deliver(carrier, composed=Postponed(NOON + DAY))

    assert (mail.state, mail.due_at, mail.attempt) == (MailState.QUEUED, NOON + DAY, 0)
    assert carrier.carried == []


def test_a_composer_may_withdraw_the_mail(app):
    mail, carrier = queued(), RecordingCarrier()

    assert deliver(carrier, composed=Withdrawn("opted_out"))

    assert (mail.state, mail.cancelled_because) == (MailState.CANCELLED, "opted_out")
    assert carrier.carried == []


@pytest.mark.parametrize(
    ("values", "field"),
    [({"subject": "a\r\nBcc: x@example.com"}, "subject"), ({"to": "a..b@example.com"}, "email")],
)
def test_a_letter_that_cannot_be_built_fails_and_lets_the_next_one_through(app, values, field):
    mail, carrier = queued(NOON - MINUTE), RecordingCarrier()
    after = queued()

    assert deliver(carrier, composed=letter(**values))
    assert deliver(carrier)

    assert (mail.state, mail.reply) == (MailState.FAILED, f"not built: {field}")
    assert message_ids(carrier) == [after.message_id]


def test_the_date_of_a_mail_is_that_of_the_attempt_in_the_insurers_zone(app):
    queued()
    carrier = RecordingCarrier()

    deliver(carrier, NOON + DAY)

    message = message_from_bytes(carrier.carried[0].message, policy=policy.default)
    assert message["Date"] == "Wed, 05 Mar 2025 12:00:00 +0900"


def test_an_empty_outbox_has_nothing_to_send(app):
    assert not deliver(RecordingCarrier())


def test_a_mail_that_cannot_be_composed_does_not_keep_the_others_waiting(app):
    broken, fine, carrier = queued(due_at=NOON - DAY), queued(), RecordingCarrier()

    def compose(mail, now):
        if mail.id == broken.id:
            raise KeyError("the key of its link is gone")
        return letter()

    office = PostOffice(SENDER, carrier, SEOUL, {MailKind.INVITATION: compose})
    with pytest.raises(KeyError):
        deliver_next(NOON, office)
    deliver_next(NOON, office)

    assert (broken.state, broken.due_at) == (MailState.QUEUED, NOON + LEASE)
    assert fine.state is MailState.SENT


def test_a_mail_in_doubt_stays_so_when_it_cannot_be_composed(app):
    mail = queued()
    deliver(RefusingCarrier(CUT_AFTER_DOT))

    def compose(mail, now):
        raise KeyError("a key that is not on the ring any more")

    office = PostOffice(SENDER, RecordingCarrier(), SEOUL, {MailKind.INVITATION: compose})
    with pytest.raises(KeyError):
        deliver_next(NOON + LEASE, office)

    assert (mail.state, mail.in_doubt) == (MailState.QUEUED, 1)


def test_nothing_is_sent_while_the_sender_is_paused(app):
    mail, carrier = queued(), RecordingCarrier()
    db.session.add(SenderPause(since=NOON, because=PauseReason.RESTORED, set_back_to=NOON - DAY))
    db.session.commit()

    assert not deliver(carrier)
    assert (carrier.carried, mail.state, mail.attempt) == ([], MailState.QUEUED, 0)

    write(release)
    assert deliver(carrier)
    assert len(carrier.carried) == 1
