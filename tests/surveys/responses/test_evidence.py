from datetime import timedelta

import pytest

from surveys.claims.stages import Stage
from surveys.responses.evidence import no_persons, suspicions, uncleared
from surveys.responses.models import Method, Suspicion, Visit
from tests.factories import NOON, make_answer

SECOND = timedelta(seconds=1)
POSTED_AT = NOON + timedelta(hours=1)
A_MINUTE_AGO = POSTED_AT - 60 * SECOND
LONG_AGO = POSTED_AT - timedelta(minutes=30)


def look(at, score=None, method=Method.GET, visitor="me", honeypot=False) -> Visit:
    return Visit(at=at, method=method, score=score, visitor=visitor, honeypot=honeypot)


def found(*visits, looked_for=60 * SECOND) -> list[Suspicion]:
    return suspicions(visits, "me", POSTED_AT - looked_for, POSTED_AT)


def test_nothing_speaks_against_who_opened_one_link_and_took_their_time():
    assert found(look(LONG_AGO, 9), look(LONG_AGO + 30 * SECOND, 9)) == []
    assert found() == []


def test_pages_without_a_score_are_no_second_score():
    assert found(look(LONG_AGO, 9), look(LONG_AGO + SECOND)) == []


@pytest.mark.parametrize(("seconds", "is_suspicious"), [(0, True), (60, True), (61, False)])
def test_two_scores_within_a_minute_are_many(seconds, is_suspicious):
    visits = look(LONG_AGO + seconds * SECOND, 3), look(LONG_AGO, 9)

    assert found(*visits) == ([Suspicion.MANY_SCORES] if is_suspicious else [])


def test_two_scores_are_found_among_many_of_the_same():
    nines = [look(LONG_AGO + n * SECOND, 9) for n in range(9)]

    assert found(*nines, look(LONG_AGO + 40 * SECOND, 8)) == [Suspicion.MANY_SCORES]


def test_a_score_that_was_sent_and_not_fetched_is_none_of_them():
    assert found(look(LONG_AGO, 9), look(LONG_AGO + SECOND, 3, Method.POST)) == []


def test_asking_for_the_head_alone_is_no_persons_way():
    assert found(look(LONG_AGO, method=Method.HEAD)) == [Suspicion.HEAD]


def test_nobody_sees_the_honeypot():
    assert found(look(LONG_AGO, honeypot=True)) == [Suspicion.HONEYPOT]


@pytest.mark.parametrize(
    ("milliseconds", "is_suspicious"), [(0, True), (1999, True), (2000, False)]
)
def test_under_two_seconds_nobody_has_read_the_page(milliseconds, is_suspicious):
    looked_for = timedelta(milliseconds=milliseconds)

    assert found(looked_for=looked_for) == ([Suspicion.TOO_FAST] if is_suspicious else [])


@pytest.mark.parametrize(("at", "counts"), [(A_MINUTE_AGO - SECOND, False), (A_MINUTE_AGO, True)])
def test_what_others_did_counts_for_a_minute(at, counts):
    trapped = look(at, visitor="somebody", honeypot=True)

    assert found(trapped) == ([Suspicion.HONEYPOT] if counts else [])


def test_what_comes_after_the_answer_does_not_count():
    assert found(look(POSTED_AT + SECOND, honeypot=True)) == []


def test_scores_of_different_visitors_count_together_within_the_minute():
    mine = look(POSTED_AT - 30 * SECOND, 9)

    assert found(mine, look(POSTED_AT - 20 * SECOND, 3, visitor="x")) == [Suspicion.MANY_SCORES]
    assert found(look(LONG_AGO, 9), look(LONG_AGO, 3, visitor="x")) == []


@pytest.mark.parametrize(
    "sign", [{"comment": "Late.", "ratings": {}}, {"ratings": {Stage.PAYOUT: 5}}]
)
def test_words_or_ratings_clear_what_a_person_may_cause(sign):
    left = uncleared(list(Suspicion), make_answer(**sign))

    assert left == [Suspicion.HONEYPOT, Suspicion.TOO_FAST] == no_persons(Suspicion)


def test_a_score_alone_clears_nothing():
    answer = make_answer(ratings={}, comment=" \n", wants_call_back=True)

    assert uncleared(list(Suspicion), answer) == list(Suspicion)
