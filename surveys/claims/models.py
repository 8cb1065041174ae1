import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveys.claims.stages import Stage
from surveys.db import Model, choice, new_id


class Language(StrEnum):
    KOREAN = "ko"
    ENGLISH = "en"


class Outcome(StrEnum):
    APPROVED = "approved"
    PARTIAL = "partial"
    DENIED = "denied"


class EventType(StrEnum):
    STAGE_STARTED = "stage_started"
    STAGE_ENDED = "stage_ended"
    CLAIM_DECIDED = "claim_decided"
    CLAIM_PAID = "claim_paid"


class Source(StrEnum):
    """Where a moment of a span came from. What an event says wins over a file."""

    FILE = "file"
    EVENT = "event"


class Customer(Model):
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    external_id: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    # The e-mail in lower case: customers who share it share quarantine and opt-out.
    address: Mapped[str | None] = mapped_column(String(254), index=True)
    # What the customer chose for mails and pages; no import touches it.
    wished_language: Mapped[Language | None] = mapped_column(choice(Language, "wished_language"))
    created_at: Mapped[datetime]


class Claim(Model):
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    external_id: Mapped[str] = mapped_column(String(100), unique=True)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"), index=True)
    language: Mapped[Language] = mapped_column(choice(Language))
    product: Mapped[str] = mapped_column(String(60))
    region: Mapped[str] = mapped_column(String(60))
    channel: Mapped[str] = mapped_column(String(60))
    age_band: Mapped[str] = mapped_column(String(60))
    handler_team: Mapped[str] = mapped_column(String(60))
    amount_claimed: Mapped[int | None] = mapped_column(BigInteger)
    amount_paid: Mapped[int | None] = mapped_column(BigInteger)
    decision: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    paid_at: Mapped[datetime | None] = mapped_column(index=True)
    # Set when the claim is first paid, cleared once a plan has looked at it.
    plan_due_at: Mapped[datetime | None] = mapped_column(index=True)
    # SHA-256 of the last imported row, so that the same row again is known as repeated.
    row_digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]

    customer: Mapped[Customer] = relationship()

    __table_args__ = (
        CheckConstraint("amount_claimed >= 0", name="amount_claimed"),
        CheckConstraint("amount_paid >= 0", name="amount_paid"),
    )

    @property
    def spoken_language(self) -> Language:
        """What mails and pages about this claim speak: the customer's wish, or else its own."""
        return self.customer.wished_language or self.language


class StageSpan(Model):
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    claim_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("claim.id"))
    stage: Mapped[Stage] = mapped_column(choice(Stage))
    started_at: Mapped[datetime | None]
    started_from: Mapped[Source | None] = mapped_column(choice(Source, "started_from"))
    ended_at: Mapped[datetime | None]
    ended_from: Mapped[Source | None] = mapped_column(choice(Source, "ended_from"))

    claim: Mapped[Claim] = relationship()

    __table_args__ = (UniqueConstraint("claim_id", "stage"),)


class ClaimEvent(Model):
    """What the claims system told us, once each. Without `claim_id` it waits for its claim."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    identity: Mapped[str] = mapped_column(String(120), unique=True)
    claim_external_id: Mapped[str] = mapped_column(String(100))
    claim_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("claim.id"), index=True)
    type: Mapped[EventType] = mapped_column(choice(EventType))
    stage: Mapped[Stage | None] = mapped_column(choice(Stage))
    decision: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    amount: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime]
    received_at: Mapped[datetime]

    claim: Mapped[Claim | None] = relationship()

    __table_args__ = (
        CheckConstraint(
            "(stage IS NOT NULL) = (type IN ('stage_started', 'stage_ended'))", name="stage_given"
        ),
        Index(None, "claim_external_id", "claim_id"),
    )
