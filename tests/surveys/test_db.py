from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from surveys.db import WRITE_ATTEMPTS, db, new_id, write
from surveys.outbox.models import Suppression
from tests.factories import NOON


def suppression(address="a@example.com", at=NOON):
    return Suppression(address=address, reply="550 5.1.1", created_at=at)


def addresses():
    db.session.rollback()
    return [row.address for row in db.session.query(Suppression).order_by(Suppression.address)]


def test_what_work_returns_is_committed_and_returned(app):
    def work():
        db.session.add(suppression())
        return "done"

    result = write(work)

    assert result == "done"
    assert addresses() == ["a@example.com"]


def test_work_that_meets_another_writer_is_run_again_and_sees_its_row(app):
    seen = []

    def work():
        seen.append(db.session.get(Suppression, "a@example.com") is not None)
        if not seen[-1]:
            _another_writer_adds("a@example.com")
            db.session.add(suppression("b@example.com"))
            raise _unique_race()
        return "found"

    assert write(work) == "found"

    assert seen == [False, True]
    assert addresses() == ["a@example.com"]


def _another_writer_adds(address):
    """Ends our transaction, as a race does, and commits the row of someone else."""
    db.session.rollback()
    db.session.add(suppression(address))
    db.session.commit()


def _unique_race():
    return IntegrityError("INSERT", {}, Exception("unique"))


def test_of_many_who_write_the_same_row_at_once_each_succeeds(app):
    def work():
        if db.session.get(Suppression, "a@example.com") is None:
            db.session.add(suppression())

    def in_thread(_):
        with app.app_context():
            write(work)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(in_thread, range(12)))

    assert addresses() == ["a@example.com"]


def test_a_key_that_stays_taken_is_given_up_after_some_attempts(app):
    write(lambda: db.session.add(suppression()))
    attempts = []

    def work():
        attempts.append(1)
        db.session.add(suppression())
        db.session.flush()

    with pytest.raises(IntegrityError):
        write(work)

    db.session.expunge_all()
    assert len(attempts) == WRITE_ATTEMPTS


def test_an_error_of_the_work_rolls_back_and_is_not_tried_again(app):
    attempts = []

    def work():
        attempts.append(1)
        db.session.add(suppression())
        db.session.flush()
        raise LookupError

    with pytest.raises(LookupError):
        write(work)

    assert db.session.query(Suppression).count() == 0
    assert len(attempts) == 1


def test_what_was_begun_before_is_not_committed_along(app):
    db.session.add(suppression("left@example.com"))
    db.session.flush()

    write(lambda: db.session.add(suppression("a@example.com")))

    assert addresses() == ["a@example.com"]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Seoul", "America/New_York"])
def test_a_moment_comes_back_as_the_same_instant_in_utc(app, zone):
    write(lambda: db.session.add(suppression(at=NOON.astimezone(ZoneInfo(zone)))))

    stored = db.session.query(Suppression).one().created_at

    assert stored == NOON
    assert stored.tzinfo is UTC


def test_a_moment_keeps_its_microseconds(app):
    at = NOON + timedelta(microseconds=1)

    write(lambda: db.session.add(suppression(at=at)))

    assert db.session.query(Suppression).one().created_at == at


def test_a_moment_without_its_offset_is_refused(app):
    with pytest.raises(StatementError, match="a moment needs its offset from UTC"):
        write(lambda: db.session.add(suppression(at=datetime(2025, 3, 4, 12))))  # noqa: DTZ001

    assert addresses() == []


def test_keys_made_later_sort_later():
    ids = [new_id() for _ in range(1000)]

    assert ids == sorted(ids)
    assert len(set(ids)) == 1000
    assert {key.version for key in ids} == {7}
