import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveys.claims.models import Language
from surveys.db import Model, choice, new_id
from surveys.outbox.models import OutboxEmail


class Subscription(Model):
    """Somebody who gets the weekly digest."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    language: Mapped[Language] = mapped_column(choice(Language))
    next_due_at: Mapped[datetime] = mapped_column(index=True)
    unsubscribe_hash: Mapped[str] = mapped_column(String(64), unique=True)
    key_id: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Digest(Model):
    """One week's digest for one subscriber: mailed, or skipped because it came too late."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    subscription_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("subscription.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    # None where the digest was skipped.
    mail_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("outbox_email.id"), unique=True)
    created_at: Mapped[datetime]

    subscription: Mapped[Subscription] = relationship()
    mail: Mapped[OutboxEmail | None] = relationship()

    __table_args__ = (
        UniqueConstraint("subscription_id", "starts_on"),
        CheckConstraint("ends_on > starts_on", name="period"),
    )
