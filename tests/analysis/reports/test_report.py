import json
from datetime import date

from analysis.counts import Axis, Period
from analysis.reports.report import Change, Funnel, Note, Report, StageRow, Verdict
from analysis.statistics.nps import Nps
from surveys.claims.stages import Stage

PERIOD = Period(date(2025, 3, 3), date(2025, 3, 10))
NOTHING_PAID = Funnel(0, 0, {}, 0, 0, 0, 0, 0, 0, None)
NO_CHANGE = Change(None, None, None, Verdict.TOO_FEW_ANSWERS)


def report(**values) -> Report:
    usual = {
        "period": PERIOD,
        "axis": Axis.ANSWERED,
        "nps": None,
        "change": NO_CHANGE,
        "left_out": 0,
        "funnel": NOTHING_PAID,
        "stages": (),
        "notes": (),
    }
    return Report(**{**usual, **values})


def written(of: Report) -> dict:
    """What a reader of the file gets."""
    return json.loads(json.dumps(of.as_json()))


def test_a_report_is_written_as_documented():
    found = written(
        report(
            nps=Nps(25.0, -30.5, 70.25, 12, 6, 3, 3),
            change=Change(5.0, -10.0, 20.0, Verdict.UNCHANGED),
            left_out=2,
            funnel=Funnel(23, 1, {"no_email": 2}, 3, 17, 1, 1, 15, 12, 0.8),
            stages=(StageRow(Stage.PAYOUT, 12, 4.5, 3, 0.5, 20, 1.0, 2.5, 0.1),),
            notes=(Note.ONLY_PAID_ASKED,),
        )
    )

    change = {"value": 5.0, "low": -10.0, "high": 20.0, "verdict": "unchanged"}
    counts = {"n": 12, "promoters": 6, "passives": 3, "detractors": 3}
    assert found == {
        "period": {"from": "2025-03-03", "to": "2025-03-10"},
        "filter": {},
        "axis": "answered",
        "nps": {"value": 25.0, "low": -30.5, "high": 70.25, **counts, "change": change},
        "left_out": 2,
        "funnel": {
            "paid": 23,
            "undecided": 1,
            "not_asked": {"no_email": 2},
            "imported": 3,
            "asked": 17,
            "scheduled": 1,
            "undelivered": 1,
            "sent": 15,
            "answered": 12,
            "response_rate": 0.8,
        },
        "stages": [
            {
                "stage": "payout",
                "n": 12,
                "rating_mean": 4.5,
                "clauses": 3,
                "unhappy_clause_share": 0.5,
                "spans": 20,
                "days_median": 1.0,
                "days_p90": 2.5,
                "late_share": 0.1,
            }
        ],
        "notes": ["only_paid_asked"],
    }


def test_a_report_without_answers_is_written_with_null_and_never_zero_for_figures():
    found = written(report())

    assert found["nps"] == {
        **dict.fromkeys(("value", "low", "high")),
        **dict.fromkeys(("n", "promoters", "passives", "detractors"), 0),
        "change": {"value": None, "low": None, "high": None, "verdict": "too_few_answers"},
    }
    assert found["funnel"]["response_rate"] is None


def test_counts_are_written_as_whole_numbers():
    found = report(nps=Nps(0.0, -50.0, 50.0, 10.0, 5.0, 0.0, 5.0)).as_json()["nps"]

    kinds = {type(found[name]) for name in ("n", "promoters", "passives", "detractors")}
    assert kinds == {int}
