from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from analysis.digests.models import Digest, Subscription
from analysis.digests.queueing import LATEST, queue_next_digest
from analysis.digests.subscribing import subscribe
from surveys.claims.models import Language
from surveys.db import db
from surveys.outbox.models import MailKind, MailState, OutboxEmail
from tests.factories import DAY, SEOUL

MONDAY = datetime(2025, 3, 10, 8, tzinfo=SEOUL)
SECOND = timedelta(seconds=1)
WEEK = timedelta(weeks=1)


def subscribed(parts, email: str = "lead@example.com", at: datetime = MONDAY - DAY) -> Subscription:
    return subscribe(email, Language.ENGLISH, at, SEOUL, parts.keyring)


def drain(now: datetime) -> int:
    """Queue until nothing is due; how many steps that took."""
    steps = 0
    while queue_next_digest(now, SEOUL, "localhost"):
        steps += 1
    return steps


def digests() -> list[Digest]:
    return list(db.session.scalars(select(Digest).order_by(Digest.starts_on, Digest.id)))


def test_a_digest_is_queued_on_monday_at_eight_and_not_a_second_before(parts):
    subscribed(parts)

    assert drain(MONDAY - SECOND) == 0
    assert drain(MONDAY) == 1


def test_a_digest_speaks_of_the_week_that_ended_with_sunday(parts):
    subscribed(parts)

    drain(MONDAY)

    digest = digests()[0]
    assert (digest.starts_on, digest.ends_on) == (date(2025, 3, 3), date(2025, 3, 10))


def test_its_mail_is_queued_with_it(parts):
    subscribed(parts)

    drain(MONDAY + SECOND)

    mail = digests()[0].mail
    assert (mail.kind, mail.state) == (MailKind.DIGEST, MailState.QUEUED)
    assert (mail.due_at, mail.give_up_at) == (MONDAY, MONDAY + LATEST)


def test_each_subscriber_gets_one_digest_a_week_however_often_it_is_asked(parts):
    first, second = subscribed(parts), subscribed(parts, "second@example.com")

    for minutes in (0, 1, 2, 60):
        drain(MONDAY + timedelta(minutes=minutes))

    assert {digest.subscription_id for digest in digests()} == {first.id, second.id}
    assert len(digests()) == 2


@pytest.mark.parametrize(
    ("subscribed_at", "first_week_ends_on"),
    [
        (MONDAY - timedelta(minutes=1), date(2025, 3, 10)),
        (MONDAY, date(2025, 3, 17)),
        (MONDAY + timedelta(minutes=1), date(2025, 3, 17)),
    ],
)
def test_who_subscribes_around_eight_on_monday_gets_the_next_digest(
    parts, subscribed_at, first_week_ends_on
):
    subscribed(parts, at=subscribed_at)

    drain(MONDAY + timedelta(minutes=2))
    drain(MONDAY + WEEK)

    assert digests()[0].ends_on == first_week_ends_on


@pytest.mark.parametrize(("late", "is_mailed"), [(LATEST - SECOND, True), (LATEST + SECOND, False)])
def test_a_digest_is_mailed_up_to_three_days_late_and_then_skipped(parts, late, is_mailed):
    subscribed(parts)

    drain(MONDAY + late)

    assert len(digests()) == 1
    assert (digests()[0].mail_id is not None) is is_mailed
    assert db.session.query(OutboxEmail).count() == is_mailed


def test_after_weeks_without_a_worker_only_the_last_week_is_mailed(parts):
    subscribed(parts)

    steps = drain(MONDAY + 3 * WEEK + DAY)

    assert steps == 4
    assert [digest.starts_on.day for digest in digests()] == [3, 10, 17, 24]
    assert [digest.mail_id is not None for digest in digests()] == [False, False, False, True]


def test_catching_up_leaves_the_next_monday_as_it_was(parts):
    subscription = subscribed(parts)

    drain(MONDAY + 3 * WEEK + DAY)

    assert subscription.next_due_at == MONDAY + 4 * WEEK


def test_an_ended_subscription_gets_no_digest(parts):
    subscription = subscribed(parts)
    subscription.ended_at = MONDAY - SECOND

    assert drain(MONDAY) == 0
    assert digests() == []
