from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select

from analysis.counts import ALL, CLAUSE_BUCKETS, Axis, DailyCount, clause_figure
from analysis.language.reading import Label
from analysis.readings.models import Clause, Reading
from analysis.readings.reading import BATCH, _store_all, read_next
from surveys.cases.opening import case_of
from surveys.claims.stages import Stage
from surveys.db import db, write
from tests.factories import DAY, NOON, SEOUL, make_clause, make_found, make_response

ANSWERED_AT = NOON + 2 * DAY
A_MOMENT_LATER = ANSWERED_AT + timedelta(seconds=3)


def counted_clauses() -> Counter:
    """What the table counts, as figure and bucket, for all answers by the day answered."""
    query = select(DailyCount).where(
        DailyCount.dimension == ALL,
        DailyCount.axis == Axis.ANSWERED,
        DailyCount.figure.startswith("clause:"),
    )
    return Counter({(row.figure, row.bucket): row.n for row in db.session.scalars(query)})


def stored_clauses() -> Counter:
    return Counter(
        (clause_figure(clause.stage), CLAUSE_BUCKETS[clause.label])
        for clause in db.session.scalars(select(Clause))
        if clause.label in CLAUSE_BUCKETS
    )


def readings() -> int:
    return db.session.scalar(select(func.count()).select_from(Reading))


def comments(parts, n: int) -> None:
    for _ in range(n):
        make_response(parts, at=ANSWERED_AT, comment="지급이 늦었지만 직원은 친절했어요.")
    db.session.commit()


def test_a_new_comment_is_read_and_counted(parts):
    comments(parts, 1)

    assert read_next(A_MOMENT_LATER, SEOUL)

    assert readings() == 1
    assert counted_clauses() == stored_clauses()


def test_nothing_is_left_to_read_after_it(parts):
    comments(parts, 1)
    read_next(A_MOMENT_LATER, SEOUL)
    counted = counted_clauses()

    assert not read_next(A_MOMENT_LATER, SEOUL)

    assert readings() == 1
    assert counted_clauses() == counted


def test_an_answer_without_a_comment_is_not_read(parts):
    make_response(parts, at=ANSWERED_AT, comment="")
    db.session.commit()

    assert not read_next(A_MOMENT_LATER, SEOUL)

    assert readings() == 0


def test_a_step_reads_one_batch_and_the_next_step_the_rest(parts):
    comments(parts, BATCH + 1)

    read_next(A_MOMENT_LATER, SEOUL)
    after_one_step = readings()
    read_next(A_MOMENT_LATER, SEOUL)

    assert (after_one_step, readings()) == (BATCH, BATCH + 1)


def test_the_comment_that_waits_longest_is_read_first(parts):
    newer = make_response(parts, at=ANSWERED_AT + DAY, comment="둘째")
    older = make_response(parts, at=ANSWERED_AT, comment="첫째")
    db.session.commit()

    read_next(ANSWERED_AT + timedelta(hours=1), SEOUL)

    assert older.reading_due_at is None
    assert newer.reading_due_at == ANSWERED_AT + DAY


def test_a_comment_that_two_workers_read_at_once_is_counted_once(parts):
    response = make_response(parts, at=ANSWERED_AT, comment="지급이 늦었어요.")
    clauses = (make_clause(Label.NEGATIVE, Stage.PAYOUT), make_clause(Label.NEUTRAL, start=5))
    found = [(response.id, 0, make_found(*clauses))]
    db.session.commit()

    for _ in range(2):
        write(lambda: _store_all(found, A_MOMENT_LATER, SEOUL))

    assert readings() == 1
    assert counted_clauses() == {("clause:payout", -1): 1, ("clause:none", 0): 1}


def test_a_comment_that_says_nothing_is_kept_as_not_scored_and_counted_nowhere(parts):
    response = make_response(parts, at=ANSWERED_AT, comment="...")
    db.session.commit()

    write(lambda: _store_all([(response.id, 0, make_found())], A_MOMENT_LATER, SEOUL))

    reading = db.session.scalars(select(Reading)).one()
    assert (reading.label, reading.polarity) == (Label.NOT_SCORED, None)
    assert counted_clauses() == {}


def test_a_comment_corrected_while_it_was_read_waits_to_be_read_again(parts):
    response = make_response(parts, at=ANSWERED_AT, comment="지급이 늦었어요.")
    found = [(response.id, 0, make_found(make_clause(Label.NEGATIVE)))]
    response.comment_revision = 1
    db.session.commit()

    write(lambda: _store_all(found, A_MOMENT_LATER, SEOUL))

    assert readings() == 0
    assert response.reading_due_at == ANSWERED_AT


def test_words_of_complaint_open_a_case(parts):
    response = make_response(parts, 8, comment="금감원에 민원 넣겠습니다")

    db.session.commit()

    read_next(response.answered_at, parts.zone)

    assert case_of(response).causes == ["complaint"]
