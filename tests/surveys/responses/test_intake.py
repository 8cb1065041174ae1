import pytest

from surveys.db import db
from surveys.errors import BadRecord
from surveys.invitations.models import Invitation, Origin
from surveys.outbox.models import MailState, OutboxEmail
from surveys.responses.intake import History
from surveys.responses.models import Rating, Response, Standing
from tests.factories import (
    DAY,
    NOON,
    answer_record,
    make_claim,
    make_invitation,
    make_response,
    make_sent_invitation,
)

LATER = NOON + 30 * DAY
NO_SPANS = {
    f"{stage}_{end}_at": None
    for stage in ("filing", "document_review", "decision", "payout")
    for end in ("started", "ended")
}


def take(parts, *records) -> Response | None:
    """What came of the last of these records."""
    history = History(records)
    return [history.take(record, LATER, parts.inviter) for record in records][-1]


def refusal_of(parts, *records) -> tuple[str, str]:
    n = db.session.query(Response).count()
    with pytest.raises(BadRecord) as refused:
        take(parts, *records)
    assert db.session.query(Response).count() - n == len(records) - 1
    ((refusal),) = refused.value.refusals
    return refusal.field, refusal.message


def test_an_answer_of_the_past_becomes_a_confirmed_response(app, parts):
    record = answer_record(make_claim().external_id, nps=3, comment="늦었어요", language="en")

    response = take(parts, record)

    assert (response.standing, response.score) == (Standing.CONFIRMED, 3)
    assert (response.comment, response.language) == ("늦었어요", "en")
    assert (response.answered_at, response.wants_call_back) == (record.answered_at, False)
    assert response.invitation.origin is Origin.IMPORTED
    assert response.invitation.due_at == record.asked_at


def test_its_comment_is_masked_and_waits_to_be_read_from_now_on(app, parts):
    claim = make_claim()

    response = take(parts, answer_record(claim.external_id, comment="900101-1234567 입니다"))

    assert (response.comment, response.masked) == ("[주민번호] 입니다", {"rrn": 1})
    assert response.reading_due_at == LATER


def test_without_words_it_waits_for_no_reading(app, parts):
    assert take(parts, answer_record(make_claim().external_id)).reading_due_at is None


def test_nothing_is_mailed(app, parts):
    invitation = make_invitation(parts)

    take(parts, answer_record(invitation.claim.external_id, nps=0))

    assert {mail.state for mail in db.session.query(OutboxEmail)} == {MailState.CANCELLED}


@pytest.mark.parametrize("in_one_batch", [True, False])
def test_the_same_answer_again_is_repeated(app, parts, in_one_batch):
    ratings = {"filing": 2, "payout": 5}
    record = answer_record(
        make_claim().external_id, ratings=ratings, comment="010-1234-5678로 연락 주세요"
    )
    if in_one_batch:
        again = take(parts, record, record)
    else:
        take(parts, record)
        db.session.expire_all()
        again = take(parts, record)

    assert again is None
    assert db.session.query(Response).count() == db.session.query(Invitation).count() == 1
    assert db.session.query(Rating).count() == 2


@pytest.mark.parametrize(
    "values",
    [
        {"nps": 8},
        {"ratings": {"filing": 4}},
        {"ratings": {}},
        {"comment": "다른 말"},
        {"language": "en"},
        {"asked_at": NOON},
        {"answered_at": NOON + 3 * DAY},
    ],
)
def test_another_answer_about_the_same_claim_is_refused(app, parts, values):
    claim_id = make_claim().external_id
    first = answer_record(claim_id, ratings={"filing": 5})

    refusal = refusal_of(parts, first, first.model_copy(update=values))

    assert refusal == ("claim_id", "has another answer already; a claim has one")


def test_an_answer_that_came_by_our_own_link_stays(app, parts):
    response = make_response(parts, score=9, ratings={})
    claim_id = response.invitation.claim.external_id
    same = {"asked_at": response.invitation.due_at, "answered_at": response.answered_at}

    refusal = refusal_of(parts, answer_record(claim_id, nps=9, **same))

    assert refusal == ("claim_id", "has another answer already; a claim has one")
    assert response.invitation.origin is Origin.SURVEY


def test_a_claim_that_our_mail_asks_about_takes_its_answer_there(app, parts):
    invitation = make_sent_invitation(parts)

    field, message = refusal_of(parts, answer_record(invitation.claim.external_id))

    assert field == "claim_id"
    assert message == "was asked by a mail of ours, which takes the answer; please leave it out"


def test_an_answer_is_taken_once_its_claim_is_there(app, parts):
    record = answer_record("C-later")

    refusal = refusal_of(parts, record)
    make_claim(claim_id="C-later")

    assert refusal == ("claim_id", "is no claim that we know; please import the claim first")
    assert take(parts, record).score == 9


def test_a_stage_that_the_claim_did_not_pass_cannot_be_rated(app, parts):
    ratings = {"filing": 5, "investigation": 1}

    refusal = refusal_of(parts, answer_record(make_claim().external_id, ratings=ratings))

    assert refusal == ("ratings", "of investigation: the claim did not go through that stage")


def test_of_a_claim_without_any_stage_each_may_be_rated(app, parts):
    claim = make_claim(**NO_SPANS)

    take(parts, answer_record(claim.external_id, ratings={"investigation": 1}))

    assert db.session.query(Rating).one().value == 1


def test_an_answer_may_be_as_new_as_the_import_but_not_newer(app, parts):
    claim_id = make_claim().external_id
    newer = LATER.replace(microsecond=1)

    refusal = refusal_of(parts, answer_record(claim_id, answered_at=newer))

    assert refusal == ("answered_at", "lies in the future")
    assert take(parts, answer_record(claim_id, answered_at=LATER)).answered_at == LATER
