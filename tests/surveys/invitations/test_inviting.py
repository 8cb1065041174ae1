from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import event

from surveys.claims.intake import take_events
from surveys.claims.models import Claim, EventType
from surveys.claims.records import EventRecord
from surveys.db import db, write
from surveys.errors import NothingPublished
from surveys.invitations import inviting
from surveys.invitations.inviting import BATCH, invite_next
from surveys.invitations.models import Invitation, InvitationState, Reason
from surveys.invitations.tokens import Purpose, hash_token
from surveys.outbox.models import MailKind, MailState, OutboxEmail
from surveys.plans.models import SurveyPlan
from tests.factories import (
    DAY,
    NOON,
    make_claim,
    make_invitation,
    make_plan,
    make_questionnaire,
    make_sent_invitation,
    token_of,
)

SECOND = timedelta(seconds=1)


def invitations():
    return db.session.query(Invitation).all()


def test_a_paid_claim_gets_an_invitation_with_its_mail(app, parts):
    claim = make_claim(paid_at=NOON)

    assert invite_next(NOON, parts.inviter)

    (invitation,) = invitations()
    assert (invitation.claim_id, invitation.reason) == (claim.id, None)
    assert (invitation.due_at, invitation.expires_at) == (NOON + DAY, NOON + 15 * DAY)
    assert claim.plan_due_at is None


def test_the_mail_is_queued_for_the_same_moment_and_given_up_at_the_end(app, parts):
    invitation = make_invitation(parts)

    mail = invitation.mail
    assert (mail.kind, mail.state) == (MailKind.INVITATION, MailState.QUEUED)
    assert (mail.due_at, mail.give_up_at) == (invitation.due_at, invitation.expires_at)
    assert mail.message_id == f"<{mail.id}@{parts.domain}>"


def test_what_was_decided_keeps_the_versions_it_was_decided_with(app, parts):
    before = make_invitation(parts)
    make_plan(delay=timedelta(hours=2), open_for=5 * DAY)
    make_questionnaire(payout=("빨랐어요.", "It was quick."))

    after = make_invitation(parts)

    assert [(row.plan.version, row.questionnaire.version) for row in (before, after)] == [
        (1, 1),
        (2, 2),
    ]
    assert (before.due_at, before.expires_at) == (NOON + DAY, NOON + 15 * DAY)
    assert after.due_at == NOON + timedelta(hours=2)
    assert after.expires_at == after.due_at + 5 * DAY


def test_a_step_reads_the_plan_once_for_all_its_claims(app, parts):
    for _ in range(5):
        make_claim(email=None)
    seen = []
    watch = (db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))

    event.listen(*watch)
    invite_next(NOON, parts.inviter)
    event.remove(*watch)

    assert len([sql for sql in seen if "FROM survey_plan" in sql]) == 1
    assert len([sql for sql in seen if "FROM questionnaire" in sql]) == 1


def test_without_a_plan_a_step_decides_nothing_and_says_why(app, parts):
    db.session.execute(SurveyPlan.__table__.delete())
    assert not invite_next(NOON, parts.inviter)
    make_claim()

    with pytest.raises(NothingPublished):
        invite_next(NOON, parts.inviter)

    assert invitations() == []


def test_a_claim_that_is_not_asked_about_gets_a_reason_and_no_mail(app, parts):
    make_claim(email=None)

    assert invite_next(NOON, parts.inviter)

    (invitation,) = invitations()
    assert invitation.reason is Reason.NO_EMAIL
    assert (invitation.due_at, invitation.expires_at, invitation.mail_id) == (None, None, None)
    assert db.session.query(OutboxEmail).count() == 0


def test_when_every_paid_claim_is_decided_on_there_is_nothing_to_do(app, parts):
    make_claim()

    steps = [invite_next(NOON, parts.inviter) for _ in range(3)]

    assert steps == [True, False, False]
    assert len(invitations()) == 1


def test_claims_that_are_not_paid_are_left_alone(app, parts):
    make_claim(paid_at=None)

    assert not invite_next(NOON + 99 * DAY, parts.inviter)

    assert invitations() == []


def test_a_payment_counts_from_its_moment_on(app, parts):
    make_claim(paid_at=NOON)

    assert not invite_next(NOON - SECOND, parts.inviter)
    assert invite_next(NOON, parts.inviter)


