"""Queues each subscriber's digest of each week exactly once, with its mail."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from analysis.digests.models import Digest, Subscription
from analysis.digests.subscribing import next_digest_at
from surveys.db import db
from surveys.outbox.models import MailKind
from surveys.outbox.queueing import queue_mail

# A digest that is later than this is skipped: the week it speaks of is history.
LATEST = timedelta(days=3)


def queue_next_digest(now: datetime, zone: ZoneInfo, domain: str) -> bool:
    """Queue the digest that has been due longest; False when none is due."""
    query = select(Subscription).where(
        Subscription.next_due_at <= now, Subscription.ended_at.is_(None)
    )
    query = query.order_by(Subscription.next_due_at).limit(1).with_for_update(skip_locked=True)
    subscription = db.session.scalars(query).one_or_none()
    if subscription is None:
        return False
    due_at = subscription.next_due_at
    ends_on = due_at.astimezone(zone).date()
    digest = Digest(
        subscription_id=subscription.id,
        starts_on=ends_on - timedelta(days=7),
        ends_on=ends_on,
        created_at=now,
    )
    if now < due_at + LATEST:
        digest.mail_id = queue_mail(MailKind.DIGEST, due_at, due_at + LATEST, domain, now).id
    db.session.add(digest)
    subscription.next_due_at = next_digest_at(due_at, zone)
    db.session.flush()
    return True
