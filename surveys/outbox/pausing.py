"""After a restore nothing is sent until a person says so: what went out after the backup was made
is queued once more in it, and would go out twice."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from surveys.db import db
from surveys.outbox.models import MailState, OutboxEmail, SenderPause


@dataclass(frozen=True)
class Queue:
    """How much waits or has gone out: mails by state, and what of them needs a look."""

    by_state: dict[MailState, int]
    due: int
    oldest_due_at: datetime | None
    in_doubt: int


def current_pause() -> SenderPause | None:
    return db.session.scalars(select(SenderPause).order_by(SenderPause.since).limit(1)).first()


def release() -> None:
    """Let mails go out again."""
    db.session.execute(delete(SenderPause))


def look_at_queue(now: datetime) -> Queue:
    counted = db.session.execute(
        select(OutboxEmail.state, func.count()).group_by(OutboxEmail.state)
    ).tuples()
    due = select(func.count(), func.min(OutboxEmail.due_at)).where(
        OutboxEmail.state == MailState.QUEUED, OutboxEmail.due_at <= now
    )
    n, oldest_due_at = db.session.execute(due).tuples().one()
    in_doubt = db.session.scalar(select(func.count()).where(OutboxEmail.in_doubt > 0))
    return Queue(dict(counted.all()), n, oldest_due_at, in_doubt or 0)
