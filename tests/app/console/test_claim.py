import re
from datetime import timedelta

import pytest

from analysis.answers import correct_taken_answer
from analysis.language.reading import Label
from surveys.cases.handling import close
from surveys.cases.models import CaseOutcome
from surveys.claims.models import EventType, Language
from surveys.claims.records import EventRecord
from surveys.claims.stages import Stage
from surveys.db import db
from surveys.invitations.models import OptOut, Reason
from surveys.outbox.models import MailState
from surveys.outbox.suppression import is_suppressed, suppress
from surveys.responses.models import Standing
from tests.factories import (
    DAY,
    NOON,
    claim_record,
    make_answer,
    make_case,
    make_claim,
    make_clause,
    make_imported,
    make_invitation,
    make_reading,
    make_response,
    take_at_noon,
    token_of,
)

XSS = "<script>alert(1)</script>"
LIFT = "/console/lift-suppression"


def page_of(console, claim_id: str = "C-1") -> str:
    return console.get(f"/console/claims/{claim_id}").text


def story(page: str) -> list[str]:
    """The titles of what happened, in the order of the page."""
    told = page.partition('<ol class="story">')[2]
    return re.findall(r"<div>\s*<strong>([^<]*)</strong>", told)


def test_the_story_stands_in_the_order_in_which_it_happened(console, parts):
    claim = make_claim(claim_id="C-1")
    make_response(parts, score=4, claim=claim)

    titles = story(page_of(console))

    assert titles == [
        *("Filing", "Document review", "Decision", "Payout"),
        *("Paid", "Decided to ask", "Invitation: sent", "Answered; the score is 4"),
        "Reminder: waits",
    ]


def test_a_stage_says_how_long_it_took_and_whether_that_was_late(console):
    make_claim(claim_id="C-1", filing_started_at=NOON - 20 * DAY, filing_ended_at=NOON - 4 * DAY)

    page = page_of(console)

    assert "2025-02-12 12:00 – 2025-02-28 12:00" in page
    assert "16.0 days, late: the deadline was February 17, 2025" in page
    assert "1.0 days, in time: the deadline was" in page
    assert page.count('<li class="late">') == 1


def test_a_claim_beyond_the_list_of_holidays_has_no_deadline(console):
    far = NOON.replace(year=2200)
    spans = {"filing_started_at": far, "filing_ended_at": far + DAY}
    make_claim(claim_id="C-1", **spans)

    assert "no deadline: it lies beyond the list of public holidays" in page_of(console)


def test_an_event_says_when_it_came_in_and_that_it_waited(console):
    values = {"claim_id": "C-1", "type": EventType.CLAIM_PAID, "amount": 1_234_567}
    take_at_noon([], [EventRecord(at=NOON - DAY, **values)])
    make_claim(claim_id="C-1", paid_at=None).created_at = NOON + timedelta(hours=1)

    page = page_of(console)

    assert "Event: claim paid, 1,234,567 won" in page
    assert "came in 2025-03-04 12:00" in page
    assert "waited for its claim until 2025-03-04 13:00" in page


def test_an_event_that_did_not_wait_says_nothing_of_it(console):
    make_claim(claim_id="C-1")
    values = {"claim_id": "C-1", "type": EventType.STAGE_ENDED, "stage": Stage.PAYOUT}
    take_at_noon([], [EventRecord(at=NOON, **values)])

    page = page_of(console)

    assert "Event: Payout ended" in page
    assert "waited" not in page


def test_who_is_not_asked_has_the_reason_in_words(console, parts):
    make_invitation(parts, make_claim(claim_id="C-1", email=None))

    assert "Decided not to ask: No e-mail address" in page_of(console)


def test_a_claim_on_which_no_plan_has_decided_says_so(console):
    make_claim(claim_id="C-1")

    assert "The plan has not decided yet whether to ask." in page_of(console)


def test_a_claim_of_which_nothing_else_is_known_says_what_comes(console):
    nothing = {name: None for name in claim_record().model_dump() if name.endswith("_at")}
    make_claim(claim_id="C-1", **nothing)

    page = page_of(console)

    assert "Nothing is known yet but the claim itself." in page
    assert "no stage is known" in page


