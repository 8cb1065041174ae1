"""Ends the asking for good. A link to it never expires and asks for nothing (RFC 8058)."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from surveys.claims.models import Claim, Customer
from surveys.db import db
from surveys.errors import UnknownInvitation
from surveys.invitations.eligibility import has_address_of
from surveys.invitations.models import Invitation, OptOut, Reason
from surveys.invitations.tokens import hash_token
from surveys.outbox.models import MailState, OutboxEmail


def invitation_to_unsubscribe(token: str) -> Invitation:
    """The invitation whose mail held this unsubscribe link; raises UnknownInvitation."""
    query = select(Invitation).where(Invitation.unsubscribe_hash == hash_token(token))
    invitation = db.session.scalars(query).one_or_none()
    if invitation is None:
        raise UnknownInvitation
    return invitation


def unsubscribe(token: str, now: datetime) -> Invitation:
    """Opt out the customer and the address that the mail went to, which may not be theirs any
    more, and withdraw every mail that still waits for them."""
    invitation = invitation_to_unsubscribe(token)
    customer = invitation.claim.customer
    address = address_of(invitation)
    if db.session.get(OptOut, (customer.id, address)) is None:
        db.session.add(OptOut(customer_id=customer.id, address=address, created_at=now))
    theirs = or_(has_address_of(customer), Customer.address == address)
    for waiting in _waiting(theirs, Invitation.mail):
        waiting.reason = Reason.OPTED_OUT
        _withdraw(waiting.mail)
    for asked in _waiting(theirs, Invitation.reminder):
        _withdraw(asked.reminder)
    db.session.flush()
    return invitation


def address_of(invitation: Invitation) -> str:
    """The address for which the link of an invitation speaks: that to which the mail went."""
    recipient = invitation.mail.recipient if invitation.mail is not None else None
    return (recipient or invitation.claim.customer.address or "").lower()


def _waiting(
    theirs: ColumnElement[bool], mail: InstrumentedAttribute[OutboxEmail | None]
) -> list[Invitation]:
    """Their invitations of which this mail, or reminder, has not gone out."""
    query = (
        select(Invitation)
        .join(mail)
        .join(Claim, Invitation.claim_id == Claim.id)
        .join(Customer, Claim.customer_id == Customer.id)
        .where(theirs, OutboxEmail.state == MailState.QUEUED)
    )
    return list(db.session.scalars(query))


def _withdraw(mail: OutboxEmail | None) -> None:
    if mail is not None:
        mail.state, mail.cancelled_because = MailState.CANCELLED, Reason.OPTED_OUT
