from datetime import date

import pytest
from flask_babel import force_locale

from analysis.counts import Axis, Period
from analysis.language.reading import Label, Topic
from analysis.reports import sentences
from analysis.reports.report import Change, Funnel, Note, Report, StageRow, Verdict
from analysis.statistics.nps import Nps
from surveys.claims.stages import Stage
from surveys.invitations.models import Reason

NO_CHANGE = Change(None, None, None, Verdict.TOO_FEW_ANSWERS)
NOTHING_PAID = Funnel(0, 0, {}, 0, 0, 0, 0, 0, 0, None)


@pytest.fixture(autouse=True)
def _in_english(app):
    with force_locale("en"):
        yield


def report_of(nps: Nps | None, left_out: int = 0) -> Report:
    period = Period(date(2025, 3, 3), date(2025, 3, 10))
    return Report(period, Axis.ANSWERED, nps, NO_CHANGE, left_out, NOTHING_PAID, (), ())


def score(n: int) -> Nps:
    return Nps(-12.34, -45.67, 1234.56, n, 0, 0, 0)


@pytest.mark.parametrize(
    ("value", "signed", "text"),
    [
        (None, False, "–"),
        (0.0, True, "0.0"),
        (-0.04, True, "0.0"),
        (-0.06, False, "−0.1"),
        (-33.333, True, "−33.3"),
        (33.333, False, "33.3"),
        (33.333, True, "+33.3"),
    ],
)
def test_points_have_one_decimal_a_true_minus_and_a_dash_for_none(value, signed, text):
    assert sentences.points(value, signed) == text


def test_a_figure_that_does_not_exist_is_a_dash():
    assert (sentences.decimal(None), sentences.percent(None)) == ("–", "–")


def test_shares_are_whole_percents_and_decimals_have_one_place():
    assert (sentences.decimal(1234.56), sentences.percent(0.256)) == ("1,234.6", "26%")


def test_without_answers_the_score_says_so():
    assert sentences.nps_sentence(report_of(None)) == "No answers in this period yet."


@pytest.mark.parametrize(
    ("n", "sentence"),
    [
        (1, "Too few answers for a score: 1 answer."),
        (9, "Too few answers for a score: 9 answers."),
        (
            10,
            "−12.3 points, in all likelihood between −45.7 and 1,234.6, from 10 answers.",
        ),
    ],
)
def test_the_score_is_said_with_its_error_or_as_too_few(n, sentence):
    assert sentences.nps_sentence(report_of(score(n))) == sentence


def test_the_range_of_a_score_is_said_in_words_for_who_cannot_see_it():
    said = sentences.nps_range(Nps(25.0, -5.0, 50.0, 40, 0, 0, 0))

    assert said == "25.0, between −5.0 and 50.0 on a scale from −100 to +100"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            Change(12.5, 2.0, 23.0, Verdict.ROSE),
            "Up 12.5 points on the period before (+2.0 to +23.0).",
        ),
        (
            Change(-12.5, -23.0, -2.0, Verdict.FELL),
            "Down 12.5 points on the period before (−23.0 to −2.0).",
        ),
        (
            Change(-1.0, -9.0, 7.0, Verdict.UNCHANGED),
            "Unchanged within error against the period before (−9.0 to +7.0).",
        ),
        (NO_CHANGE, "Too few answers to compare with the period before."),
        (
            Change(50.0, -9.0, 90.0, Verdict.TOO_FEW_ANSWERS),
            "Too few answers to compare with the period before.",
        ),
    ],
)
def test_a_change_is_said_by_its_verdict(change, sentence):
    assert sentences.change_sentence(change) == sentence


def test_the_funnel_is_said_in_one_sentence():
    funnel = Funnel(20, 1, {"no_email": 2}, 0, 17, 1, 1, 15, 12, 0.8)

    said = sentences.funnel_sentence(funnel)

    assert said == "20 claims were paid, 15 customers were written to, 12 answered."


@pytest.mark.parametrize(
    ("n", "sentence"),
    [
        (1, "1 claim was asked about elsewhere, and its answer was imported."),
        (3, "3 claims were asked about elsewhere, and their answers were imported."),
    ],
)
def test_imported_answers_are_said_beside_the_funnel(n, sentence):
    funnel = Funnel(20, 0, {}, n, 17, 1, 1, 15, 12, 0.8)

    assert sentences.funnel_sentence(funnel).endswith(f"12 answered. {sentence}")


def test_a_stage_is_said_with_its_rating_days_and_lateness():
    row = StageRow(Stage.PAYOUT, 12, 4.46, 3, 0.5, 20, 1.27, 2.5, 0.126)

    said = sentences.stage_sentence(row)

    assert said == "rated 4.5 of 5 (n = 12), median 1.3 days, 13% late"


def test_a_stage_that_nobody_went_through_is_said_in_words():
    row = StageRow(Stage.INVESTIGATION, 0, None, 0, None, 0, None, None, None)

    said = sentences.stage_sentence(row)

    assert said == "not rated yet, no claim went through it"


@pytest.mark.parametrize(
    ("name", "members"),
    [
        (sentences.stage_name, Stage),
        (sentences.reason_name, Reason),
        (sentences.label_name, Label),
        (sentences.topic_name, Topic),
        (sentences.note_sentence, Note),
    ],
)
def test_each_member_has_words_of_its_own(name, members):
    words = {name(member) for member in members}

    assert len(words) == len(members)
    assert all(words)


def test_the_note_on_few_answers_says_from_how_many_on():
    said = sentences.note_sentence(Note.TOO_FEW_ANSWERS)

    assert said == "A score is shown from 10 answers on, and compared from 30."


def test_figures_are_written_alike_in_korean():
    with force_locale("ko"):
        figures = sentences.points(-33.333), sentences.percent(0.256), sentences.decimal(None)

    assert figures == ("−33.3", "26%", "–")


@pytest.mark.parametrize(
    ("n", "sentence"),
    [
        (0, ""),
        (1, "1 answer is left out, because a machine seems to have sent it."),
        (2, "2 answers are left out, because a machine seems to have sent them."),
    ],
)
def test_what_is_left_out_is_said_where_there_is_any(n, sentence):
    assert sentences.left_out_sentence(report_of(None, n)) == sentence
