from datetime import timedelta

import pytest

from surveys.claims.stages import Stage
from surveys.db import db
from surveys.errors import AnswerChanged, BadInput, InvitationClosed
from surveys.responses.answering import ratings_of
from surveys.responses.correcting import correct_answer, last_changed_at, present_answer
from surveys.responses.models import Revision
from tests.factories import DAY, NOON, make_answer, make_response

LATER = NOON + 3 * DAY
CLOSES_AT = NOON + 15 * DAY
SECOND = timedelta(seconds=1)


@pytest.fixture
def response(parts):
    return make_response(parts, 3, comment="늦었어요")


def correct(response, answer, at=LATER):
    correct_answer(response, answer, last_changed_at(response), at)


def test_a_correction_replaces_what_was_said_and_keeps_it_as_a_revision(response):
    answered_at = response.answered_at

    correct(response, make_answer(8, ratings={Stage.FILING: 4}, comment="빨랐어요"))

    assert (response.score, response.comment, ratings_of(response)) == (
        8,
        "빨랐어요",
        {Stage.FILING: 4},
    )
    assert (response.answered_at, response.corrected_at) == (answered_at, LATER)
    before = db.session.query(Revision).one()
    assert (before.score, before.comment, before.ratings) == (3, "늦었어요", {"payout": 5})


def test_the_same_answer_again_changes_nothing(response):
    correct(response, present_answer(response))

    assert response.corrected_at is None
    assert db.session.query(Revision).count() == 0


def test_whoever_saw_an_older_answer_does_not_overwrite_the_newer_one(response):
    seen_at = last_changed_at(response)
    correct(response, make_answer(8))

    with pytest.raises(AnswerChanged):
        correct_answer(response, make_answer(0), seen_at, LATER)

    assert response.score == 8


def test_a_new_comment_is_masked_and_waits_to_be_read(response):
    response.reading_due_at = None

    correct(response, make_answer(3, comment="010-1234-5678로 전화 주세요"))

    assert response.comment == "[전화]로 전화 주세요"
    assert (response.masked, response.comment_revision) == ({"phone": 1}, 1)
    assert response.reading_due_at == LATER


def test_the_same_comment_is_not_read_again(response):
    response.reading_due_at = None

    correct(response, make_answer(9, comment="늦었어요"))

    assert (response.comment_revision, response.reading_due_at) == (0, None)


def test_an_answer_can_be_corrected_until_the_invitation_closes(response):
    correct(response, make_answer(8), CLOSES_AT - SECOND)

    with pytest.raises(InvitationClosed):
        correct(response, make_answer(7), CLOSES_AT)


def test_a_score_that_cannot_be_is_refused_and_nothing_changes(response):
    with pytest.raises(BadInput, match="score"):
        correct(response, make_answer(11))

    assert (response.score, db.session.query(Revision).count()) == (3, 0)


def test_another_number_alone_is_a_correction_and_no_wish_forgets_it(response):
    wish = {"comment": "늦었어요", "wants_call_back": True}
    correct(response, make_answer(3, **wish, call_back_phone="010-1111-2222"))
    assert response.call_back_phone == "010-1111-2222"

    correct(response, make_answer(3, **wish, call_back_phone="010 1111 2222"), LATER + SECOND)
    assert response.corrected_at == LATER
    correct(response, make_answer(3, **wish, call_back_phone="010-3333-4444"), LATER + SECOND)
    assert (response.call_back_phone, response.corrected_at) == ("010-3333-4444", LATER + SECOND)

    correct(response, make_answer(3, comment="늦었어요", call_back_phone="010-3333-4444"))
    assert response.call_back_phone is None
    assert db.session.query(Revision).count() == 3
