from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Event

from sqlalchemy import select

from analysis.answers import take_answer
from analysis.counts import DailyCount, add, count_response, reading_cells
from analysis.language.reading import Label
from analysis.recounting import rebuild
from surveys.claims.models import Claim
from surveys.claims.records import EventRecord
from surveys.claims.stages import Stage
from surveys.db import db, write
from surveys.responses.models import Standing
from tests.factories import (
    DAY,
    NOON,
    SEOUL,
    claim_record,
    make_answer,
    make_claim,
    make_clause,
    make_reading,
    make_response,
    make_sent_invitation,
    take_at_noon,
    token_of,
)

PASSED = [Stage.FILING, Stage.DOCUMENT_REVIEW, Stage.DECISION, Stage.PAYOUT]


def whole_table() -> list[tuple]:
    rows = db.session.execute(select(*DailyCount.__table__.columns))
    return sorted(tuple(row) for row in rows)


def daily_counts(dimension: str) -> list[DailyCount]:
    query = select(DailyCount).where(DailyCount.dimension == dimension)
    return list(db.session.scalars(query))


def play_an_answer(parts, rng: Random) -> None:
    """One answer, with a comment read or unread, counted as it comes in."""
    claim = make_claim(
        region=rng.choice(["seoul", "busan"]),
        decision=rng.choice(["approved", "partial", ""]),
        paid_at=NOON - timedelta(hours=rng.randrange(200)),
    )
    rated = rng.sample(PASSED, rng.randrange(5))
    response = make_response(
        parts,
        score=rng.randrange(11),
        claim=claim,
        at=NOON + timedelta(hours=rng.randrange(24, 300)),
        ratings={stage: rng.randrange(1, 6) for stage in rated},
        comment=rng.choice(["", "늦었어요"]),
    )
    if response.comment and rng.random() < 0.7:
        labels = [rng.choice(list(Label)) for _ in range(rng.randrange(4))]
        clauses = [
            make_clause(label, rng.choice([*Stage, None]), start=10 * place)
            for place, label in enumerate(labels)
        ]
        make_reading(response, *clauses)
        add(reading_cells(response, [(clause.stage, clause.label) for clause in clauses], SEOUL))


def test_a_rebuild_gives_the_identical_table(parts):
    rng = Random(20250304)
    for _ in range(40):
        play_an_answer(parts, rng)
    counted = whole_table()

    n = rebuild(SEOUL)

    assert n == 40
    assert len({row[4] for row in counted}) > 6, "scores, ratings and clauses are in the play"
    assert whole_table() == counted


def test_a_rebuild_removes_what_nothing_stands_for(parts):
    response = make_response(parts)
    counted = whole_table()
    count_response(response, SEOUL)

    rebuild(SEOUL)

    assert whole_table() == counted


def test_a_rebuild_counts_confirmed_answers_only(parts):
    for standing in (Standing.SUSPECTED, Standing.DISMISSED):
        make_response(parts).standing = standing
    db.session.flush()

    n = rebuild(SEOUL)

    assert n == 0
    assert whole_table() == []


def test_a_rebuild_counts_the_latest_reading_of_a_comment(parts):
    response = make_response(parts, comment="늦었어요", ratings={})
    make_reading(response, make_clause(Label.NEGATIVE, Stage.PAYOUT), model="old")
    make_reading(response, make_clause(Label.POSITIVE, Stage.FILING), model="new", at=NOON + DAY)

    rebuild(SEOUL)

    clauses = {(row[4], row[5]) for row in whole_table() if row[4].startswith("clause")}
    assert clauses == {("clause:filing", 1)}


def test_a_rebuild_of_nothing_leaves_an_empty_table(app):
    n = rebuild(SEOUL)

    assert n == 0
    assert whole_table() == []


def test_an_answer_moves_with_its_claim_to_another_region(parts):
    record = claim_record(region="seoul")
    take_at_noon([record], [])
    claim = db.session.scalars(select(Claim)).one()
    response = make_response(parts, claim=claim, comment="늦었어요")
    clause = make_clause(Label.NEGATIVE, Stage.PAYOUT)
    make_reading(response, clause)
    add(reading_cells(response, [(clause.stage, clause.label)], SEOUL))

    take_at_noon([record.model_copy(update={"region": "busan"})], [])
    counted = whole_table()
    rebuild(SEOUL)

    assert counted == whole_table()
    assert {row.value for row in daily_counts("region")} == {"busan"}


def test_an_answer_moves_with_a_decision_that_is_told_later(parts):
    claim = make_claim(decision=None)
    make_response(parts, claim=claim)
    decided = EventRecord(
        claim_id=claim.external_id, type="claim_decided", decision="partial", at=NOON
    )

    take_at_noon([], [decided])

    assert {row.value for row in daily_counts("decision")} == {"partial"}


def test_an_answer_that_comes_in_meanwhile_is_counted_once(app, parts):
    make_response(parts, score=9)
    token = token_of(make_sent_invitation(parts), parts)
    db.session.commit()
    counted, rebuilt = Event(), Event()

    def answer():
        take_answer(token, make_answer(score=3), NOON + 2 * DAY, SEOUL)
        counted.set()
        rebuilt.wait(1)

    def answer_slowly():
        with app.app_context():
            write(answer)

    with ThreadPoolExecutor(1) as pool:
        answering = pool.submit(answer_slowly)
        assert counted.wait(10)
        write(lambda: rebuild(SEOUL))
        rebuilt.set()
        answering.result()

    found = whole_table()
    assert {n for *_, figure, _bucket, n in found if figure == "score"} == {1}
    write(lambda: rebuild(SEOUL))
    assert whole_table() == found
