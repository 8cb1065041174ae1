from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from analysis.digests.models import Subscription
from analysis.digests.subscribing import (
    end_subscription,
    find_subscription,
    next_digest_at,
    subscribe,
)
from surveys.claims.models import Language
from surveys.db import db
from surveys.errors import BadInput, UnknownInvitation
from surveys.invitations.tokens import Purpose
from tests.factories import DAY, SEOUL

# A Monday morning, when the digest goes out.
MONDAY = datetime(2025, 3, 10, 8, tzinfo=SEOUL)
MINUTE = timedelta(minutes=1)
WEEK = timedelta(weeks=1)


def take(parts, email: str = "lead@example.com", at: datetime = MONDAY - DAY) -> Subscription:
    return subscribe(email, Language.ENGLISH, at, SEOUL, parts.keyring)


def token_of(subscription: Subscription, parts) -> str:
    return parts.keyring.derive(subscription.key_id, Purpose.DIGEST, subscription.id)


@pytest.mark.parametrize(
    ("now", "due_at"),
    [
        (MONDAY - MINUTE, MONDAY),
        (MONDAY, MONDAY + WEEK),
        (MONDAY + MINUTE, MONDAY + WEEK),
        (MONDAY - 6 * DAY, MONDAY),
        (MONDAY - 8 * timedelta(hours=1), MONDAY),
    ],
)
def test_the_next_digest_is_the_first_monday_at_eight_after_now(now, due_at):
    assert next_digest_at(now, SEOUL) == due_at


def test_eight_o_clock_is_of_the_insurers_clock_and_moves_with_summer_time():
    berlin = ZoneInfo("Europe/Berlin")

    winter = next_digest_at(datetime(2025, 3, 23, tzinfo=berlin), berlin)
    summer = next_digest_at(winter, berlin)

    assert [at.astimezone(berlin).hour for at in (winter, summer)] == [8, 8]
    assert summer - winter == WEEK
    assert summer.timestamp() - winter.timestamp() == (WEEK - timedelta(hours=1)).total_seconds()


def test_a_subscriber_gets_the_next_digest(parts):
    subscription = take(parts, at=MONDAY - MINUTE)

    assert subscription.next_due_at == MONDAY
    assert subscription.ended_at is None


def test_subscribing_twice_is_the_same_as_once(parts):
    first = take(parts, "lead@example.com")

    again = take(parts, "Lead@Example.com", at=MONDAY + DAY)

    assert again.id == first.id
    assert again.next_due_at == MONDAY
    assert db.session.query(Subscription).count() == 1


def test_subscribing_again_changes_the_language(parts):
    take(parts)

    again = subscribe("lead@example.com", Language.KOREAN, MONDAY, SEOUL, parts.keyring)

    assert again.language is Language.KOREAN


def test_an_ended_subscription_begins_anew_with_the_next_monday(parts):
    subscription = take(parts)
    end_subscription(token_of(subscription, parts), MONDAY - DAY)

    take(parts, at=MONDAY + 3 * WEEK + DAY)

    assert subscription.ended_at is None
    assert subscription.next_due_at == MONDAY + 4 * WEEK


def test_a_subscription_is_ended_by_the_link_of_its_mails(parts):
    subscription, other = take(parts), take(parts, "other@example.com")

    end_subscription(token_of(subscription, parts), MONDAY)

    assert subscription.ended_at == MONDAY
    assert other.ended_at is None


def test_ending_twice_keeps_the_first_moment(parts):
    subscription = take(parts)
    token = token_of(subscription, parts)

    end_subscription(token, MONDAY)
    end_subscription(token, MONDAY + DAY)

    assert subscription.ended_at == MONDAY


def test_a_link_that_nobody_was_sent_ends_nothing(parts):
    subscription = take(parts)

    with pytest.raises(UnknownInvitation):
        find_subscription(token_of(subscription, parts)[:-1])


@pytest.mark.parametrize(
    "email",
    [
        "lead",
        "@",
        "a b@example.com",
        "lead@example",
        "김@example.com",
        "a@b@example.com",
        f"{'a' * 243}@example.com",
        "a\0b@example.com",
    ],
)
def test_what_no_mail_can_be_sent_to_is_refused(parts, email):
    with pytest.raises(BadInput, match="must be an e-mail address") as refused:
        take(parts, email)

    assert refused.value.field == "email"
    assert db.session.query(Subscription).count() == 0
