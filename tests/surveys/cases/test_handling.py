import uuid

import pytest

from surveys.cases.handling import (
    LONGEST_NOTE,
    add_note,
    close,
    find_case,
    hand_over,
    history_of,
    open_again,
    take,
)
from surveys.cases.models import CaseOutcome, CaseState, Deed
from surveys.errors import BadInput, CaseMoved, UnknownCase
from tests.factories import DAY, NOON, make_case

MINA, JUN = "mina@example.com", "jun@example.com"
LATER = NOON + 3 * DAY


@pytest.fixture
def case(parts):
    return make_case(parts)


def test_an_open_case_is_taken_by_whoever_comes_first(case):
    take(case, MINA, LATER)

    assert (case.owner, case.taken_at, case.state) == (MINA, LATER, CaseState.TAKEN)
    with pytest.raises(CaseMoved):
        take(case, JUN, LATER)


def test_taking_ones_own_case_once_more_does_nothing(case):
    take(case, MINA, LATER)
    take(case, MINA, LATER + DAY)

    assert len(history_of(case)) == 1


def test_a_case_is_handed_to_a_colleague(case):
    take(case, MINA, LATER)
    hand_over(case, MINA, JUN, seen_owner=MINA, now=LATER)

    assert case.owner == JUN
    assert history_of(case)[-1].detail == JUN


def test_a_case_that_went_elsewhere_meanwhile_is_not_handed_over(case):
    take(case, MINA, LATER)

    with pytest.raises(CaseMoved):
        hand_over(case, JUN, JUN, seen_owner=None, now=LATER)


def test_a_note_is_masked_like_a_comment(case):
    add_note(case, MINA, "900101-1234567 고객과 통화", LATER)

    assert history_of(case)[0].text == "[주민번호] 고객과 통화"


@pytest.mark.parametrize("text", ["", " \n", "\0", "가" * (LONGEST_NOTE + 1), "\ud800"])
def test_a_note_that_cannot_be_kept_is_refused(case, text):
    with pytest.raises(BadInput) as refused:
        add_note(case, MINA, text, LATER)

    assert refused.value.field == "note"


def test_closing_ends_the_clock_with_an_outcome_and_a_last_note(case):
    close(case, MINA, CaseOutcome.SOLVED, "사과드리고 차액을 보냈어요", LATER)

    assert (case.state, case.outcome, case.owner) == (CaseState.CLOSED, CaseOutcome.SOLVED, MINA)
    last = history_of(case)[-1]
    assert (last.deed, last.detail, last.text) == (
        Deed.CLOSED,
        "solved",
        "사과드리고 차액을 보냈어요",
    )


def test_a_case_is_late_once_its_clock_ran_out(case):
    assert not case.is_late(case.due_at)
    assert case.is_late(case.due_at + DAY)

    close(case, MINA, CaseOutcome.NOT_REACHED, "", case.due_at)
    assert not case.is_late(case.due_at + DAY)


def test_what_was_closed_meanwhile_is_not_closed_twice(case):
    close(case, MINA, CaseOutcome.SOLVED, "", LATER)

    for deed in (
        lambda: close(case, JUN, CaseOutcome.SOLVED, "", LATER),
        lambda: take(case, JUN, LATER),
        lambda: hand_over(case, JUN, JUN, MINA, LATER),
    ):
        with pytest.raises(CaseMoved):
            deed()


def test_only_a_closed_case_is_opened_again(case):
    with pytest.raises(CaseMoved):
        open_again(case, MINA, LATER)


def test_there_is_no_other_case(app):
    with pytest.raises(UnknownCase):
        find_case(uuid.UUID(int=1))
