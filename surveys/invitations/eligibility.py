"""Why a customer is not asked. Quarantine and opt-out go by customer and by address."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from surveys.claims.models import Claim, Customer
from surveys.db import db
from surveys.invitations.models import Invitation, OptOut, Origin, Reason
from surveys.outbox.models import MailState, OutboxEmail
from surveys.outbox.suppression import is_suppressed
from surveys.plans.timing import Plan, is_too_late


def why_not(claim: Claim, due_at: datetime, now: datetime, plan: Plan) -> Reason | None:
    """The reason against asking about a paid claim at `due_at`, or None."""
    if claim.paid_at is None or is_too_late(claim.paid_at, now, plan):
        return Reason.TOO_LATE
    return why_not_write_to(claim.customer) or _quarantine(claim, due_at, plan)


def why_not_write_to(customer: Customer) -> Reason | None:
    if customer.address is None:
        return Reason.NO_EMAIL
    if db.session.scalars(opt_outs_against(customer).limit(1)).first():
        return Reason.OPTED_OUT
    if is_suppressed(customer.address):
        return Reason.BOUNCED
    return None


def opt_outs_against(customer: Customer) -> Select[tuple[OptOut]]:
    """What keeps us from asking a customer: their own wish, or that of their address's reader."""
    by_customer, by_address = OptOut.customer_id == customer.id, OptOut.address == customer.address
    return select(OptOut).where(or_(by_customer, by_address)).order_by(OptOut.created_at)


def has_address_of(customer: Customer) -> ColumnElement[bool]:
    """Rows of this customer, or of another one who shares the address; no address is not shared."""
    if customer.address is None:
        return Customer.id == customer.id
    return or_(Customer.id == customer.id, Customer.address == customer.address)


def _quarantine(claim: Claim, due_at: datetime, plan: Plan) -> Reason | None:
    """Asked within the quarantine before or after `due_at`: imports may come out of order."""
    asked = _asked_around(claim, due_at, plan)
    return Reason.ASKED_RECENTLY if db.session.scalar(asked.limit(1)) else None


def why_not_any_more(invitation: Invitation, due_at: datetime, plan: Plan) -> Reason | None:
    """The reason against sending what was decided at another address, or None.

    Only mails that have gone out count, and whoever was asked elsewhere: of two that wait for one
    address, the first goes.
    """
    claim = invitation.claim
    is_out = or_(OutboxEmail.state == MailState.SENT, Invitation.origin == Origin.IMPORTED)
    asked = _asked_around(claim, due_at, plan).outerjoin(Invitation.mail).where(is_out)
    reached = Reason.ASKED_RECENTLY if db.session.scalar(asked.limit(1)) else None
    return why_not_write_to(claim.customer) or reached


def _asked_around(claim: Claim, due_at: datetime, plan: Plan) -> Select[tuple[UUID]]:
    return (
        select(Invitation.id)
        .join(Claim, Invitation.claim_id == Claim.id)
        .join(Customer, Claim.customer_id == Customer.id)
        .where(
            has_address_of(claim.customer),
            Invitation.claim_id != claim.id,
            Invitation.reason.is_(None),
            Invitation.due_at > due_at - plan.quarantine,
            Invitation.due_at < due_at + plan.quarantine,
        )
    )
