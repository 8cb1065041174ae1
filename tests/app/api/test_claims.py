from datetime import timedelta

import pytest

from surveys.claims.stages import Stage
from surveys.db import db
from surveys.responses.models import Standing
from tests.factories import make_claim, make_invitation, make_plan, make_response


def test_a_claim_is_shown_without_name_and_address(api):
    make_claim(claim_id="C-1", name="김하늘", email="haneul@example.com", amount_paid=7)

    reply = api("/claims/C-1")

    assert (reply.json["claim_id"], reply.json["amount_paid"]) == ("C-1", 7)
    assert reply.json["paid_at"] == "2025-03-04T03:00:00Z"
    assert "김하늘" not in reply.text
    assert "haneul" not in reply.text
    assert reply.json["invitation"] is None


def test_the_stages_stand_in_the_order_of_the_road(api):
    claim = make_claim()

    spans = api(f"/claims/{claim.external_id}").json["spans"]

    road = [stage for stage in Stage if stage is not Stage.INVESTIGATION]
    assert [span["stage"] for span in spans] == road
    assert spans[-1]["ended_at"] == "2025-03-04T03:00:00Z"


def test_an_answered_claim_shows_its_mail_and_its_response(api, parts):
    claim = make_claim()
    response = make_response(parts, claim=claim)

    shown = api(f"/claims/{claim.external_id}").json["invitation"]

    mail = response.invitation.mail
    assert (shown["response_id"], shown["message_id"]) == (str(response.id), mail.message_id)
    assert (shown["state"], shown["reason"]) == ("expired", None)
    assert shown["due_at"] == shown["sent_at"]


def test_an_invitation_names_the_versions_that_it_was_decided_with(api, parts):
    claim = make_claim()
    make_invitation(parts, claim)
    make_plan(delay=timedelta(0))

    shown = api(f"/claims/{claim.external_id}").json["invitation"]

    assert (shown["plan"], shown["questionnaire"]) == ({"name": "paid", "version": 1}, 1)


def test_a_response_that_is_only_suspected_is_not_shown(api, parts):
    claim = make_claim()
    make_response(parts, claim=claim).standing = Standing.SUSPECTED
    db.session.commit()

    assert api(f"/claims/{claim.external_id}").json["invitation"]["response_id"] is None


def test_a_customer_who_is_not_asked_has_a_reason(api, parts):
    claim = make_claim(email=None)
    make_invitation(parts, claim)

    shown = api(f"/claims/{claim.external_id}").json["invitation"]

    assert (shown["state"], shown["reason"]) == ("not_asked", "no_email")
    assert (shown["message_id"], shown["sent_at"]) == (None, None)


@pytest.mark.parametrize("claim_id", ["2025/03/C-1", "//2025//C-1", "가나다 1", "50%"])
def test_a_claim_is_found_whatever_its_id_is_made_of(api, claim_id):
    make_claim(claim_id=claim_id)

    path = claim_id.replace("%", "%25")
    assert api(f"/claims/{path}").json["claim_id"] == claim_id


@pytest.mark.parametrize("claim_id", ["C-2", "C-1%00", "%FF", "x" * 101, "%EF%BF%BD"])
def test_a_claim_that_nobody_told_us_of_is_unknown(api, claim_id):
    make_claim(claim_id="C-1")

    reply = api(f"/claims/{claim_id}")

    assert (reply.status_code, reply.json["error"]["code"]) == (404, "unknown_claim")
