import pytest

from app.accounts.models import Role, Staff
from surveys.cases.handling import close, history_of
from surveys.cases.models import Case, CaseOutcome, CaseState, Deed
from surveys.db import db
from tests.factories import DAY, NOON, make_case, make_claim

LEAD, JUN = "lead@example.com", "jun@example.com"


@pytest.fixture
def case(parts, console) -> Case:
    return make_case(parts, 2, comment="심사가 너무 늦었어요", at=NOON + 2 * DAY)


@pytest.fixture
def jun(staff):
    """A colleague of the administrator."""
    row = Staff(email=JUN, password_hash="-", role=Role.ADMINISTRATOR, created_at=NOON)
    db.session.add(row)
    db.session.commit()


def post(console, case, deed, **values):
    reply = console.post(f"/console/cases/{case.id}/{deed}", data=values)
    db.session.expire_all()
    return reply


def test_the_inbox_shows_who_waits_and_how_late_it_is(console, case):
    page = console.get("/console/cases").text

    assert case.response.invitation.claim.external_id in page
    assert "low score" in page
    assert "late by" in page


@pytest.mark.parametrize("query", ["state=closed", "owner=mine", "state=closed&owner=nobody"])
def test_the_inbox_says_when_no_case_is_like_the_filter(console, case, query):
    assert "No case is like this." in console.get(f"/console/cases?{query}").text


def test_an_empty_inbox_says_what_will_stand_here(console):
    assert "Nobody waits for a call." in console.get("/console/cases").text


def test_a_page_beyond_the_last_is_not_found(console, case):
    assert console.get("/console/cases?page=2").status_code == 404


def test_a_case_shows_answer_stages_and_why_it_was_opened(console, case):
    page = console.get(f"/console/cases/{case.id}").text

    assert "심사가 너무 늦었어요" in page
    assert "5 / 5" in page
    assert "Low score" in page


def test_contact_details_show_by_consent_only(console, parts):
    claim = make_claim(name="김하늘", email="sky@example.com")
    case = make_case(parts, 2, claim=claim)
    page = console.get(f"/console/cases/{case.id}").text
    assert "sky@example.com" not in page
    assert "김하늘" not in page

    case.response.wants_call_back = True
    page = console.get(f"/console/cases/{case.id}").text
    assert "sky@example.com" in page
    assert "김하늘" in page


def test_a_case_goes_from_taken_to_closed(console, case):
    assert post(console, case, "take").status_code == 303
    assert case.owner == LEAD
    post(console, case, "note", note="전화드렸어요")
    post(console, case, "close", outcome="solved", note="사과드렸어요")

    assert (case.state, case.outcome) == (CaseState.CLOSED, CaseOutcome.SOLVED)
    deeds = [note.deed for note in history_of(case)]
    assert deeds == [Deed.TAKEN, Deed.NOTE, Deed.CLOSED]
    assert "사과드렸어요" in console.get(f"/console/cases/{case.id}").text


def test_a_case_is_handed_to_a_colleague_and_opened_again(console, case, jun):
    post(console, case, "hand-over", to=JUN, seen_owner="")
    assert case.owner == JUN

    post(console, case, "close", outcome="not_reached")
    post(console, case, "open-again")
    assert case.state is CaseState.TAKEN


def test_a_case_is_handed_to_nobody_outside(console, case, jun):
    assert post(console, case, "hand-over", to="x@example.com", seen_owner="").status_code == 422
    assert case.owner is None


@pytest.mark.parametrize(
    ("deed", "values", "sentence"),
    [
        ("note", {"note": ""}, "Please write the note first."),
        ("note", {"note": "  \u202e "}, "We cannot keep this as it is."),
        ("note", {"note": "가" * 4001}, "Please keep it to 4000 characters."),
        ("close", {"note": "typed"}, "Please choose what came of it."),
        ("close", {"outcome": "won", "note": "typed"}, "Please choose what came of it."),
    ],
)
def test_a_form_that_cannot_be_taken_says_why_and_loses_nothing(
    console, case, deed, values, sentence
):
    reply = post(console, case, deed, **values)

    assert reply.status_code == 422
    assert sentence in reply.text
    assert values["note"].strip() in reply.text
    assert history_of(case) == []


def test_a_case_that_was_closed_meanwhile_keeps_what_was_typed(console, case):
    close(case, JUN, CaseOutcome.SOLVED, "", NOON + 3 * DAY)

    reply = post(console, case, "close", outcome="not_reached", note="nobody answered")

    assert reply.status_code == 409
    assert "Somebody else has moved this case meanwhile." in reply.text
    assert "nobody answered" in reply.text


def test_there_is_no_page_of_an_unknown_case(console):
    unknown = "/console/cases/00000000-0000-7000-8000-000000000000"

    assert console.get(unknown).status_code == 404
    assert console.post(f"{unknown}/take").status_code == 404


def test_the_overview_says_who_waits(console, case):
    page = console.get("/console/").text

    assert "1 customer waits to be looked after" in page
    assert "1 of them for more than 24 hours." in page
