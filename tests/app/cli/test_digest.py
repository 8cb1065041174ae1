import pytest

from analysis.digests.models import Subscription
from surveys.db import db


def test_subscribing_says_when_the_first_digest_goes_out(flask):
    result = flask("digest", "subscribe", "lead@example.com", "--language", "en")

    subscription = db.session.query(Subscription).one()
    assert (subscription.email, subscription.language) == ("lead@example.com", "en")
    assert "the first digest goes out on" in result.stdout
    assert result.stdout.rstrip().endswith("08:00")


@pytest.mark.parametrize("email", ["lead", "a@b@c", "@"])
def test_what_is_no_address_is_not_subscribed(flask, email):
    result = flask("digest", "subscribe", email)

    assert result.exit_code == 2
    assert "must be an e-mail address" in result.stderr
    assert db.session.query(Subscription).count() == 0
