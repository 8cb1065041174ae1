from datetime import timedelta

import pytest

from analysis.answers import correct_taken_answer
from analysis.language.labels import Label, Topic
from analysis.readings.finding import Wanted, find_comments
from analysis.readings.models import Clause, CommentWord
from analysis.readings.reading import read_next
from surveys.claims.stages import Stage
from surveys.db import db, write
from surveys.responses.models import Response
from tests.factories import (
    DAY,
    NOON,
    SEOUL,
    make_answer,
    make_clause,
    make_reading,
    make_response,
    token_of,
)

LATE, KIND = "입금이 너무 늦었어요", "담당자가 친절했어요"


@pytest.fixture
def read(parts):
    for hours, comment in enumerate([LATE, KIND, "The adjuster never called"]):
        make_response(parts, at=NOON + 2 * DAY + timedelta(hours=hours), comment=comment)
    db.session.commit()
    read_next(NOON + 5 * DAY, SEOUL)


def found(**wanted) -> list[str]:
    return [row.comment for row in db.session.scalars(find_comments(Wanted(**wanted)))]


@pytest.mark.parametrize(
    ("words", "comments"),
    [
        ("입금", [LATE]),
        ("늦다", [LATE]),
        ("친절", [KIND]),
        ("늦었", [LATE]),
        ("ADJUST", ["The adjuster never called"]),
        ("입금 늦다", [LATE]),
        ("입금 친절", []),
        ("%", ["The adjuster never called", KIND, LATE]),
        ("_금", []),
    ],
)
def test_all_words_must_begin_a_word_of_the_comment(read, words, comments):
    assert found(words=words) == comments


def test_the_newest_comes_first(read):
    assert found() == ["The adjuster never called", KIND, LATE]


def test_stage_topic_and_label_meet_in_one_clause(parts):
    response = make_response(parts, comment="늦고 친절")
    clauses = (make_clause(Label.NEGATIVE, Stage.PAYOUT), make_clause(Label.POSITIVE, start=4))
    make_reading(response, *clauses)
    db.session.query(Clause).filter_by(start=0).one().topic = Topic.SPEED
    db.session.flush()

    assert found(stage=Stage.PAYOUT, topic=Topic.SPEED, label=Label.NEGATIVE)
    assert not found(stage=Stage.PAYOUT, label=Label.POSITIVE)
    assert not found(topic=Topic.SPEED, label=Label.POSITIVE)
    assert found(label=Label.NEGATIVE)
    assert not found(label=Label.POSITIVE)


def test_what_was_replaced_is_not_found(parts):
    response = make_response(parts, comment="늦어요")
    make_reading(response, make_clause(Label.NEGATIVE, Stage.PAYOUT), model="old")
    make_reading(response, make_clause(Label.POSITIVE, Stage.FILING), model="new")

    assert not found(stage=Stage.PAYOUT)
    assert found(stage=Stage.FILING)


def test_words_that_a_customer_took_back_are_forgotten(read, parts):
    response = db.session.query(Response).filter_by(comment=LATE).one()
    token, seen_at = token_of(response.invitation, parts), response.answered_at
    answer = make_answer(9, comment="괜찮아요")

    write(lambda: correct_taken_answer(token, answer, seen_at, NOON + 4 * DAY, SEOUL))

    assert found(words="입금") == []
    assert not db.session.query(CommentWord).filter_by(response_id=response.id).count()
