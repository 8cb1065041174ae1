from datetime import timedelta

import pytest

from analysis.answers import correct_taken_answer
from surveys.cases.handling import close, open_again
from surveys.cases.models import CaseOutcome, CaseState, Cause
from surveys.cases.opening import case_of, open_case, open_case_if_needed
from surveys.responses.correcting import last_changed_at
from surveys.responses.models import Standing
from tests.factories import (
    DAY,
    NOON,
    make_answer,
    make_case,
    make_imported,
    make_response,
    token_of,
)


def correct(response, parts, answer, at):
    token = token_of(response.invitation, parts)
    correct_taken_answer(token, answer, last_changed_at(response), at, parts.zone)


@pytest.mark.parametrize(
    ("score", "wants_call_back", "causes"),
    [(6, False, ["score"]), (9, True, ["call_back"]), (0, True, ["score", "call_back"])],
)
def test_an_unhappy_answer_opens_a_case_in_its_own_transaction(
    parts, score, wants_call_back, causes
):
    case = make_case(parts, score, wants_call_back=wants_call_back)

    assert case.causes == causes
    assert case.state is CaseState.OPEN
    assert case.due_at == case.response.answered_at + timedelta(hours=24)


def test_a_seven_without_a_wish_opens_none(parts):
    assert case_of(make_response(parts, 7)) is None


def test_an_imported_answer_opens_none(parts):
    response = make_imported(parts, nps=0)

    assert open_case_if_needed(response, NOON) is None


def test_a_suspected_answer_opens_none_until_it_is_released(parts):
    response = make_response(parts, 9)
    response.standing, response.score = Standing.SUSPECTED, 2
    assert open_case_if_needed(response, NOON) is None

    response.standing = Standing.CONFIRMED
    assert open_case_if_needed(response, NOON).causes == ["score"]


def test_a_correction_downwards_opens_a_case_with_its_own_clock(parts):
    response = make_response(parts, 9)

    correct(response, parts, make_answer(2), NOON + 3 * DAY)

    assert case_of(response).causes == ["score"]
    assert case_of(response).due_at == NOON + 4 * DAY


def test_a_correction_upwards_leaves_the_case_to_a_person(parts):
    case = make_case(parts, 2)

    correct(case.response, parts, make_answer(10), NOON + 3 * DAY)

    assert case.state is CaseState.OPEN


def test_a_cause_that_comes_later_is_added_to_the_one_case(parts):
    case = make_case(parts, 2)

    assert open_case(case.response, [Cause.COMPLAINT], NOON + 3 * DAY) is case
    assert case.causes == ["score", "complaint"]


def test_a_new_cause_opens_a_closed_case_again_with_a_new_clock(parts):
    case, later = make_case(parts, 2), NOON + 4 * DAY
    close(case, "mina@example.com", CaseOutcome.SOLVED, "", NOON + 3 * DAY)

    open_case(case.response, [Cause.CALL_BACK], later)

    assert case.state is CaseState.TAKEN
    assert (case.outcome, case.due_at) == (None, later + timedelta(hours=24))


def test_a_known_cause_leaves_a_closed_case_closed(parts):
    case = make_case(parts, 2)
    close(case, "mina@example.com", CaseOutcome.SOLVED, "", NOON + 3 * DAY)

    open_case_if_needed(case.response, NOON + 4 * DAY)

    assert case.state is CaseState.CLOSED


def test_a_person_may_open_a_closed_case_again(parts):
    case = make_case(parts, 2)
    close(case, "mina@example.com", CaseOutcome.SOLVED, "", NOON + 3 * DAY)

    open_again(case, "jun@example.com", NOON + 4 * DAY)

    assert case.state is CaseState.TAKEN
