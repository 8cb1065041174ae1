"""Who gets the weekly digest."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from analysis.digests.models import Subscription
from surveys.addresses import can_be_written_to
from surveys.claims.models import Language
from surveys.db import db, new_id
from surveys.errors import BadInput, UnknownInvitation
from surveys.invitations.tokens import Keyring, Purpose, hash_token
from surveys.plans.timing import first_valid

# Monday 08:00, on the insurer's clock.
DIGEST_TIME = time(8)
MONDAY = 0


def next_digest_at(now: datetime, zone: ZoneInfo) -> datetime:
    """The first Monday morning after `now`."""
    day = now.astimezone(zone).date()
    day += timedelta(days=(MONDAY - day.weekday()) % 7)
    moment = first_valid(datetime.combine(day, DIGEST_TIME), zone)
    if moment > now:
        return moment
    return first_valid(datetime.combine(day + timedelta(days=7), DIGEST_TIME), zone)


def subscribe(
    email: str, language: Language, now: datetime, zone: ZoneInfo, keyring: Keyring
) -> Subscription:
    """Send this address every digest from next Monday on; twice is the same as once.

    Raises BadInput for what no mail can be sent to.
    """
    if not can_be_written_to(email):
        raise BadInput("email", "must be an e-mail address like name@example.com")
    query = select(Subscription).where(Subscription.email == email.lower())
    subscription = db.session.scalars(query).one_or_none()
    if subscription is None:
        subscription_id, key_id = new_id(), keyring.current_id
        token = keyring.derive(key_id, Purpose.DIGEST, subscription_id)
        subscription = Subscription(
            id=subscription_id,
            email=email.lower(),
            key_id=key_id,
            unsubscribe_hash=hash_token(token),
            created_at=now,
            next_due_at=next_digest_at(now, zone),
        )
        db.session.add(subscription)
    elif subscription.ended_at is not None:
        subscription.ended_at, subscription.next_due_at = None, next_digest_at(now, zone)
    subscription.language = language
    db.session.flush()
    return subscription


def find_subscription(token: str) -> Subscription:
    """The subscription whose mails hold this unsubscribe link; raises UnknownInvitation."""
    query = select(Subscription).where(Subscription.unsubscribe_hash == hash_token(token))
    subscription = db.session.scalars(query).one_or_none()
    if subscription is None:
        raise UnknownInvitation
    return subscription


def end_subscription(token: str, now: datetime) -> None:
    subscription = find_subscription(token)
    subscription.ended_at = subscription.ended_at or now
