"""Sends what is due. The one place of the domain that commits: around the network call.

The row is committed as `sending` before the relay is spoken to and marked after. A worker that
dies in between leaves a row whose lease runs out; it is sent once more with the same Message-ID
and counted as in doubt, because losing a mail is worse than a second copy that can be told.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select, update

from surveys.db import db, write
from surveys.errors import BadInput
from surveys.letters import Letter
from surveys.outbox.message import build_message
from surveys.outbox.models import MailKind, MailState, OutboxEmail
from surveys.outbox.pausing import current_pause
from surveys.outbox.replies import Action, MailError, action_for, retry_after
from surveys.outbox.suppression import is_suppressed, suppress

# Longer than the longest wait of an SMTP conversation: 600 s after the final dot.
LEASE = timedelta(minutes=15)


class MailCarrier(Protocol):
    """Hands one message to a relay, a folder or a list; raises MailError when it cannot."""

    def carry(self, sender: str, recipient: str, message: bytes) -> str:
        """Returns the reply of whoever took the message."""


@dataclass(frozen=True)
class Postponed:
    until: datetime


@dataclass(frozen=True)
class Withdrawn:
    because: str


Composer = Callable[[OutboxEmail, datetime], Letter | Postponed | Withdrawn]


@dataclass(frozen=True)
class PostOffice:
    """All that sending needs: the From address, who carries, who composes each kind of mail."""

    sender: str
    carrier: MailCarrier
    zone: ZoneInfo
    composers: Mapping[MailKind, Composer]


def deliver_next(now: datetime, office: PostOffice) -> bool:
    """Send the mail that has been due longest.

    False when there is none, the route is down, or the sender is paused.
    """
    try:
        lease = write(lambda: _lease_next(now, office))
    except Exception:
        # Whatever keeps this mail from being composed must not keep the others waiting.
        write(lambda: _put_off_next(now))
        raise
    if lease is None:
        return False
    if lease.message is None:
        return True
    try:
        reply = office.carrier.carry(office.sender, lease.recipient, lease.message)
    except MailError as error:
        return _settle_failure(lease, error, now)
    write(lambda: _finish(lease, state=MailState.SENT, sent_at=now, reply=reply[:40]))
    return True


@dataclass(frozen=True)
class _Lease:
    """A row taken by this worker. Without `message` it was settled without being sent."""

    mail_id: uuid.UUID
    attempt: int
    recipient: str = ""
    message: bytes | None = None


def _lease_next(now: datetime, office: PostOffice) -> _Lease | None:
    if current_pause() is not None:
        return None
    mail = _next_due(now)
    if mail is None:
        return None
    _reclaim(mail)
    letter = _compose(mail, now, office)
    if isinstance(letter, Postponed):
        mail.due_at = letter.until
    elif isinstance(letter, Withdrawn):
        mail.state, mail.cancelled_because = MailState.CANCELLED, letter.because
    else:
        return _take(mail, letter, now, office)
    return _Lease(mail.id, mail.attempt)


def _put_off_next(now: datetime) -> None:
    mail = _next_due(now)
    if mail is not None:
        _reclaim(mail)
        mail.due_at = now + LEASE


def _reclaim(mail: OutboxEmail) -> None:
    """A mail whose lease ran out while it was being sent may have arrived already."""
    if mail.state is MailState.SENDING:
        mail.in_doubt += 1
    mail.lease_ends_at, mail.state = None, MailState.QUEUED


def _next_due(now: datetime) -> OutboxEmail | None:
    waits = (OutboxEmail.state == MailState.QUEUED) & (OutboxEmail.due_at <= now)
    left = (OutboxEmail.state == MailState.SENDING) & (OutboxEmail.lease_ends_at <= now)
    query = select(OutboxEmail).where(or_(waits, left)).order_by(OutboxEmail.due_at).limit(1)
    return db.session.scalars(query.with_for_update(skip_locked=True)).first()


def _compose(
    mail: OutboxEmail, now: datetime, office: PostOffice
) -> Letter | Postponed | Withdrawn:
    letter = office.composers[mail.kind](mail, now)
    if now >= mail.give_up_at:
        return Withdrawn("too_late")
    if isinstance(letter, Letter) and is_suppressed(letter.to):
        return Withdrawn("bounced")
    return letter


def _take(mail: OutboxEmail, letter: Letter, now: datetime, office: PostOffice) -> _Lease:
    mail.recipient = letter.to
    try:
        message = build_message(letter, office.sender, mail.message_id, now.astimezone(office.zone))
    except BadInput as error:
        mail.state, mail.reply = MailState.FAILED, f"not built: {error.field}"
        return _Lease(mail.id, mail.attempt)
    mail.state, mail.attempt, mail.lease_ends_at = MailState.SENDING, mail.attempt + 1, now + LEASE
    return _Lease(mail.id, mail.attempt, letter.to, message)


def _settle_failure(lease: _Lease, error: MailError, now: datetime) -> bool:
    """Write down what a failure means; False when nothing else can be sent either."""
    action, reply = action_for(error.phase, error.code, error.enhanced), error.reply
    write(lambda: _note_failure(lease, action, reply, now))
    return action is not Action.PAUSE_ROUTE


def _note_failure(lease: _Lease, action: Action, reply: str, now: datetime) -> None:
    if action is Action.IN_DOUBT:
        _update(lease, reply=reply)
    elif action is Action.PAUSE_ROUTE:
        _finish(lease, state=MailState.QUEUED, attempt=lease.attempt - 1, reply=reply)
    elif action is Action.RETRY:
        due_at = now + retry_after(lease.attempt)
        _finish(lease, state=MailState.QUEUED, due_at=due_at, reply=reply)
    else:
        _finish(lease, state=MailState.FAILED, reply=reply)
        if action is Action.SUPPRESS:
            suppress(lease.recipient, reply, now)


def _finish(lease: _Lease, **values: object) -> None:
    _update(lease, lease_ends_at=None, **values)


def _update(lease: _Lease, **values: object) -> None:
    """Only for the worker that holds the row: another attempt means another owner."""
    mine = (OutboxEmail.id == lease.mail_id) & (OutboxEmail.attempt == lease.attempt)
    db.session.execute(
        update(OutboxEmail).where(mine, OutboxEmail.state == MailState.SENDING).values(**values)
    )
