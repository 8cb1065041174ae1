"""What became of asking about a claim: one place for whoever tells it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from surveys.claims.models import Claim
from surveys.db import db
from surveys.invitations.models import Invitation, InvitationState, Origin
from surveys.outbox.models import MailState, OutboxEmail
from surveys.responses.answering import response_to
from surveys.responses.models import Response, Standing


@dataclass(frozen=True)
class Asking:
    """The decision of the plan, how far its mail has come, and the answer.

    `response` may be one that does not count; `answer` is one that does.
    """

    invitation: Invitation
    state: InvitationState
    response: Response | None

    @property
    def answer(self) -> Response | None:
        is_confirmed = self.response and self.response.standing is Standing.CONFIRMED
        return self.response if is_confirmed else None

    @property
    def sent_at(self) -> datetime | None:
        mail = self.invitation.mail
        return mail.sent_at if mail else None

    @property
    def message_id(self) -> str | None:
        mail = self.invitation.mail
        return mail.message_id if mail else None


def asking_about(claim: Claim, now: datetime) -> Asking | None:
    """None until a plan has decided."""
    query = select(Invitation).where(Invitation.claim_id == claim.id)
    invitation = db.session.scalars(query).one_or_none()
    if invitation is None:
        return None
    return Asking(invitation, invitation.state(now), response_to(invitation))


def is_in_state(state: InvitationState, now: datetime) -> ColumnElement[bool]:
    """`Invitation.state`, asked of the database; the mail is joined from outside."""
    is_ours = Invitation.origin == Origin.SURVEY
    is_asked = and_(is_ours, Invitation.reason.is_(None), Invitation.mail_id.is_not(None))
    is_open = and_(is_asked, Invitation.expires_at > now)
    has_failed = or_(
        OutboxEmail.state == MailState.FAILED, OutboxEmail.state == MailState.CANCELLED
    )
    is_waiting = or_(OutboxEmail.state == MailState.QUEUED, OutboxEmail.state == MailState.SENDING)
    conditions = {
        InvitationState.IMPORTED: Invitation.origin == Origin.IMPORTED,
        InvitationState.NOT_ASKED: and_(is_ours, Invitation.reason.is_not(None)),
        InvitationState.SCHEDULED: and_(is_open, is_waiting),
        InvitationState.UNDELIVERED: and_(is_open, has_failed),
        InvitationState.OPEN: and_(is_open, OutboxEmail.state == MailState.SENT),
        InvitationState.EXPIRED: and_(is_asked, Invitation.expires_at <= now),
    }
    return conditions[state]