def test_a_mail_tells_its_attempts_its_doubts_and_the_relay(console, parts):
    mail = make_invitation(parts, make_claim(claim_id="C-1")).mail
    mail.state, mail.attempt, mail.in_doubt, mail.reply = MailState.FAILED, 3, 1, "550 5.7.1"

    page = page_of(console)

    assert "Invitation: not delivered" in page
    assert mail.message_id.strip("<>") in page
    for line in ("attempts: 3", "in doubt 1 times", "the relay said 550 5.7.1"):
        assert line in page


@pytest.mark.parametrize(
    ("because", "words"),
    [
        ("answered", "Answered already"),
        ("opted_out", "Asked not to be asked"),
        ("expired", "Closed to answers"),
        ("too_late", "Paid too long ago"),
        ("imported", "Answered elsewhere"),
        ("something new", "something new"),
    ],
)
def test_a_withdrawn_mail_says_why(console, parts, because, words):
    invitation = make_invitation(parts, make_claim(claim_id="C-1"))
    invitation.reminder.state = MailState.CANCELLED
    invitation.reminder.cancelled_because = because

    assert f"Reminder: withdrawn ({words})" in page_of(console)


def test_a_mail_withdrawn_by_an_opt_out_leaves_the_reason(console, parts):
    invitation = make_invitation(parts, make_claim(claim_id="C-1"))
    invitation.reason = Reason.OPTED_OUT
    invitation.mail.state = MailState.CANCELLED
    invitation.mail.cancelled_because = Reason.OPTED_OUT

    page = page_of(console)

    assert "<dd>Asked not to be asked</dd>" in page
    assert "Invitation: withdrawn (Asked not to be asked)" in page


def test_an_answer_shows_ratings_and_words_as_they_were_read(console, parts):
    claim = make_claim(claim_id="C-1")
    response = make_response(parts, claim=claim, comment="So slow.", wants_call_back=True)
    make_reading(response, make_clause(Label.NEGATIVE, Stage.PAYOUT))

    page = page_of(console)

    assert "ratings (1–5): Payout 5" in page
    assert "wants a call back" in page
    assert 'class="clause negative"' in page


def test_a_correction_shows_what_was_said_before(console, parts):
    claim = make_claim(claim_id="C-1")
    response = make_response(parts, score=2, claim=claim, comment="So slow.")
    better = make_answer(9, comment="Mended.", ratings={Stage.FILING: 4})
    token, seen_at = token_of(response.invitation, parts), response.answered_at
    correct_taken_answer(token, better, seen_at, NOON + 3 * DAY, parts.zone)

    page = page_of(console)

    assert story(page)[-3:-1] == [
        "Answered; the score is 9",
        "Corrected; before, the score was 2",
    ]
    assert '<p class="words before">So slow.</p>' in page
    assert "Mended." in page


def test_an_imported_answer_says_that_it_was_asked_for_elsewhere(console, parts):
    make_imported(parts, make_claim(claim_id="C-1"), comment="Good.")

    page = page_of(console)

    assert "Asked elsewhere" in page
    assert '<span class="quiet">imported</span>' in page


def test_an_answer_that_does_not_count_says_so(console, parts):
    make_response(parts, claim=make_claim(claim_id="C-1")).standing = Standing.SUSPECTED

    assert "not counted: a person is not known to have sent it" in page_of(console)


# Who the customer is


def test_neither_name_nor_address_is_shown_but_that_there_is_one(console, parts):
    claim = make_claim(claim_id="C-1", name="김하늘", email="haneul@example.com")
    make_invitation(parts, claim).mail.recipient = "haneul@example.com"
    make_claim(claim_id="C-2", email=None)

    page = page_of(console)

    assert "김하늘" not in page
    assert "haneul" not in page
    assert "<dd>there is one</dd>" in page
    assert "<dd>none</dd>" in page_of(console, "C-2")


