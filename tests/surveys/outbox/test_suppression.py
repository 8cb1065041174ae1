from surveys.db import db
from surveys.outbox.models import Suppression
from surveys.outbox.suppression import is_suppressed, suppress
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
