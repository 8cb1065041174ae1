from datetime import UTC, date, datetime, time, timedelta

import pytest

from analysis.answers import release_answer
from analysis.counts import ALL, SCORE, Axis, DailyCount, Period, add, reading_cells
from analysis.language.reading import Label
from analysis.reports.building import build_report
from analysis.reports.report import Change, Note, Report, StageRow, Verdict
from surveys.claims.deadlines import HOLIDAYS_END_ON
from surveys.claims.models import Claim, StageSpan
from surveys.claims.stages import Stage
from surveys.db import db
from surveys.outbox.models import MailState
from surveys.responses.models import Standing
from surveys.responses.suspecting import dismiss
from tests.factories import (
    DAY,
    NOON,
    SEOUL,
    make_claim,
    make_imported,
    make_invitation,
    make_response,
    make_sent_invitation,
    make_suspected,
)

WEEK = Period(date(2025, 3, 3), date(2025, 3, 10))
# The default claim is paid on the Tuesday of this week and answered on the Thursday.
LONG_AFTER = NOON + 60 * DAY
MIDNIGHT = time(0)


def built(period: Period = WEEK, axis: Axis = Axis.ANSWERED) -> Report:
    return build_report(period, axis, LONG_AFTER, SEOUL)


def count_scores(day: date, scores: dict[int, int]) -> None:
    """Answers as the daily counts hold them, without the rows they stand for."""
    for score, n in scores.items():
        cell = {"axis": Axis.ANSWERED, "dimension": ALL, "value": ALL, "figure": SCORE}
        db.session.add(DailyCount(day=day, bucket=score, n=n, **cell))
    db.session.flush()


def row_of(stage: Stage, report: Report) -> StageRow:
    return next(row for row in report.stages if row.stage is stage)


def filed(start: datetime, end: datetime | None, **values) -> Claim:
    """A claim paid in the week, whose filing went from `start` to `end`."""
    claim = make_claim(filing_started_at=None, filing_ended_at=None, **values)
    span = StageSpan(claim=claim, stage=Stage.FILING, started_at=start, ended_at=end)
    db.session.add(span)
    db.session.flush()
    return claim


# Score and change


def test_the_score_is_promoters_less_detractors(parts):
    for score in (10, 9, 8, 6):
        make_response(parts, score=score)

    found = built().nps

    assert (found.value, found.n) == (25.0, 4)
    assert (found.promoters, found.passives, found.detractors) == (2, 1, 1)


def test_no_answers_give_no_figures_instead_of_zeros(app):
    report = built()

    assert report.nps is None
    assert report.shown_nps is None
    assert report.change == Change(None, None, None, Verdict.TOO_FEW_ANSWERS)
    assert report.funnel.response_rate is None
    assert report.stages == tuple(
        StageRow(stage, 0, None, 0, None, 0, None, None, None) for stage in Stage
    )


@pytest.mark.parametrize(("n", "is_shown"), [(9, False), (10, True)])
def test_a_score_is_shown_from_ten_answers_on(app, n, is_shown):
    count_scores(WEEK.start, {9: n})

    report = built()

    assert (report.shown_nps is not None) is is_shown
    assert (Note.TOO_FEW_ANSWERS in report.notes) is not is_shown
    assert report.nps.n == n


@pytest.mark.parametrize(
    ("earlier", "current", "verdict"),
    [
        ({0: 30}, {9: 30}, Verdict.ROSE),
        ({9: 30}, {0: 30}, Verdict.FELL),
        ({9: 15, 0: 15}, {9: 16, 0: 14}, Verdict.UNCHANGED),
        ({0: 29}, {9: 30}, Verdict.TOO_FEW_ANSWERS),
        ({0: 30}, {9: 29}, Verdict.TOO_FEW_ANSWERS),
    ],
)
def test_scores_are_compared_from_thirty_answers_on(app, earlier, current, verdict):
    count_scores(WEEK.before().start, earlier)
    count_scores(WEEK.start, current)

    assert built().change.verdict is verdict


def test_a_change_that_is_too_small_to_tell_still_says_how_large_it_is(app):
    count_scores(WEEK.before().start, {9: 2, 0: 2})
    count_scores(WEEK.start, {9: 3, 0: 1})

    change = built().change

    assert change.value == 50.0
    assert change.low < 0 < change.high
    assert change.verdict is Verdict.TOO_FEW_ANSWERS


def test_without_answers_in_the_period_before_there_is_no_change(app):
    count_scores(WEEK.start, {9: 100})

    assert built().change == Change(None, None, None, Verdict.TOO_FEW_ANSWERS)


