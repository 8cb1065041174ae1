import pytest
from sqlalchemy import select

from analysis.answers import correct_taken_answer, release_answer, take_answer
from analysis.counts import DailyCount, add, reading_cells
from analysis.language.labels import Label
from analysis.readings.models import Reading
from analysis.readings.reading import read_next
from analysis.recounting import rebuild
from surveys.cases.opening import case_of
from surveys.claims.stages import Stage
from surveys.db import db
from surveys.errors import AnswerChanged, NotSuspected, UnknownInvitation
from surveys.responses.correcting import last_changed_at
from tests.factories import (
    DAY,
    NOON,
    SEOUL,
    make_answer,
    make_clause,
    make_reading,
    make_response,
    make_sent_invitation,
    make_suspected,
    token_of,
)

LATER = NOON + 3 * DAY


def counted() -> list[tuple]:
    rows = db.session.execute(select(*DailyCount.__table__.columns))
    return sorted(tuple(row) for row in rows)


def read_response(parts):
    """An unhappy answer whose comment has been read and counted."""
    response = make_response(parts, 3, comment="늦었어요")
    clause = make_clause(Label.NEGATIVE, Stage.PAYOUT)
    make_reading(response, clause)
    add(reading_cells(response, [(clause.stage, clause.label)], SEOUL))
    return response


def correct(parts, response, answer):
    token = token_of(response.invitation, parts)
    correct_taken_answer(token, answer, last_changed_at(response), LATER, SEOUL)


@pytest.mark.parametrize("comment", ["늦었어요", "빨랐어요", ""])
def test_the_counts_follow_a_correction(parts, comment):
    response = read_response(parts)

    correct(parts, response, make_answer(9, comment=comment, ratings={Stage.FILING: 2}))
    after = counted()
    rebuild(SEOUL)

    assert after == counted()
    assert {row[5] for row in after if row[4] == "score"} == {9}


def test_a_new_comment_is_read_and_the_old_reading_kept(parts):
    response = read_response(parts)

    correct(parts, response, make_answer(9, comment="정말 빨랐어요"))
    db.session.commit()
    read_next(LATER, SEOUL)

    readings = db.session.query(Reading).order_by(Reading.comment_revision).all()
    assert [reading.comment_revision for reading in readings] == [0, 1]
    assert readings[1].label is Label.POSITIVE
    after = counted()
    rebuild(SEOUL)
    assert after == counted()


def test_an_invitation_without_an_answer_has_nothing_to_correct(parts):
    invitation = make_sent_invitation(parts)

    with pytest.raises(UnknownInvitation):
        correct_taken_answer(token_of(invitation, parts), make_answer(), NOON, LATER, SEOUL)


# Answers that were held back


def test_what_is_held_back_is_not_counted_and_no_case(parts):
    response = make_suspected(parts, 3, comment="늦었어요", wants_call_back=True)

    assert counted() == []
    assert case_of(response) is None
    assert not read_next(LATER, SEOUL)


def test_a_person_in_its_place_is_counted_read_and_a_case(parts):
    response = make_suspected(parts, 9)

    token = token_of(response.invitation, parts)
    take_answer(token, make_answer(2, comment="늦었어요"), LATER, SEOUL)
    after = counted()
    rebuild(SEOUL)

    assert after == counted()
    assert {row[5] for row in after if row[4] == "score"} == {2}
    assert case_of(response).due_at == LATER + DAY
    db.session.commit()
    assert read_next(LATER, SEOUL)


def test_a_release_counts_it_on_the_day_it_came_and_gives_its_case_a_day(parts):
    response = make_suspected(parts, 2, comment="늦었어요", ratings={Stage.FILING: 1})

    release_answer(response.id, "lead@example.com", LATER, SEOUL)
    after = counted()
    rebuild(SEOUL)

    assert after == counted()
    days = {row[0] for row in after if row[1] == "answered"}
    assert days == {response.answered_at.astimezone(SEOUL).date()}
    assert case_of(response).due_at == LATER + DAY
    db.session.commit()
    assert read_next(LATER, SEOUL)


def test_a_release_is_done_once(parts):
    response = make_suspected(parts)
    release_answer(response.id, "lead@example.com", LATER, SEOUL)
    before = counted()

    with pytest.raises(NotSuspected):
        release_answer(response.id, "lead@example.com", LATER, SEOUL)

    assert counted() == before


def test_what_is_held_back_cannot_be_corrected(parts):
    response = make_suspected(parts, 9)

    with pytest.raises(AnswerChanged):
        correct(parts, response, make_answer(3))
