"""Composes the one reminder: for who was asked, has not answered and may still be written to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale, gettext
from sqlalchemy import select

from surveys.db import db
from surveys.invitations.composing import InvitationComposer, Words
from surveys.invitations.eligibility import why_not_write_to
from surveys.invitations.models import Invitation, InvitationState
from surveys.letters import Letter
from surveys.outbox.delivery import Postponed, Withdrawn
from surveys.outbox.models import OutboxEmail


@dataclass(frozen=True)
class ReminderComposer:
    """`is_answered` is handed in, because responses lie above invitations."""

    invitations: InvitationComposer
    is_answered: Callable[[Invitation], bool]

    def __call__(self, mail: OutboxEmail, now: datetime) -> Letter | Postponed | Withdrawn:
        query = select(Invitation).where(Invitation.reminder_id == mail.id)
        invitation = db.session.scalars(query).one()
        because = self._why_not(invitation, now)
        if because is not None:
            return Withdrawn(because)
        return self.invitations.letter_in_window(invitation, self._words(invitation), now)

    def _why_not(self, invitation: Invitation, now: datetime) -> str | None:
        if self.is_answered(invitation):
            return "answered"
        state = invitation.state(now)
        if state is not InvitationState.OPEN:
            return state
        return why_not_write_to(invitation.claim.customer)

    def _words(self, invitation: Invitation) -> Words:
        with force_locale(invitation.claim.spoken_language):
            return Words(
                subject=gettext("Would you still tell us how your claim went?"),
                opening=gettext(
                    "A few days ago we asked how your claim went. If you have a minute, we would"
                    " still like to hear it. We will not ask again."
                ),
            )