def test_the_axis_chooses_by_which_day_answers_are_counted(parts):
    make_response(parts, at=NOON + 10 * DAY)

    assert built(axis=Axis.ANSWERED).nps is None
    assert built(axis=Axis.PAID).nps.n == 1


# Funnel


def test_the_funnel_counts_each_paid_claim_once(parts):
    make_claim()  # nobody has decided on it
    make_invitation(parts, make_claim(email=""))
    make_invitation(parts)
    make_invitation(parts).mail.state = MailState.FAILED
    make_invitation(parts).mail.state = MailState.CANCELLED
    make_sent_invitation(parts)
    make_response(parts)
    db.session.flush()

    funnel = built().funnel

    assert (funnel.paid, funnel.undecided, funnel.not_asked) == (7, 1, {"no_email": 1})
    assert (funnel.asked, funnel.scheduled, funnel.undelivered) == (5, 1, 2)
    assert (funnel.sent, funnel.answered, funnel.response_rate) == (2, 1, 0.5)


def test_the_funnel_adds_up(parts):
    make_claim()
    for email in ("", "same@example.com", "same@example.com", "other@example.com"):
        make_invitation(parts, make_claim(email=email))
    make_response(parts)
    make_imported(parts)

    funnel = built().funnel

    assert funnel.not_asked == {"asked_recently": 1, "no_email": 1}
    assert funnel.paid == 7
    not_asked = sum(funnel.not_asked.values())
    assert funnel.paid == funnel.undecided + not_asked + funnel.imported + funnel.asked
    assert funnel.asked == funnel.scheduled + funnel.undelivered + funnel.sent


def test_imported_answers_count_in_the_score_and_are_no_mails_of_ours(parts):
    make_response(parts, score=10)
    make_sent_invitation(parts)
    make_imported(parts, nps=0)
    make_imported(parts, make_invitation(parts).claim, nps=0)

    report = built()

    funnel = report.funnel
    assert (report.nps.n, report.nps.detractors) == (3, 2)
    assert (funnel.paid, funnel.imported) == (4, 2)
    assert (funnel.asked, funnel.undelivered, funnel.sent) == (2, 0, 2)
    assert (funnel.answered, funnel.response_rate) == (1, 0.5)


def test_a_mail_that_is_on_the_wire_is_still_scheduled(parts):
    mail = make_invitation(parts).mail
    mail.state, mail.lease_ends_at = MailState.SENDING, NOON
    db.session.flush()

    funnel = built().funnel

    assert (funnel.asked, funnel.scheduled, funnel.sent) == (1, 1, 0)


def test_an_answer_to_a_mail_in_doubt_does_not_lift_the_response_rate_above_one(parts):
    make_response(parts)
    mail = make_response(parts).invitation.mail
    mail.state, mail.sent_at, mail.lease_ends_at = MailState.SENDING, None, NOON
    db.session.flush()

    funnel = built().funnel

    assert (funnel.sent, funnel.answered, funnel.response_rate) == (1, 1, 1.0)


def test_only_confirmed_answers_stand_in_the_funnel(parts):
    make_response(parts)
    make_response(parts).standing = Standing.SUSPECTED
    db.session.flush()

    funnel = built().funnel

    assert (funnel.sent, funnel.answered, funnel.response_rate) == (2, 1, 0.5)


@pytest.mark.parametrize(
    ("paid_at", "at", "by_answer", "by_payment"),
    [(NOON, NOON + 2 * DAY, 1, 1), (NOON, NOON + 9 * DAY, 0, 1), (NOON - 6 * DAY, NOON, 1, 0)],
)
def test_what_does_not_count_is_left_out_by_the_axis(parts, paid_at, at, by_answer, by_payment):
    make_suspected(parts, claim=make_claim(paid_at=paid_at), at=at)
    make_response(parts)

    assert built(axis=Axis.ANSWERED).left_out == by_answer
    assert built(axis=Axis.PAID).left_out == by_payment


def test_a_dismissed_answer_stays_left_out_and_a_released_one_is_back(parts):
    dismissed, released = make_suspected(parts), make_suspected(parts)
    dismiss(dismissed, "lead@example.com", NOON)
    release_answer(released.id, "lead@example.com", NOON, SEOUL)

    report = built()

    assert (report.left_out, report.nps.n) == (1, 1)


