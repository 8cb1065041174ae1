from datetime import timedelta

import pytest

from surveys.claims.models import Language
from surveys.db import db, new_id
from surveys.errors import AlreadyAnswered, BadInput, InvitationClosed, NotSuspected
from surveys.responses.answering import answer_to, is_answered, ratings_of, response_to
from surveys.responses.models import (
    Judgement,
    Method,
    Response,
    Revision,
    Standing,
    Suspicion,
    Verdict,
    Visit,
)
from surveys.responses.suspecting import (
    confirm_answer,
    count_suspected,
    dismiss,
    find_suspected,
    hold_back,
    known_since,
    release,
)
from tests.factories import DAY, NOON, make_answer, make_response, make_sent_invitation, token_of

LATER = NOON + 2 * DAY
LATER_STILL = LATER + timedelta(hours=1)
EXPIRED = NOON + 20 * DAY
WHO = "lead@example.com"


@pytest.fixture
def invitation(parts):
    return make_sent_invitation(parts)


@pytest.fixture
def token(invitation, parts):
    return token_of(invitation, parts)


def held_back(token, score=3, at=LATER, **values) -> Response | None:
    hold_back(token, make_answer(score, **values), [Suspicion.HEAD], "me", at)
    return db.session.query(Response).one_or_none()


def test_what_is_held_back_keeps_its_reasons_and_waits_for_no_reading(token, invitation):
    response = held_back(token, comment="전화 010-1234-5678")

    assert (response.standing, response.suspicions) == (Standing.SUSPECTED, ["head"])
    assert (response.comment, response.reading_due_at) == ("전화 [전화]", None)
    assert response_to(invitation) is response
    assert answer_to(invitation) is None
    assert not is_answered(invitation)


@pytest.mark.parametrize("standing", Standing)
def test_what_is_there_never_changes_and_the_attempt_is_kept(parts, standing):
    response = make_response(parts, 9)
    response.reading_due_at, response.standing = None, standing

    held_back(token_of(response.invitation, parts), 0)

    visit = db.session.query(Visit).one()
    assert (response.score, response.standing) == (9, standing)
    assert (visit.method, visit.score, visit.visitor) == (Method.POST, 0, "me")


def test_a_machine_that_comes_too_late_or_sends_nonsense_is_refused_like_a_person(token):
    with pytest.raises(InvitationClosed):
        held_back(token, at=EXPIRED)
    with pytest.raises(BadInput):
        held_back(token, score=11)


def test_a_person_takes_the_place_of_what_was_held_back(token):
    response = held_back(token, 3, comment="same", ratings={})
    given = make_answer(9, comment="same", language=Language.ENGLISH)

    confirmed = confirm_answer(token, given, LATER_STILL)

    assert confirmed is response
    assert (response.standing, response.suspicions) == (Standing.CONFIRMED, [])
    assert (response.score, list(ratings_of(response).values())) == (9, [5])
    assert (response.answered_at, response.reading_due_at) == (LATER_STILL, LATER_STILL)
    assert (response.language, response.corrected_at) == (Language.ENGLISH, None)
    before = db.session.query(Revision).one()
    assert (before.score, before.comment, before.ratings) == (3, "same", {})


def test_a_person_may_answer_after_somebody_dismissed_the_machine(token):
    dismiss(held_back(token), WHO, LATER)

    response = confirm_answer(token, make_answer(9), LATER_STILL)

    assert (response.standing, response.score) == (Standing.CONFIRMED, 9)
    assert db.session.query(Judgement).one().verdict is Verdict.DISMISSED


def test_a_person_in_its_place_must_be_in_time_and_make_sense(token):
    held_back(token)

    with pytest.raises(InvitationClosed):
        confirm_answer(token, make_answer(9), EXPIRED)
    with pytest.raises(BadInput):
        confirm_answer(token, make_answer(11), LATER)


def test_a_confirmed_answer_is_taken_once(token):
    confirm_answer(token, make_answer(9), LATER)

    with pytest.raises(AlreadyAnswered):
        confirm_answer(token, make_answer(3), LATER)


def test_a_release_is_kept_with_who_and_when_and_has_the_comment_read(token):
    response = held_back(token, comment="늦었어요")
    assert known_since(response) == LATER

    release(find_suspected(response.id), WHO, LATER_STILL)

    judgement = db.session.query(Judgement).one()
    assert (response.standing, response.suspicions) == (Standing.CONFIRMED, ["head"])
    assert (response.answered_at, response.reading_due_at) == (LATER, LATER_STILL)
    assert (judgement.verdict, judgement.judged_by) == (Verdict.RELEASED, WHO)
    assert judgement.judged_at == LATER_STILL == known_since(response)


def test_a_dismissal_is_kept_and_nothing_is_read(token):
    response = held_back(token, comment="늦었어요")
    assert count_suspected() == 1

    dismiss(find_suspected(response.id), WHO, LATER_STILL)

    assert (response.standing, response.reading_due_at) == (Standing.DISMISSED, None)
    assert db.session.query(Judgement).one().verdict is Verdict.DISMISSED
    assert count_suspected() == 0


def test_nobody_decides_twice_or_on_what_counts(parts, token):
    response = held_back(token)
    dismiss(response, WHO, LATER)

    for id_ in (response.id, make_response(parts).id, new_id()):
        with pytest.raises(NotSuspected):
            find_suspected(id_)
