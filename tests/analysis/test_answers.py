import pytest

from analysis.answers import take_answer
from analysis.counts import DailyCount
from surveys.db import db, write
from surveys.errors import AlreadyAnswered, BadInput
from surveys.responses.models import Response
from tests.factories import DAY, NOON, SEOUL, make_answer, make_sent_invitation, token_of

ANSWERED_AT = NOON + 2 * DAY


def test_an_answer_is_stored_and_counted(parts):
    token = token_of(make_sent_invitation(parts), parts)

    response = take_answer(token, make_answer(score=4), ANSWERED_AT, SEOUL)

    counted = db.session.query(DailyCount).filter_by(dimension="all", figure="score").all()
    assert response.score == 4
    assert {(row.axis, row.bucket, row.n) for row in counted} == {
        ("answered", 4, 1),
        ("paid", 4, 1),
    }


def test_a_second_answer_to_one_link_is_refused_and_not_counted(parts):
    token = token_of(make_sent_invitation(parts), parts)
    take_answer(token, make_answer(score=4), ANSWERED_AT, SEOUL)

    with pytest.raises(AlreadyAnswered):
        take_answer(token, make_answer(score=9), ANSWERED_AT, SEOUL)

    assert {row.bucket for row in db.session.query(DailyCount).filter_by(figure="score")} == {4}


def test_a_refused_answer_leaves_neither_response_nor_count(parts):
    token = token_of(make_sent_invitation(parts), parts)
    db.session.commit()

    with pytest.raises(BadInput, match="score"):
        write(lambda: take_answer(token, make_answer(score=11), ANSWERED_AT, SEOUL))

    assert db.session.query(Response).count() == 0
    assert db.session.query(DailyCount).count() == 0


def test_an_answer_whose_count_fails_is_not_stored(parts):
    token = token_of(make_sent_invitation(parts), parts)
    db.session.commit()

    with pytest.raises(TypeError):
        write(lambda: take_answer(token, make_answer(), ANSWERED_AT, zone="no zone"))

    assert db.session.query(Response).count() == 0
