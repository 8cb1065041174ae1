from surveys.cases.handling import close, take
from surveys.cases.inbox import CaseCounts, Shown, count_cases, list_cases
from surveys.cases.models import CaseOutcome
from surveys.db import db
from tests.factories import DAY, NOON, make_case

ANSWERED = NOON + 2 * DAY
MINA = "mina@example.com"


def listed(*args, **kwargs):
    return list(db.session.scalars(list_cases(*args, **kwargs)))


def test_the_most_urgent_case_comes_first_and_closed_ones_last(parts):
    later, sooner, done = (make_case(parts, at=ANSWERED + hours * DAY / 24) for hours in (3, 1, 0))
    close(done, MINA, CaseOutcome.SOLVED, "", ANSWERED + DAY)

    assert listed(Shown.ALL, None) == [sooner, later, done]
    assert listed(Shown.UNFINISHED, None) == [sooner, later]
    assert listed(Shown.CLOSED, None) == [done]


def test_a_list_shows_mine_or_nobodys(parts):
    mine, nobodys = make_case(parts), make_case(parts)
    take(mine, MINA, ANSWERED)

    assert listed(Shown.ALL, MINA) == [mine]
    assert listed(Shown.ALL, None, only_unowned=True) == [nobodys]


def test_cases_are_counted_with_how_well_the_clock_was_kept(parts):
    in_time, late, waiting, _open = (make_case(parts, at=ANSWERED + n * DAY) for n in range(4))
    close(in_time, MINA, CaseOutcome.SOLVED, "", ANSWERED + DAY)
    close(late, MINA, CaseOutcome.SOLVED, "", ANSWERED + 3 * DAY)
    take(waiting, MINA, ANSWERED + 2 * DAY)

    counts = count_cases(NOON, now=ANSWERED + 3.5 * DAY)

    assert counts == CaseCounts(open=1, taken=1, late=1, ended=3, in_time=1)
    assert counts.share_in_time == 1 / 3


def test_without_a_case_there_is_no_share(app):
    assert count_cases(NOON, NOON) == CaseCounts(0, 0, 0, 0, 0)
    assert count_cases(NOON, NOON).share_in_time is None
