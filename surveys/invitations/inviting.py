"""Decides on each paid claim, once: an invitation with its mail, or a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from surveys.claims.models import Claim, Customer
from surveys.db import db, new_id
from surveys.invitations.eligibility import why_not
from surveys.invitations.models import Invitation
from surveys.invitations.tokens import Keyring, Purpose, hash_token
from surveys.outbox.models import MailKind
from surveys.outbox.queueing import queue_mail
from surveys.plans.models import SurveyPlan
from surveys.plans.publishing import current_plan
from surveys.plans.timing import Plan, ask_at, into_window
from surveys.questionnaires.models import Questionnaire
from surveys.questionnaires.publishing import current_questionnaire

# Claims a step: enough to be quick after an import, few enough to keep the lock short.
BATCH = 100


@dataclass(frozen=True)
class Inviter:
    """What an installation invites with: the insurer's zone, the keys, and the mail's domain."""

    zone: ZoneInfo
    keyring: Keyring
    domain: str


@dataclass(frozen=True)
class Versions:
    """What claims are decided with: the versions in force."""

    plan: SurveyPlan
    questionnaire: Questionnaire


def current_versions() -> Versions:
    """Raises NothingPublished."""
    return Versions(current_plan(), current_questionnaire())


def invite_next(now: datetime, inviter: Inviter) -> bool:
    """Decide on the next paid claims; False when every paid claim has been decided on."""
    due = select(Claim).where(Claim.plan_due_at <= now).order_by(Claim.plan_due_at, Claim.id)
    claims = db.session.scalars(due.limit(BATCH).with_for_update(skip_locked=True)).all()
    if not claims:
        return False
    _wait_for_other_workers(claims)
    versions = current_versions()
    for claim in claims:
        decide(claim, now, inviter, versions)
    return True


def _wait_for_other_workers(claims: Sequence[Claim]) -> None:
    """Lock the customers and whoever shares their address, always in the same order, so that the
    quarantine sees what another worker has just decided about them."""
    ids = {claim.customer_id for claim in claims}
    addresses = select(Customer.address).where(Customer.id.in_(ids))
    ours = select(Customer.id).where(or_(Customer.id.in_(ids), Customer.address.in_(addresses)))
    db.session.execute(ours.order_by(Customer.id).with_for_update(key_share=True))


def decide(claim: Claim, now: datetime, inviter: Inviter, versions: Versions) -> Invitation:
    """The one invitation of a paid claim, with its mail queued or with its reason.

    A claim that was asked about elsewhere before it was paid keeps the invitation it has.
    """
    claim.plan_due_at = None
    known = db.session.scalars(select(Invitation).where(Invitation.claim_id == claim.id))
    if (imported := known.one_or_none()) is not None:
        return imported
    plan = versions.plan.timing()
    due_at = ask_at(claim.paid_at or now, now, plan, inviter.zone)
    invitation = new_invitation(claim, now, inviter, versions)
    invitation.reason = why_not(claim, due_at, now, plan)
    if invitation.reason is None:
        _queue(invitation, due_at, plan, now, inviter)
    db.session.add(invitation)
    db.session.flush()
    return invitation


def _queue(
    invitation: Invitation, due_at: datetime, plan: Plan, now: datetime, inviter: Inviter
) -> None:
    """Its mail, and its one reminder; whether either is still wanted is seen when it is due."""
    expires_at, domain = due_at + plan.open_for, inviter.domain
    invitation.due_at, invitation.expires_at = due_at, expires_at
    invitation.mail_id = queue_mail(MailKind.INVITATION, due_at, expires_at, domain, now).id
    if plan.reminder_after is not None:
        remind_at = into_window(due_at + plan.reminder_after, plan, inviter.zone)
        reminder = queue_mail(MailKind.REMINDER, remind_at, expires_at, domain, now)
        invitation.reminder_id = reminder.id


def new_invitation(claim: Claim, now: datetime, inviter: Inviter, versions: Versions) -> Invitation:
    """An invitation with links of its own, not decided yet."""
    invitation_id, keyring = new_id(), inviter.keyring
    key_id = keyring.current_id
    return Invitation(
        id=invitation_id,
        claim_id=claim.id,
        plan_id=versions.plan.id,
        questionnaire_id=versions.questionnaire.id,
        key_id=key_id,
        answer_hash=hash_token(keyring.derive(key_id, Purpose.ANSWER, invitation_id)),
        unsubscribe_hash=hash_token(keyring.derive(key_id, Purpose.UNSUBSCRIBE, invitation_id)),
        created_at=now,
    )
