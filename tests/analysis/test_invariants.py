import pytest

from analysis.counts import DailyCount, count_response
from analysis.digests.models import Digest
from analysis.digests.queueing import queue_next_digest
from analysis.digests.subscribing import subscribe
from analysis.invariants import check_analysis
from surveys.claims.models import Language
from surveys.db import db
from surveys.outbox.models import MailKind
from surveys.outbox.queueing import queue_mail
from tests.factories import DAY, NOON, SEOUL, make_reading, make_response, make_suspected


def broken():
    """The rules that do not hold, with the id that is given as an example."""
    db.session.flush()
    return {finding.name: finding.example for finding in check_analysis(SEOUL) if finding.found}


@pytest.fixture
def digest(parts):
    subscribe("lead@example.com", Language.KOREAN, NOON, SEOUL, parts.keyring)
    queue_next_digest(NOON + 7 * DAY, SEOUL, parts.domain)
    return db.session.query(Digest).one()


def test_after_answers_readings_and_digests_every_rule_holds(parts, digest):
    make_response(parts)
    make_response(parts, comment="늦었어요")
    make_reading(make_response(parts, comment="늦었어요"))

    assert broken() == {}


def test_a_comment_that_nobody_will_read_is_found(parts):
    response = make_response(parts, comment="늦었어요")
    response.reading_due_at = None

    assert broken() == {"comment_read": str(response.id)}


def test_a_comment_of_which_every_reading_was_replaced_is_found(parts):
    response = make_response(parts, comment="늦었어요")
    make_reading(response).replaced_at = NOON

    assert broken() == {"comment_read": str(response.id)}


def test_an_answer_that_is_counted_twice_is_found_by_its_day_and_changes_nothing(parts):
    response = make_response(parts, score=3, ratings={})
    count_response(response, SEOUL)
    counted = db.session.query(DailyCount).count()

    assert broken() == {"daily_counts": "2025-03-04 paid age_band 30s score 3"}
    assert db.session.query(DailyCount).count() == counted


def test_an_answer_that_is_not_counted_is_found(parts):
    make_response(parts)
    db.session.query(DailyCount).delete()

    assert list(broken()) == ["daily_counts"]


def test_a_mail_of_no_digest_is_found(app):
    mail = queue_mail(MailKind.DIGEST, NOON, NOON + DAY, "survey.example.com", NOON)

    assert broken() == {"digest_mail": str(mail.id)}


def test_a_second_digest_of_a_period_would_be_found(digest):
    rule = next(finding for finding in check_analysis(SEOUL) if finding.name == "digest_once")

    assert (rule.found, rule.example) == (0, None)


def test_a_machines_comment_that_was_read_is_found(parts):
    response = make_suspected(parts, comment="늦었어요")
    make_reading(response)

    assert broken() == {"held_back_unread": str(response.id)}
