from datetime import timedelta

import pytest

from surveys.claims.stages import Stage
from surveys.db import db
from surveys.errors import AlreadyAnswered, BadInput, InvitationClosed, UnknownInvitation
from surveys.invitations.tokens import Purpose
from surveys.responses.answering import (
    LONGEST_COMMENT,
    find_invitation,
    record_answer,
    response_to,
    stages_passed,
)
from surveys.responses.models import Rating, Response, Standing
from tests.factories import (
    DAY,
    NOON,
    make_answer,
    make_claim,
    make_invitation,
    make_sent_invitation,
    token_of,
)

LATER = NOON + 2 * DAY
SECOND = timedelta(seconds=1)


def record(parts, invitation=None, now=LATER, **values):
    invitation = invitation or make_sent_invitation(parts)
    return record_answer(token_of(invitation, parts), make_answer(**values), now)


def refused_field(parts, **values):
    with pytest.raises(BadInput) as refused:
        record(parts, **values)
    assert db.session.query(Response).count() == 0
    return refused.value.field


def test_an_answer_becomes_a_confirmed_response(app, parts):
    invitation = make_sent_invitation(parts)

    response = record(parts, invitation, score=7, comment="좋아요", wants_call_back=True)

    assert response_to(invitation) is response
    assert (response.standing, response.score) == (Standing.CONFIRMED, 7)
    assert (response.comment, response.masked) == ("좋아요", {})
    assert response.wants_call_back
    assert (response.answered_at, response.reading_due_at) == (LATER, LATER)


@pytest.mark.parametrize("score", [0, 10])
def test_the_lowest_and_the_highest_score_are_answers(app, parts, score):
    assert record(parts, score=score).score == score


@pytest.mark.parametrize("score", [-1, 11])
def test_a_score_outside_the_scale_is_refused(app, parts, score):
    assert refused_field(parts, score=score) == "score"


@pytest.mark.parametrize("comment", ["", "  \n ", "\0"])
def test_an_answer_without_words_waits_for_no_reading(app, parts, comment):
    response = record(parts, comment=comment)

    assert (response.comment, response.reading_due_at) == ("", None)


def test_personal_numbers_are_masked_before_they_are_stored(app, parts):
    response = record(parts, comment="900101-1234567 또는 010-1234-5678로 연락 주세요")
    db.session.expire(response)

    assert response.comment == "[주민번호] 또는 [전화]로 연락 주세요"
    assert response.masked == {"rrn": 1, "phone": 1}


def test_a_comment_is_cleaned_before_it_is_stored(app, parts):
    assert record(parts, comment=" 좋\0아요\r\n감사 ").comment == "좋아요\n감사"


def test_a_comment_may_have_4000_characters_and_no_more(app, parts):
    assert refused_field(parts, comment="가" * (LONGEST_COMMENT + 1)) == "comment"

    assert len(record(parts, comment="가" * LONGEST_COMMENT).comment) == 4000


def test_ratings_are_kept_and_a_skipped_stage_has_none(app, parts):
    response = record(parts, ratings={Stage.FILING: 1, Stage.PAYOUT: 5})

    ratings = db.session.query(Rating).filter_by(response_id=response.id)

    assert {rating.stage: rating.value for rating in ratings} == {Stage.FILING: 1, Stage.PAYOUT: 5}


@pytest.mark.parametrize("value", [0, 6])
def test_a_rating_outside_the_scale_is_refused_by_its_stage(app, parts, value):
    assert refused_field(parts, ratings={Stage.PAYOUT: value}) == "payout"


def test_a_stage_that_the_claim_did_not_pass_cannot_be_rated(app, parts):
    assert refused_field(parts, ratings={Stage.INVESTIGATION: 3}) == "investigation"


def test_an_investigation_that_took_place_can_be_rated(app, parts):
    claim = make_claim(investigation_started_at=NOON - 3 * DAY)

    response = record(parts, make_sent_invitation(parts, claim), ratings={Stage.INVESTIGATION: 3})

    assert db.session.query(Rating).filter_by(response_id=response.id).one().value == 3


def test_the_stages_come_in_the_order_of_the_road(app, parts):
    claim = make_claim(investigation_started_at=NOON - 3 * DAY)

    spans = stages_passed(make_sent_invitation(parts, claim))

    assert [span.stage for span in spans] == list(Stage)


def test_a_second_answer_is_refused_and_the_first_one_stays(app, parts):
    invitation = make_sent_invitation(parts)
    record(parts, invitation, score=9)

    with pytest.raises(AlreadyAnswered):
        record(parts, invitation, score=0)

    assert response_to(invitation).score == 9
    assert db.session.query(Response).count() == 1


def test_an_answer_counts_until_the_moment_before_the_end(app, parts):
    invitation = make_sent_invitation(parts)

    with pytest.raises(InvitationClosed):
        record(parts, invitation, now=invitation.expires_at)

    assert response_to(invitation) is None
    assert record(parts, invitation, now=invitation.expires_at - SECOND).score == 9


def test_who_has_answered_is_told_so_after_the_end_too(app, parts):
    invitation = make_sent_invitation(parts)
    record(parts, invitation)

    with pytest.raises(AlreadyAnswered):
        record(parts, invitation, now=invitation.expires_at + DAY)


def test_a_link_finds_its_own_invitation(app, parts):
    first, second = make_sent_invitation(parts), make_sent_invitation(parts)

    assert find_invitation(token_of(first, parts)) is first
    assert find_invitation(token_of(second, parts)) is second


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "A" * 44, "가" * 43])
def test_a_wrong_link_finds_nothing(app, parts, token):
    make_sent_invitation(parts)

    with pytest.raises(UnknownInvitation):
        record_answer(token, make_answer(), LATER)

    assert db.session.query(Response).count() == 0


def test_the_link_to_unsubscribe_takes_no_answer(app, parts):
    token = token_of(make_sent_invitation(parts), parts, Purpose.UNSUBSCRIBE)

    with pytest.raises(UnknownInvitation):
        find_invitation(token)


def test_who_was_not_asked_has_no_link(app, parts):
    invitation = make_invitation(parts, make_claim(email=None))

    with pytest.raises(UnknownInvitation):
        find_invitation(token_of(invitation, parts))


def test_a_number_is_kept_for_a_call_and_for_nothing_else(app, parts):
    number = {"call_back_phone": "010 1234 5678"}

    wanted = record(parts, wants_call_back=True, **number)
    other = record(parts, wants_call_back=False, **number)

    assert wanted.call_back_phone == "010-1234-5678"
    assert other.call_back_phone is None
    assert refused_number(parts) == "call_back_phone"


def refused_number(parts):
    with pytest.raises(BadInput) as refused:
        record(parts, wants_call_back=True, call_back_phone="880101-1234568")
    return refused.value.field
