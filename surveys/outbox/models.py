import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Model, choice, new_id


class MailKind(StrEnum):
    INVITATION = "invitation"
    REMINDER = "reminder"
    DIGEST = "digest"


class MailState(StrEnum):
    """queued -> sending -> sent | queued again (deferred) | failed | cancelled."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class OutboxEmail(Model):
    """A mail to be sent. What it says is composed at the last moment by whoever queued it."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[MailKind] = mapped_column(choice(MailKind))
    state: Mapped[MailState] = mapped_column(choice(MailState), default=MailState.QUEUED)
    due_at: Mapped[datetime]
    # Past this moment the mail would come too late to be of use.
    give_up_at: Mapped[datetime]
    # Made once, so that a second delivery can be told as the same mail (RFC 5322, 3.6.4).
    message_id: Mapped[str] = mapped_column(String(255), unique=True)
    recipient: Mapped[str | None] = mapped_column(String(254), index=True)
    attempt: Mapped[int] = mapped_column(default=0)
    # How often a worker died between handing the mail over and writing down that it did.
    in_doubt: Mapped[int] = mapped_column(default=0)
    lease_ends_at: Mapped[datetime | None]
    # The relay's last word: its code and enhanced code, never its text, which may hold addresses.
    reply: Mapped[str | None] = mapped_column(String(40))
    cancelled_because: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
        CheckConstraint("(state = 'sending') = (lease_ends_at IS NOT NULL)", name="lease_ends_at"),
        Index(None, "state", "due_at"),
    )


class Suppression(Model):
    """An address to which nothing is sent any more, because mail to it comes back."""

    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    # The relay's code that says why.
    reply: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]


class PauseReason(StrEnum):
    RESTORED = "restored"


class SenderPause(Model):
    """While it has a row, nothing is sent. Written by a restore, ended by a person."""

    since: Mapped[datetime] = mapped_column(primary_key=True)
    because: Mapped[PauseReason] = mapped_column(choice(PauseReason))
    # The moment that the database was set back to: mails due after it may have gone out already.
    set_back_to: Mapped[datetime]
