from datetime import timedelta

import pytest
from sqlalchemy import select

from surveys.db import db
from surveys.invitations.models import Invitation, InvitationState
from surveys.outbox.models import MailState
from surveys.responses.asking import asking_about, is_in_state
from surveys.responses.models import Standing
from tests.factories import (
    DAY,
    NOON,
    make_claim,
    make_imported,
    make_invitation,
    make_response,
    make_sent_invitation,
)


def test_nothing_became_of_a_claim_on_which_no_plan_has_decided(app):
    assert asking_about(make_claim(), NOON) is None


def test_an_answer_that_counts_is_told_with_its_mail(parts):
    response = make_response(parts)
    invitation = response.invitation

    asking = asking_about(invitation.claim, NOON + 3 * DAY)

    assert (asking.state, asking.answer) == (InvitationState.OPEN, response)
    assert (asking.sent_at, asking.message_id) == (invitation.due_at, invitation.mail.message_id)


@pytest.mark.parametrize("standing", [Standing.SUSPECTED, Standing.DISMISSED])
def test_an_answer_that_does_not_count_is_known_but_is_none(parts, standing):
    response = make_response(parts)
    response.standing = standing

    asking = asking_about(response.invitation.claim, NOON)

    assert (asking.response, asking.answer) == (response, None)


def test_who_is_not_asked_has_no_mail(parts):
    claim = make_claim(email=None)
    make_invitation(parts, claim)

    asking = asking_about(claim, NOON)

    assert asking.state is InvitationState.NOT_ASKED
    assert (asking.sent_at, asking.message_id, asking.response) == (None, None, None)


def one_of_each(parts):
    """Invitations in every state that mail and time can bring."""
    make_invitation(parts)
    make_invitation(parts, make_claim(email=None))
    make_imported(parts)
    make_sent_invitation(parts)
    for state in (MailState.FAILED, MailState.CANCELLED, MailState.SENDING):
        mail = make_invitation(parts).mail
        mail.state = state
        mail.lease_ends_at = NOON if state is MailState.SENDING else None
    make_sent_invitation(parts).expires_at = NOON
    make_sent_invitation(parts).expires_at = NOON + timedelta(microseconds=1)
    make_invitation(parts).expires_at = NOON - DAY
    db.session.flush()


def test_the_database_names_the_states_as_the_invitation_does(parts):
    one_of_each(parts)
    every = db.session.scalars(select(Invitation)).all()

    for state in InvitationState:
        found = select(Invitation).outerjoin(Invitation.mail).where(is_in_state(state, NOON))
        expected = {each.id for each in every if each.state(NOON) is state}
        assert expected, state
        assert {each.id for each in db.session.scalars(found)} == expected, state
