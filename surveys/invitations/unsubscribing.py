"""Ends the asking for good. A link to it never expires and asks for nothing (RFC 8058)."""

from datetime import datetime

from sqlalchemy import select

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
    """Opt the customer out, and withdraw every mail that still waits for them."""
    invitation = invitation_to_unsubscribe(token)
    customer = invitation.claim.customer
    if db.session.get(OptOut, customer.id) is None:
        address = customer.address or ""
        db.session.add(OptOut(customer_id=customer.id, address=address, created_at=now))
    for waiting in _waiting_for(customer):
        waiting.reason = Reason.OPTED_OUT
        if waiting.mail is not None:
            waiting.mail.state = MailState.CANCELLED
            waiting.mail.cancelled_because = Reason.OPTED_OUT
    db.session.flush()
    return invitation


def _waiting_for(customer: Customer) -> list[Invitation]:
    query = (
        select(Invitation)
        .join(Invitation.mail)
        .join(Claim, Invitation.claim_id == Claim.id)
        .join(Customer, Claim.customer_id == Customer.id)
        .where(has_address_of(customer), OutboxEmail.state == MailState.QUEUED)
    )
    return list(db.session.scalars(query))
