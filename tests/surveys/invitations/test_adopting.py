import pytest
from sqlalchemy.exc import IntegrityError

from surveys.claims.intake import take_events
from surveys.claims.records import EventRecord
from surveys.db import db
from surveys.errors import AskedByUs, UnknownInvitation
from surveys.invitations.adopting import adopt
from surveys.invitations.inviting import current_versions, invite_next
from surveys.invitations.models import Invitation, InvitationState, Origin, Reason
from surveys.outbox.models import MailState, OutboxEmail
from surveys.responses.answering import find_invitation
from tests.factories import (
    DAY,
    NOON,
    PLAN,
    make_claim,
    make_invitation,
    make_plan,
    make_sent_invitation,
    token_of,
)

ASKED = NOON + DAY
LATER = NOON + 30 * DAY


def adopted(parts, claim=None, known=None, asked_at=ASKED) -> Invitation:
    claim = claim or (known.claim if known else make_claim())
    return adopt(claim, known, asked_at, LATER, parts.inviter, current_versions())


def test_a_claim_that_nobody_has_decided_on_gets_an_imported_invitation(app, parts):
    claim = make_claim()

    invitation = adopted(parts, claim)

    assert (invitation.origin, invitation.due_at) == (Origin.IMPORTED, ASKED)
    assert (invitation.reason, invitation.mail, invitation.expires_at) == (None, None, None)
    assert invitation.state(LATER) is InvitationState.IMPORTED
    assert not invite_next(LATER, parts.inviter)
    assert db.session.query(Invitation).count() == 1


def test_an_import_notes_the_versions_of_today_and_keeps_those_that_decided(app, parts):
    decided = make_invitation(parts)
    make_plan(delay=0 * DAY)

    versions = [row.plan.version for row in (adopted(parts), adopted(parts, known=decided))]

    assert versions == [2, 1]


def test_a_stored_reason_gives_way(app, parts):
    known = make_invitation(parts, make_claim(email=None))

    assert adopted(parts, known=known) is known
    assert (known.reason, known.origin) == (None, Origin.IMPORTED)


def test_mail_and_reminder_that_wait_are_withdrawn(app, parts):
    known = make_invitation(parts)

    adopted(parts, known=known)

    for mail in db.session.query(OutboxEmail):
        assert (mail.state, mail.cancelled_because) == (MailState.CANCELLED, "imported")
    assert (known.mail, known.reminder) == (None, None)


@pytest.mark.parametrize("state", [MailState.FAILED, MailState.CANCELLED])
def test_a_mail_that_never_arrived_stays_as_it_is(app, parts, state):
    known = make_invitation(parts)
    mail = known.mail
    mail.state = state

    adopted(parts, known=known)

    assert (mail.state, mail.cancelled_because) == (state, None)


def test_a_mail_that_is_out_keeps_its_invitation(app, parts):
    known = make_sent_invitation(parts)

    with pytest.raises(AskedByUs):
        adopted(parts, known=known)

    assert (known.origin, known.mail.state) == (Origin.SURVEY, MailState.SENT)


@pytest.mark.parametrize(
    "values",
    [
        {"state": MailState.SENDING, "lease_ends_at": NOON},
        {"state": MailState.QUEUED, "in_doubt": 1},
    ],
)
def test_a_mail_that_may_be_out_keeps_its_invitation(app, parts, values):
    known = make_invitation(parts)
    for name, value in values.items():
        setattr(known.mail, name, value)

    with pytest.raises(AskedByUs):
        adopted(parts, known=known)


def test_an_imported_invitation_has_no_link_to_answer(app, parts):
    with pytest.raises(UnknownInvitation):
        find_invitation(token_of(adopted(parts), parts))


@pytest.mark.parametrize("asked_at", [ASKED, LATER])
def test_who_was_asked_elsewhere_is_not_asked_again_within_the_quarantine(app, parts, asked_at):
    adopted(parts, make_claim(customer_id="K", email="a@example.com"), asked_at=asked_at)
    inside, outside = (
        make_claim(customer_id="K", email="a@example.com", paid_at=asked_at + gap)
        for gap in (88 * DAY, PLAN.quarantine + DAY)
    )

    found = [make_invitation(parts, claim, claim.paid_at).reason for claim in (inside, outside)]

    assert found == [Reason.ASKED_RECENTLY, None]


def test_a_claim_that_is_paid_after_its_answer_came_is_not_asked_again(app, parts):
    claim = make_claim(paid_at=None)
    invitation = adopted(parts, claim)
    paid = EventRecord(claim_id=claim.external_id, type="claim_paid", at=LATER)
    take_events([paid], LATER)
    db.session.flush()

    steps = [invite_next(LATER + DAY, parts.inviter) for _ in range(2)]

    assert steps == [True, False]
    assert db.session.query(Invitation).one() is invitation
    assert db.session.query(OutboxEmail).count() == 0


@pytest.mark.parametrize(
    "values",
    [
        {"reason": Reason.TOO_LATE},
        {"due_at": None},
        {"expires_at": LATER},
        {"origin": Origin.SURVEY},
    ],
)
def test_an_imported_invitation_with_anything_else_is_refused_by_the_table(app, parts, values):
    invitation = adopted(parts)
    for name, value in values.items():
        setattr(invitation, name, value)

    with pytest.raises(IntegrityError, match=r"(?i)check"):
        db.session.flush()
