from datetime import timedelta

import pytest

from surveys.claims.models import Customer
from surveys.db import db
from surveys.invitations.eligibility import has_address_of, why_not, why_not_write_to
from surveys.invitations.models import Invitation, OptOut, Reason
from surveys.outbox.suppression import suppress
from tests.factories import DAY, NOON, PLAN, make_claim, make_invitation

SECOND = timedelta(seconds=1)
DUE_AT = NOON + DAY


def reason_for(claim, due_at=DUE_AT, now=NOON):
    return why_not(claim, due_at, now, PLAN)


def asked(parts, due_at, **customer):
    """Someone who was asked at `due_at` about another claim."""
    invitation = make_invitation(parts, make_claim(**customer))
    invitation.due_at = due_at
    db.session.flush()
    return invitation


def opt_out(customer):
    db.session.add(OptOut(customer_id=customer.id, address=customer.address, created_at=NOON))
    db.session.flush()


def test_nothing_speaks_against_asking_a_customer_who_was_just_paid(app):
    assert reason_for(make_claim()) is None


def test_a_claim_that_is_not_paid_is_not_asked_about(app):
    assert reason_for(make_claim(paid_at=None)) is Reason.TOO_LATE


def test_two_weeks_after_the_payment_a_customer_is_asked_and_a_moment_later_is_not(app):
    claim = make_claim(paid_at=NOON)

    assert reason_for(claim, now=NOON + 14 * DAY) is None
    assert reason_for(claim, now=NOON + 14 * DAY + SECOND) is Reason.TOO_LATE


def test_a_customer_without_address_is_not_asked(app):
    assert reason_for(make_claim(email=None)) is Reason.NO_EMAIL


def test_a_customer_who_opted_out_is_not_asked(app):
    claim, other = make_claim(), make_claim()
    opt_out(claim.customer)

    assert reason_for(claim) is Reason.OPTED_OUT
    assert reason_for(other) is None


def test_an_opt_out_holds_for_whoever_shares_the_address(app):
    claim = make_claim(email="home@example.com")
    opt_out(claim.customer)

    assert reason_for(make_claim(email="HOME@example.com")) is Reason.OPTED_OUT


def test_an_opt_out_holds_for_the_customer_with_another_address(app):
    claim = make_claim(customer_id="K", email="old@example.com")
    opt_out(claim.customer)

    moved = make_claim(customer_id="K", email="new@example.com")

    assert reason_for(moved) is Reason.OPTED_OUT


def test_an_address_that_mail_comes_back_from_is_not_written_to(app):
    claim = make_claim(email="Gone@example.com")
    suppress("gone@Example.com", "550 5.1.1", NOON)

    assert why_not_write_to(claim.customer) is Reason.BOUNCED
    assert why_not_write_to(make_claim().customer) is None


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (-91, None),
        (-90, None),
        (-89, Reason.ASKED_RECENTLY),
        (0, Reason.ASKED_RECENTLY),
        (89, Reason.ASKED_RECENTLY),
        (90, None),
        (91, None),
    ],
)
def test_a_customer_is_asked_once_in_ninety_days_to_either_side(app, parts, days, reason):
    asked(parts, DUE_AT + days * DAY, customer_id="K", email="a@example.com")

    claim = make_claim(customer_id="K", email="a@example.com")

    assert reason_for(claim) is reason


@pytest.mark.parametrize("days", [-90, 90])
def test_the_quarantine_ends_to_the_second(app, parts, days):
    towards_us = -SECOND if days > 0 else SECOND
    asked(parts, DUE_AT + days * DAY + towards_us, customer_id="K", email="a@example.com")

    claim = make_claim(customer_id="K", email="a@example.com")

    assert reason_for(claim) is Reason.ASKED_RECENTLY


def test_quarantine_holds_for_whoever_shares_the_address(app, parts):
    asked(parts, DUE_AT - 10 * DAY, email="home@example.com")

    assert reason_for(make_claim(email="Home@Example.com")) is Reason.ASKED_RECENTLY
    assert reason_for(make_claim(email="house@example.com")) is None


def test_quarantine_holds_for_the_customer_with_another_address(app, parts):
    asked(parts, DUE_AT - 10 * DAY, customer_id="K", email="old@example.com")

    claim = make_claim(customer_id="K", email="new@example.com")

    assert reason_for(claim) is Reason.ASKED_RECENTLY


def test_who_was_not_asked_is_in_no_quarantine(app, parts):
    invitation = asked(parts, DUE_AT - 10 * DAY, customer_id="K", email="a@example.com")
    invitation.reason = Reason.TOO_LATE

    claim = make_claim(customer_id="K", email="a@example.com")

    assert reason_for(claim) is None


def test_an_invitation_does_not_stand_in_its_own_way(app, parts):
    claim = make_claim()
    make_invitation(parts, claim)

    assert db.session.query(Invitation).one().due_at == DUE_AT
    assert reason_for(claim) is None


def test_customers_without_address_share_none(app):
    first, second = make_claim(email=None).customer, make_claim(email=None).customer

    found = db.session.query(Customer).filter(has_address_of(first)).all()

    assert found == [first]
    assert second not in found
