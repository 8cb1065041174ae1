"""Makes the invitation of a claim whose customer was asked elsewhere, before us."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from surveys.claims.models import Claim
from surveys.db import db
from surveys.errors import AskedByUs
from surveys.invitations.inviting import Inviter, Versions, new_invitation
from surveys.invitations.models import Invitation, Origin
from surveys.outbox.models import MailState, OutboxEmail


def adopt(
    claim: Claim,
    known: Invitation | None,
    asked_at: datetime,
    now: datetime,
    inviter: Inviter,
    versions: Versions,
) -> Invitation:
    """The imported invitation of a claim, in the place of a reason or of a mail that still waits.

    Raises AskedByUs when our own mail is out, or may be.
    """
    invitation = known or new_invitation(claim, now, inviter, versions)
    for mail in (invitation.mail, invitation.reminder):
        if mail is not None:
            _withdraw(mail)
    invitation.origin = Origin.IMPORTED
    invitation.reason = invitation.expires_at = None
    invitation.mail = invitation.reminder = None
    invitation.due_at = asked_at
    claim.plan_due_at = None
    db.session.add(invitation)
    db.session.flush()
    return invitation


def lock_invitations(claims: Iterable[Claim]) -> list[Invitation]:
    """The invitations of these claims, with mails that nobody can begin to send meanwhile."""
    theirs = Invitation.claim_id.in_([claim.id for claim in claims])
    mails = select(OutboxEmail).join(Invitation, Invitation.mail_id == OutboxEmail.id).where(theirs)
    locked = mails.order_by(OutboxEmail.id).with_for_update(of=OutboxEmail)
    db.session.scalars(locked.execution_options(populate_existing=True)).all()
    return list(db.session.scalars(select(Invitation).where(theirs)))


def _withdraw(mail: OutboxEmail) -> None:
    if mail.state in (MailState.SENDING, MailState.SENT) or mail.in_doubt:
        raise AskedByUs
    if mail.state is MailState.QUEUED:
        mail.state, mail.cancelled_because = MailState.CANCELLED, Origin.IMPORTED
