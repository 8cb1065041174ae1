import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveys.claims.models import Claim
from surveys.db import Model, choice, new_id
from surveys.outbox.models import MailState, OutboxEmail
from surveys.plans.models import SurveyPlan
from surveys.questionnaires.models import Questionnaire


class Reason(StrEnum):
    """Why the customer of a paid claim is not asked."""

    TOO_LATE = "too_late"
    NO_EMAIL = "no_email"
    OPTED_OUT = "opted_out"
    BOUNCED = "bounced"
    ASKED_RECENTLY = "asked_recently"


class Origin(StrEnum):
    """Who asked: our own mail, or somebody before us whose answer was imported."""

    SURVEY = "survey"
    IMPORTED = "imported"


class InvitationState(StrEnum):
    IMPORTED = "imported"
    NOT_ASKED = "not_asked"
    SCHEDULED = "scheduled"
    UNDELIVERED = "undelivered"
    OPEN = "open"
    EXPIRED = "expired"


class Invitation(Model):
    """What the plan made of a paid claim: an asking with its mail, or the reason against it.

    An imported one stands for an asking elsewhere; it has an answer, and neither mail nor reason.
    """

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    claim_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("claim.id"), unique=True)
    origin: Mapped[Origin] = mapped_column(choice(Origin), default=Origin.SURVEY)
    # The versions it was decided with, and keeps whatever is published later.
    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("survey_plan.id"))
    questionnaire_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire.id"))
    reason: Mapped[Reason | None] = mapped_column(choice(Reason))
    mail_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("outbox_email.id"), unique=True)
    # Queued with the invitation, and withdrawn at the last moment where it is not wanted any more.
    reminder_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("outbox_email.id"), unique=True
    )
    # When the customer is asked, or was asked elsewhere: the quarantine goes by it.
    due_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    # Links are derived from the key of this id; only their SHA-256 is kept.
    key_id: Mapped[str] = mapped_column(String(16))
    answer_hash: Mapped[str] = mapped_column(String(64), unique=True)
    unsubscribe_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]

    claim: Mapped[Claim] = relationship()
    plan: Mapped[SurveyPlan] = relationship()
    questionnaire: Mapped[Questionnaire] = relationship()
    mail: Mapped[OutboxEmail | None] = relationship(foreign_keys=[mail_id])
    reminder: Mapped[OutboxEmail | None] = relationship(foreign_keys=[reminder_id])

    __table_args__ = (
        CheckConstraint(
            "origin = 'imported' OR reason IS NOT NULL OR mail_id IS NOT NULL",
            name="mail_or_reason",
        ),
        CheckConstraint(
            "origin = 'survey' OR (reason IS NULL AND mail_id IS NULL)", name="imported"
        ),
        CheckConstraint(
            "(origin = 'survey' AND mail_id IS NULL) = (due_at IS NULL)", name="due_at"
        ),
        CheckConstraint("(mail_id IS NULL) = (expires_at IS NULL)", name="expires_at"),
    )

    def state(self, now: datetime) -> InvitationState:
        if self.origin is Origin.IMPORTED:
            return InvitationState.IMPORTED
        if self.reason is not None or self.mail is None or self.expires_at is None:
            return InvitationState.NOT_ASKED
        if now >= self.expires_at:
            return InvitationState.EXPIRED
        if self.mail.state is MailState.SENT:
            return InvitationState.OPEN
        if self.mail.state in (MailState.FAILED, MailState.CANCELLED):
            return InvitationState.UNDELIVERED
        return InvitationState.SCHEDULED


class OptOut(Model):
    """A customer who asked not to be asked any more; it holds for the address as well.

    Mails to two addresses can be unsubscribed from, and then both are kept.
    """

    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(254), primary_key=True, index=True)
    created_at: Mapped[datetime]