@pytest.mark.parametrize(
    ("paid_at", "n"),
    [
        (datetime.combine(WEEK.start, MIDNIGHT, SEOUL) - timedelta(seconds=1), 0),
        (datetime.combine(WEEK.start, MIDNIGHT, SEOUL), 1),
        (datetime.combine(WEEK.end, MIDNIGHT, SEOUL) - timedelta(seconds=1), 1),
        (datetime.combine(WEEK.end, MIDNIGHT, SEOUL), 0),
    ],
)
def test_a_period_goes_from_its_first_midnight_in_seoul_up_to_its_last(app, paid_at, n):
    make_claim(paid_at=paid_at)

    assert built().funnel.paid == n


def test_the_funnel_goes_by_the_day_paid_on_both_axes(parts):
    make_response(parts, at=NOON + 10 * DAY)

    assert built(axis=Axis.ANSWERED).funnel == built(axis=Axis.PAID).funnel
    assert built().funnel.answered == 1


def test_a_claim_that_was_not_paid_is_not_in_the_funnel(app):
    make_claim(paid_at=None, decision="denied")

    assert built().funnel.paid == 0


# Stages


def test_the_mean_rating_leaves_out_who_skipped_the_stage(parts):
    for rating in ({Stage.PAYOUT: 5}, {Stage.PAYOUT: 2}, {}):
        make_response(parts, ratings=rating)

    row = row_of(Stage.PAYOUT, built())

    assert (row.n, row.rating_mean) == (2, 3.5)


def test_the_share_of_unhappy_clauses_is_of_all_clauses_that_say_something(parts):
    labels = (Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE, Label.POSITIVE, Label.NOT_SCORED)
    clauses = [(Stage.DECISION, label) for label in labels]

    add(reading_cells(make_response(parts), clauses, SEOUL))

    row = row_of(Stage.DECISION, built())
    assert (row.clauses, row.unhappy_clause_share) == (4, 0.25)


def test_days_are_the_median_and_the_ninetieth_percentile_of_the_period(app):
    for days in (1, 2, 3, 10):
        filed(NOON - days * DAY, NOON)

    row = row_of(Stage.FILING, built())

    assert row.spans == 4
    assert row.days_median == pytest.approx(2.5)
    assert row.days_p90 == pytest.approx(7.9)


def test_the_late_share_is_of_claims_past_the_deadline_of_their_product(app):
    monday = datetime(2025, 2, 10, 10, tzinfo=SEOUL)
    filed(monday, monday + 3 * DAY)
    filed(monday, monday + 4 * DAY)

    assert row_of(Stage.FILING, built()).late_share == 0.5


def test_days_and_lateness_are_of_all_claims_whether_they_answered_or_not(parts):
    make_response(parts)
    make_claim()

    row = row_of(Stage.PAYOUT, built())

    assert (row.n, row.spans) == (1, 2)


def test_a_stage_whose_start_is_not_known_is_not_timed(app):
    filed(None, NOON)

    row = row_of(Stage.FILING, built())

    assert (row.spans, row.days_median, row.late_share) == (0, None, None)


def test_a_stage_that_ended_before_it_began_gives_no_days(app):
    filed(NOON, NOON - DAY)
    filed(NOON - 2 * DAY, NOON)

    row = row_of(Stage.FILING, built())

    assert (row.spans, row.days_median, row.days_p90) == (1, 2.0, 2.0)


def test_a_paid_claims_stage_whose_end_is_not_known_is_neither_late_nor_in_time(app):
    filed(NOON, None)

    late = build_report(WEEK, Axis.ANSWERED, LONG_AFTER, SEOUL)

    row = row_of(Stage.FILING, late)
    assert (row.spans, row.days_median, row.late_share) == (0, None, None)


def test_a_claim_that_skipped_a_stage_is_not_in_its_row(app):
    make_claim()

    assert row_of(Stage.INVESTIGATION, built()).spans == 0
    assert row_of(Stage.DECISION, built()).spans == 1


# Notes


def test_the_report_always_says_that_only_paid_claims_are_asked(app):
    count_scores(WEEK.start, {9: 10})

    assert built().notes == (Note.ONLY_PAID_ASKED,)


def test_the_report_says_where_the_list_of_holidays_ends(app):
    last_day = datetime.combine(HOLIDAYS_END_ON, time(12), UTC)
    filed(last_day, last_day + DAY, paid_at=last_day)
    period = Period(HOLIDAYS_END_ON, HOLIDAYS_END_ON + timedelta(days=2))

    report = build_report(period, Axis.ANSWERED, last_day + 60 * DAY, SEOUL)

    assert Note.HOLIDAYS_END in report.notes
    assert row_of(Stage.FILING, report).spans == 0