def test_each_paid_claim_has_exactly_one_invitation_or_reason(app, parts):
    for n in range(5):
        make_claim(email=None if n % 2 else f"a{n}@example.com")
    make_claim(paid_at=NOON - 15 * DAY)

    while invite_next(NOON, parts.inviter):
        pass

    reasons = [invitation.reason for invitation in invitations()]
    assert {invitation.claim_id for invitation in invitations()} == {
        claim.id for claim in db.session.query(Claim)
    }
    assert [reasons.count(r) for r in (None, Reason.NO_EMAIL, Reason.TOO_LATE)] == [3, 2, 1]


def test_a_second_payment_asks_no_second_time(app, parts):
    claim = make_claim(claim_id="C1", email="a@example.com")
    make_invitation(parts, claim)
    take_events([EventRecord(claim_id="C1", type=EventType.CLAIM_PAID, at=NOON + DAY)], NOON)

    assert not invite_next(NOON + 99 * DAY, parts.inviter)

    assert len(invitations()) == 1


def test_of_two_claims_paid_on_one_day_only_the_first_is_asked_about(app, parts):
    later = make_claim(customer_id="K", email="a@example.com", paid_at=NOON)
    first = make_claim(customer_id="K", email="a@example.com", paid_at=NOON - SECOND)

    invite_next(NOON, parts.inviter)

    reasons = {invitation.claim_id: invitation.reason for invitation in invitations()}
    assert reasons == {first.id: None, later.id: Reason.ASKED_RECENTLY}


def test_a_step_decides_on_no_more_than_a_batch(app, parts):
    claim = make_claim()
    for _ in range(BATCH):
        make_claim(email=None, paid_at=claim.paid_at)

    steps = [invite_next(NOON, parts.inviter) for _ in range(3)]

    assert steps == [True, True, False]
    assert len(invitations()) == BATCH + 1


def test_only_the_hash_of_a_link_is_kept(app, parts):
    invitation = make_invitation(parts)

    answer = token_of(invitation, parts, Purpose.ANSWER)
    unsubscribe = token_of(invitation, parts, Purpose.UNSUBSCRIBE)

    assert answer != unsubscribe
    assert invitation.answer_hash == hash_token(answer)
    assert invitation.unsubscribe_hash == hash_token(unsubscribe)


@pytest.mark.parametrize(
    ("mail_state", "state"),
    [
        (MailState.QUEUED, InvitationState.SCHEDULED),
        (MailState.FAILED, InvitationState.UNDELIVERED),
        (MailState.CANCELLED, InvitationState.UNDELIVERED),
    ],
)
def test_the_state_of_an_invitation_follows_its_mail(app, parts, mail_state, state):
    invitation = make_invitation(parts)

    invitation.mail.state = mail_state

    assert invitation.state(NOON) is state


def test_a_sent_invitation_is_open_until_the_moment_it_expires(app, parts):
    invitation = make_sent_invitation(parts)

    assert invitation.state(invitation.expires_at - SECOND) is InvitationState.OPEN
    assert invitation.state(invitation.expires_at) is InvitationState.EXPIRED


def test_who_is_not_asked_stays_so(app, parts):
    invitation = make_invitation(parts, make_claim(email=None))

    assert invitation.state(NOON + 99 * DAY) is InvitationState.NOT_ASKED


@pytest.mark.parametrize("other", [{"customer_id": "K1"}, {"email": "Home@Example.com"}])
def test_two_workers_at_once_ask_a_customer_or_an_address_once(app, parts, monkeypatch, other):
    """Each has its claim before either has written down what it decided."""
    monkeypatch.setattr(inviting, "BATCH", 1)
    make_claim(customer_id="K1", email="home@example.com")
    make_claim(**{"customer_id": "K2", "email": "second@example.com"} | other)
    db.session.commit()
    both_decided = Barrier(2, timeout=1)

    def decide_and_wait():
        invite_next(NOON, parts.inviter)
        with suppress(BrokenBarrierError):
            both_decided.wait()

    def work(_worker):
        with app.app_context():
            write(decide_and_wait)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))

    assert sorted(str(row.reason) for row in invitations()) == ["None", "asked_recently"]
