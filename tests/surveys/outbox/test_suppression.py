from surveys.db import db
from surveys.outbox.models import Suppression
from surveys.outbox.suppression import find_suppression, is_suppressed, lift, suppress
from tests.factories import DAY, NOON


def test_an_address_is_suppressed_however_it_is_written(app):
    suppress("Gone@Example.com", "550 5.1.1", NOON)

    assert is_suppressed("gone@example.COM")
    assert not is_suppressed("here@example.com")


def test_the_first_reason_stays(app):
    suppress("gone@example.com", "550 5.1.1", NOON)
    suppress("GONE@example.com", "550 5.1.2", NOON + DAY)

    (row,) = db.session.query(Suppression)

    assert (row.reply, row.created_at) == ("550 5.1.1", NOON)


def test_a_lifted_address_is_written_to_again_and_can_be_suppressed_anew(app):
    suppress("gone@example.com", "550 5.1.1", NOON)
    suppress("other@example.com", "550 5.1.1", NOON)

    for _ in range(2):
        lift("Gone@Example.com")

    assert not is_suppressed("gone@example.com")
    assert is_suppressed("other@example.com")
    suppress("gone@example.com", "550 5.1.2", NOON + DAY)
    assert find_suppression("gone@example.com").reply == "550 5.1.2"
