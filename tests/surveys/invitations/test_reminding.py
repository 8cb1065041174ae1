from datetime import timedelta

import pytest

from surveys.claims.models import Language
from surveys.db import db
from surveys.invitations.models import Invitation
from surveys.invitations.tokens import Purpose
from surveys.invitations.unsubscribing import unsubscribe
from surveys.outbox.delivery import Postponed, Withdrawn
from surveys.outbox.models import MailKind, MailState
from tests.factories import (
    DAY,
    NOON,
    make_claim,
    make_invitation,
    make_plan,
    make_questionnaire,
    make_response,
    make_sent_invitation,
    token_of,
)

HOUR = timedelta(hours=1)
ASKED_AT = NOON + DAY
REMIND_AT = ASKED_AT + 4 * DAY


@pytest.fixture
def remind(parts):
    composer = parts.post_office().composers[MailKind.REMINDER]
    return lambda invitation, at=REMIND_AT: composer(invitation.reminder, at)


def test_a_reminder_is_queued_for_the_fourth_day_with_its_invitation(parts):
    invitation = make_invitation(parts)

    reminder = invitation.reminder
    assert (reminder.kind, reminder.state) == (MailKind.REMINDER, MailState.QUEUED)
    assert (reminder.due_at, reminder.give_up_at) == (REMIND_AT, invitation.expires_at)
    assert reminder.message_id != invitation.mail.message_id


def test_a_plan_without_a_reminder_queues_none(parts):
    make_plan(reminder_after=None)

    invitation = make_invitation(parts)

    assert invitation.reminder is None


def test_the_reminder_speaks_the_language_wished_meanwhile(parts, remind):
    invitation = make_sent_invitation(parts, make_claim(language="ko"))
    invitation.claim.customer.wished_language = Language.ENGLISH

    letter = remind(invitation)

    assert (letter.language, letter.subject) == (
        "en",
        "Would you still tell us how your claim went?",
    )


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("ko", "보험금을 받기까지 어떠셨는지 아직 듣고 싶어요"),
        ("en", "Would you still tell us how your claim went?"),
    ],
)
def test_who_has_not_answered_is_reminded_once_by_the_same_link(parts, remind, language, subject):
    invitation = make_sent_invitation(parts, make_claim(language=language))

    letter = remind(invitation)

    assert letter.subject == subject
    assert f"/a/{token_of(invitation, parts)}?score=9" in letter.text


def test_who_has_answered_is_not_reminded(parts, remind):
    response = make_response(parts)

    assert remind(response.invitation) == Withdrawn("answered")


@pytest.mark.parametrize("state", [MailState.QUEUED, MailState.FAILED, MailState.CANCELLED])
def test_who_did_not_get_the_invitation_is_not_reminded(parts, remind, state):
    invitation = make_invitation(parts)
    invitation.mail.state = state

    assert isinstance(remind(invitation), Withdrawn)


def test_nobody_is_reminded_once_the_link_is_closed(parts, remind):
    invitation = make_sent_invitation(parts)

    assert remind(invitation, invitation.expires_at) == Withdrawn("expired")
    assert not isinstance(remind(invitation, invitation.expires_at - DAY), Withdrawn)


def test_a_reminder_keeps_to_the_hours_of_the_plan(parts, remind):
    night = REMIND_AT + timedelta(hours=10)

    assert remind(make_sent_invitation(parts), night) == Postponed(REMIND_AT + DAY - 3 * HOUR)


def test_the_reminder_of_what_was_asked_keeps_its_plan_and_its_words(parts, remind):
    invitation = make_sent_invitation(parts, make_claim(language="en"))
    make_plan(window_opens=NOON.time().replace(hour=13), reminder_after=None)
    make_questionnaire(recommend=("권하실래요?", "Would you tell others?"))

    letter = remind(invitation)

    assert "Would you recommend us" in letter.text


def test_who_unsubscribes_is_not_reminded_and_stays_asked(parts, remind):
    invitation = make_sent_invitation(parts)

    unsubscribe(token_of(invitation, parts, Purpose.UNSUBSCRIBE), NOON + 2 * DAY)

    assert invitation.reminder.state is MailState.CANCELLED
    assert remind(invitation) == Withdrawn("opted_out")
    assert db.session.query(Invitation).one().reason is None
