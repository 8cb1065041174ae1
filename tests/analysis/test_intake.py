from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from analysis.counts import Axis, DailyCount
from analysis.intake import take_answers
from analysis.readings.reading import read_next
from analysis.recounting import rebuild
from surveys.claims.intake import Receipt
from surveys.claims.models import Claim
from surveys.claims.records import EventRecord
from surveys.db import db, write
from surveys.responses.models import Rating, Response
from tests.factories import (
    DAY,
    NOON,
    SEOUL,
    answer_record,
    claim_record,
    make_claim,
    make_imported,
    make_invitation,
    take_at_noon,
)

LATER = NOON + 30 * DAY


def whole_table() -> list[tuple]:
    return sorted(tuple(row) for row in db.session.execute(select(*DailyCount.__table__.columns)))


def scores(axis: Axis) -> dict:
    query = select(DailyCount.day, DailyCount.bucket, DailyCount.n)
    of_all = query.filter_by(dimension="all", figure="score", axis=axis)
    return {(day.isoformat(), bucket): n for day, bucket, n in db.session.execute(of_all)}


def test_imported_answers_are_counted_by_both_days(parts):
    for nps in (3, 9, 9):
        make_imported(parts, make_claim(), nps=nps)

    assert scores(Axis.ANSWERED) == {("2025-03-06", 3): 1, ("2025-03-06", 9): 2}
    assert scores(Axis.PAID) == {("2025-03-04", 3): 1, ("2025-03-04", 9): 2}


def test_a_batch_says_of_each_line_what_became_of_it(parts):
    record = answer_record(make_claim().external_id)
    lines = [answer_record("unknown"), record, record]

    refused, *taken = take_answers(lines, LATER, parts.inviter)

    assert [bad.field for bad in refused.refusals] == ["claim_id"]
    assert taken == [Receipt.ACCEPTED, Receipt.REPEATED]
    assert scores(Axis.ANSWERED) == {("2025-03-06", 9): 1}


def test_an_imported_comment_is_read_and_counted_like_any_other(parts):
    make_imported(parts, comment="지급이 너무 늦었어요")
    db.session.commit()

    assert read_next(LATER, SEOUL)

    assert ("clause:payout", -1) in {(row[4], row[5]) for row in whole_table()}


def test_a_rebuild_counts_imported_answers_to_the_identical_table(parts):
    for nps in range(11):
        make_imported(parts, comment="지급이 늦었어요", nps=nps, ratings={"payout": 1 + nps % 5})
    db.session.commit()
    read_next(LATER, SEOUL)
    counted = whole_table()

    assert rebuild(SEOUL) == 11
    assert whole_table() == counted


def test_an_imported_answer_gets_its_day_paid_when_the_payment_is_told(parts):
    claim = make_claim(paid_at=None)
    make_imported(parts, claim)
    assert scores(Axis.PAID) == {}

    take_at_noon([], [EventRecord(claim_id=claim.external_id, type="claim_paid", at=NOON)])

    assert scores(Axis.PAID) == {("2025-03-04", 9): 1}


@pytest.fixture
def lines(app, parts):
    """Answers about claims in every state, one of them told twice, and some that are refused."""
    waiting, unasked = make_invitation(parts), make_invitation(parts, make_claim(email=None))
    claims = [make_claim(), make_claim(customer_id="K"), make_claim(customer_id="K")]
    ids = [claim.external_id for claim in (waiting.claim, unasked.claim, *claims)]
    db.session.commit()
    good = [answer_record(name, nps=n, comment=f"{n}") for n, name in enumerate(ids)]
    strange = answer_record(make_claim().external_id, ratings={"investigation": 1})
    db.session.commit()
    return [*good, good[0], answer_record("unknown"), strange]


def left_by(lines, cut, parts) -> tuple:
    """What is told and what is stored after these lines, in two batches; then it is taken back."""
    told = [
        *take_answers(lines[:cut], LATER, parts.inviter),
        *take_answers(lines[cut:], LATER, parts.inviter),
    ]
    stored = {
        (row.invitation.claim_id, row.invitation.due_at, row.score, row.comment)
        for row in db.session.scalars(select(Response))
    }
    counted, ratings = whole_table(), db.session.query(Rating).count()
    db.session.rollback()
    return Counter(map(str, told)), stored, counted, ratings


@given(order=st.permutations(range(8)), cut=st.integers(0, 8))
@settings(
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_order_of_the_lines_does_not_matter(lines, parts, order, cut):
    in_order = left_by(lines, len(lines), parts)

    assert in_order[0]["accepted"] == 5
    assert left_by([lines[place] for place in order], cut, parts) == in_order


def test_two_imports_at_once_store_each_answer_once(app, parts):
    lines = [answer_record(make_claim().external_id) for _ in range(20)]
    db.session.commit()

    def take(_import):
        with app.app_context():
            return write(lambda: take_answers(lines, LATER, parts.inviter))

    with ThreadPoolExecutor(2) as pool:
        told = [outcome for outcomes in pool.map(take, range(2)) for outcome in outcomes]

    assert Counter(told) == {Receipt.ACCEPTED: 20, Receipt.REPEATED: 20}
    assert scores(Axis.ANSWERED) == {("2025-03-06", 9): 20}


@pytest.fixture
def decided(parts):
    """A claim that nobody will be asked about; it stands in the database as this record."""
    record = claim_record(region="seoul", email=None)
    take_at_noon([record], [])
    make_invitation(parts, db.session.scalars(select(Claim)).one())
    db.session.commit()
    return record


def test_a_claim_that_moves_during_an_import_takes_its_answer_along(app, parts, decided):
    lines, taken, moved = [answer_record(decided.claim_id)], Event(), Event()

    def take_slowly():
        with app.app_context():
            write(lambda: (take_answers(lines, LATER, parts.inviter), taken.set(), moved.wait(1)))

    with ThreadPoolExecutor(1) as pool:
        taking = pool.submit(take_slowly)
        assert taken.wait(10)
        write(lambda: take_at_noon([decided.model_copy(update={"region": "busan"})], []))
        moved.set()
        taking.result()

    assert {row[3] for row in whole_table() if row[2] == "region"} == {"busan"}