def test_the_language_that_the_customer_wished_is_marked(console):
    make_claim(claim_id="C-1", language="ko").customer.wished_language = Language.ENGLISH

    assert "chosen by the customer" in page_of(console)


def test_an_opt_out_is_shown_and_cannot_be_lifted_here(console):
    claim = make_claim(claim_id="C-1", email="home@example.com")
    other = make_claim(email="home@example.com").customer_id
    for customer_id in (claim.customer_id, other):
        row = OptOut(customer_id=customer_id, address="home@example.com", created_at=NOON)
        db.session.add(row)

    page = page_of(console)

    assert "Asked on 2025-03-04 12:00 not to be asked any more." in page
    assert "Somebody who shares the e-mail address asked on" in page
    assert LIFT not in page


# Lifting a suppression


@pytest.fixture
def suppressed(app):
    make_claim(claim_id="C-1", email="Gone@example.com")
    suppress("gone@example.com", "550 5.1.1", NOON)


def test_a_suppressed_address_shows_the_relays_code_and_since_when(console, suppressed):
    page = page_of(console)

    assert "came back on 2025-03-04 12:00; the relay said 550 5.1.1." in page
    assert f'action="{LIFT}"' in page


def test_staff_who_know_better_lift_the_suppression(console, suppressed):
    lifted = console.post(LIFT, data={"claim_id": "C-1", "known": "y"})

    assert lifted.location == "/console/claims/C-1"
    assert not is_suppressed("gone@example.com")
    page = page_of(console)
    assert "Mail goes to this address again" in page
    assert LIFT not in page


def test_nothing_is_lifted_without_the_tick(console, suppressed):
    console.post(LIFT, data={"claim_id": "C-1"})

    assert is_suppressed("gone@example.com")
    assert "Please tick first" in page_of(console)


def test_only_staff_lift_a_suppression(client, staff, suppressed):
    refused = client.post(LIFT, data={"claim_id": "C-1", "known": "y"})

    assert "/console/sign-in" in refused.location
    assert is_suppressed("gone@example.com")


@pytest.mark.parametrize("claim_id", ["C-2", "", "C-1\0"])
def test_an_unknown_claim_lifts_nothing(console, suppressed, claim_id):
    refused = console.post(LIFT, data={"claim_id": claim_id, "known": "y"})

    assert refused.status_code == 404
    assert is_suppressed("gone@example.com")


# Its address


@pytest.mark.parametrize(
    "claim_id", ["2025/03/C-1", "a//b", "가나다 1", "50%", "a?b#c", "a;b&c", "find/", XSS]
)
def test_the_list_leads_to_a_claim_whatever_its_id_is_made_of(console, parts, claim_id):
    make_response(parts, claim=make_claim(claim_id=claim_id), comment="Words.")

    for path in ("/console/claims", "/console/comments"):
        link = re.search(r'href="(/console/claims/[^"]+)"', console.get(path).text)[1]
        shown = console.get(link.replace("&amp;", "&"))
        assert shown.status_code == 200
        assert XSS not in shown.text


@pytest.mark.parametrize("claim_id", ["C-2", "C-1%00", "%FF", "x" * 101])
def test_a_claim_that_nobody_told_us_of_is_not_found(console, claim_id):
    make_claim(claim_id="C-1")

    assert console.get(f"/console/claims/{claim_id}").status_code == 404


def test_words_of_the_claims_system_are_shown_as_text(console, parts):
    words = {"product": XSS, "region": XSS, "channel": XSS, "handler_team": XSS}
    claim = make_claim(claim_id="C-1", customer_id=XSS, **words)
    make_response(parts, claim=claim, comment=XSS)

    assert XSS not in page_of(console)


def test_the_story_leads_to_the_case_and_tells_what_came_of_it(console, parts):
    case = make_case(parts, 2)
    close(case, "mina@example.com", CaseOutcome.SOLVED, "", NOON + 3 * DAY)

    page = console.get(f"/console/claims/{case.response.invitation.claim.external_id}").text

    assert "Became a case: low score" in page
    assert "Case closed: solved" in page
    assert f"/console/cases/{case.id}" in page
