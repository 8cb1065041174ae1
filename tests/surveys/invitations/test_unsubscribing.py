import pytest

from surveys.claims.intake import take_claims
from surveys.db import db
from surveys.errors import UnknownInvitation
from surveys.invitations.inviting import invite_next
from surveys.invitations.models import Invitation, OptOut, Reason
from surveys.invitations.tokens import Purpose
from surveys.invitations.unsubscribing import invitation_to_unsubscribe, unsubscribe
from surveys.outbox.models import MailState
from tests.factories import (
    DAY,
    NOON,
    claim_record,
    make_claim,
    make_invitation,
    make_sent_invitation,
    token_of,
)

LATER = NOON + 300 * DAY


def unsubscribe_token(invitation, parts):
    return token_of(invitation, parts, Purpose.UNSUBSCRIBE)


def test_the_link_of_a_mail_opts_its_customer_out(app, parts):
    invitation = make_sent_invitation(parts, make_claim(email="Sky@example.com"))

    assert unsubscribe(unsubscribe_token(invitation, parts), NOON) is invitation

    opt_out = db.session.query(OptOut).one()
    assert opt_out.customer_id == invitation.claim.customer_id
    assert (opt_out.address, opt_out.created_at) == ("sky@example.com", NOON)


def test_the_link_never_expires(app, parts):
    invitation = make_sent_invitation(parts)

    unsubscribe(unsubscribe_token(invitation, parts), LATER)

    assert db.session.query(OptOut).count() == 1


def test_the_link_to_answer_does_not_unsubscribe(app, parts):
    invitation = make_sent_invitation(parts)

    with pytest.raises(UnknownInvitation):
        unsubscribe(token_of(invitation, parts, Purpose.ANSWER), NOON)

    assert db.session.query(OptOut).count() == 0


@pytest.mark.parametrize("token", ["", "x", "가" * 43, "A" * 43])
def test_a_wrong_link_finds_nothing(app, token):
    with pytest.raises(UnknownInvitation):
        invitation_to_unsubscribe(token)


def test_looking_at_the_link_changes_nothing(app, parts):
    invitation = make_sent_invitation(parts)

    assert invitation_to_unsubscribe(unsubscribe_token(invitation, parts)) is invitation

    assert db.session.query(OptOut).count() == 0


def test_unsubscribing_twice_is_unsubscribing_once(app, parts):
    token = unsubscribe_token(make_sent_invitation(parts), parts)
    unsubscribe(token, NOON)

    unsubscribe(token, LATER)

    assert db.session.query(OptOut).one().created_at == NOON


def test_mails_to_two_addresses_opt_both_out(app, parts):
    claim = make_claim(email="old@example.com")
    invitation = make_sent_invitation(parts, claim)
    token = unsubscribe_token(invitation, parts)
    for recipient in ("old@example.com", "new@example.com"):
        invitation.mail.recipient = recipient
        unsubscribe(token, NOON)

    addresses = {opt_out.address for opt_out in db.session.query(OptOut)}
    assert addresses == {"old@example.com", "new@example.com"}


def test_a_mail_that_still_waits_is_withdrawn(app, parts):
    invitation = make_invitation(parts)

    unsubscribe(unsubscribe_token(invitation, parts), NOON)

    assert invitation.reason is Reason.OPTED_OUT
    assert invitation.mail.state is MailState.CANCELLED
    assert invitation.mail.cancelled_because == "opted_out"


def test_a_mail_to_the_same_address_or_customer_is_withdrawn_with_it(app, parts):
    sent = make_sent_invitation(parts, make_claim(customer_id="K", email="home@example.com"))
    same_customer = _waiting(parts, customer_id="K", email="home@example.com")
    same_address = _waiting(parts, LATER + 90 * DAY, email="Home@Example.com")

    unsubscribe(unsubscribe_token(sent, parts), NOON)

    assert same_customer.mail.state is same_address.mail.state is MailState.CANCELLED
    assert sent.mail.state is MailState.SENT


def _waiting(parts, paid_at=LATER, **customer):
    return make_invitation(parts, make_claim(paid_at=paid_at, **customer), paid_at)


def test_the_mails_of_others_stay(app, parts):
    other = make_invitation(parts)

    unsubscribe(unsubscribe_token(make_sent_invitation(parts), parts), NOON)

    assert other.reason is None
    assert other.mail.state is MailState.QUEUED


def test_who_has_lost_their_address_withdraws_no_one_elses_mail(app, parts):
    ours, theirs = claim_record(claim_id="C1"), claim_record(claim_id="C2")
    take_claims([ours, theirs], NOON)
    invite_next(NOON, parts.inviter)
    take_claims([r.model_copy(update={"email": None}) for r in (ours, theirs)], NOON)

    mine, other = db.session.query(Invitation).join(Invitation.claim).order_by("external_id")
    unsubscribe(unsubscribe_token(mine, parts), NOON)

    assert (mine.mail.state, other.mail.state) == (MailState.CANCELLED, MailState.QUEUED)
    assert other.reason is None


def test_who_unsubscribed_is_not_asked_about_the_next_claim(app, parts):
    sent = make_sent_invitation(parts, make_claim(customer_id="K"))

    unsubscribe(unsubscribe_token(sent, parts), NOON)

    assert _waiting(parts, customer_id="K").reason is Reason.OPTED_OUT


def test_the_address_that_the_mail_went_to_is_not_written_to_again(app, parts):
    """Its reader unsubscribes after our customer has moved to another address."""
    ours = claim_record(customer_id="K", email="home@example.com")
    take_claims([ours], NOON)
    invite_next(NOON, parts.inviter)
    sent = db.session.query(Invitation).one()
    sent.mail.recipient = "Home@example.com"
    moved = claim_record(customer_id="K", email="new@example.com", paid_at=None)
    take_claims([moved], NOON)
    waiting = _waiting(parts, LATER + 90 * DAY, email="home@example.com")

    unsubscribe(unsubscribe_token(sent, parts), NOON)

    assert waiting.mail.state is MailState.CANCELLED
    assert _waiting(parts, email="home@example.com").reason is Reason.OPTED_OUT
    assert _waiting(parts, customer_id="K", email="new@example.com").reason is Reason.OPTED_OUT
