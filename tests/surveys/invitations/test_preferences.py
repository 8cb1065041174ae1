import pytest

from surveys.claims.intake import take_claims
from surveys.claims.models import Claim, Language
from surveys.db import db
from surveys.errors import UnknownInvitation
from surveys.invitations.eligibility import why_not_write_to
from surveys.invitations.models import OptOut
from surveys.invitations.preferences import Hindrance, Wish, prefer, preferences_of
from surveys.invitations.tokens import Purpose
from surveys.invitations.unsubscribing import unsubscribe
from surveys.outbox.models import MailState
from surveys.outbox.suppression import suppress
from tests.factories import (
    DAY,
    NOON,
    claim_record,
    make_claim,
    make_invitation,
    make_sent_invitation,
    token_of,
)

HOME = "home@example.com"
# Past the quarantine, so that one customer is asked twice.
LATER = NOON + 300 * DAY


def link(invitation, parts):
    return token_of(invitation, parts, Purpose.UNSUBSCRIBE)


def sent_to(parts, email, at=NOON, **customer):
    invitation = make_invitation(parts, make_claim(email=email, paid_at=at, **customer), at)
    mail = invitation.mail
    mail.state, mail.sent_at, mail.recipient = MailState.SENT, invitation.due_at, email
    db.session.flush()
    return invitation


def wish(invitation, parts, asking, seen=Wish.UNWANTED, language=Language.KOREAN):
    prefer(link(invitation, parts), asking, language, seen, NOON)
    return preferences_of(invitation)


def test_at_first_we_may_ask_in_the_language_of_the_claim(app, parts):
    held = preferences_of(sent_to(parts, HOME, language="en"))

    assert (held.asking, held.language, held.hindrance) == (Wish.WELCOME, "en", None)


def test_who_does_not_want_to_be_asked_is_opted_out_as_by_one_click(app, parts):
    invitation = sent_to(parts, HOME)
    waiting = make_invitation(parts, make_claim(email=HOME, paid_at=LATER), LATER)

    held = wish(invitation, parts, Wish.UNWANTED, seen=Wish.WELCOME)

    assert held.asking is Wish.UNWANTED
    assert db.session.query(OptOut).one().address == HOME
    assert waiting.mail.state is MailState.CANCELLED


def test_who_changes_their_mind_is_asked_again(app, parts):
    invitation = sent_to(parts, HOME)
    unsubscribe(link(invitation, parts), NOON)

    held = wish(invitation, parts, Wish.WELCOME)

    assert (held.asking, held.hindrance) == (Wish.WELCOME, None)
    assert why_not_write_to(invitation.claim.customer) is None


@pytest.mark.parametrize("seen", [Wish.WELCOME, None])
def test_a_page_from_before_the_opt_out_does_not_undo_it(app, parts, seen):
    invitation = sent_to(parts, HOME)
    unsubscribe(link(invitation, parts), NOON)

    assert wish(invitation, parts, Wish.WELCOME, seen).asking is Wish.UNWANTED


def test_the_opt_out_of_another_customer_at_the_address_stays(app, parts):
    ours, theirs = sent_to(parts, HOME), sent_to(parts, HOME, LATER)
    for invitation in (ours, theirs):
        unsubscribe(link(invitation, parts), NOON)

    held = wish(ours, parts, Wish.WELCOME)

    assert (held.asking, held.hindrance) == (Wish.WELCOME, Hindrance.SHARED_ADDRESS)
    assert db.session.query(OptOut).one().customer_id == theirs.claim.customer_id


def test_an_opt_out_by_a_mail_to_another_address_stays(app, parts):
    earlier = sent_to(parts, "old@example.com", customer_id="K")
    now = sent_to(parts, HOME, LATER, customer_id="K")
    for invitation in (earlier, now):
        unsubscribe(link(invitation, parts), NOON)

    held = wish(now, parts, Wish.WELCOME)

    assert (held.asking, held.hindrance) == (Wish.WELCOME, Hindrance.OTHER_ADDRESS)
    assert preferences_of(earlier).asking is Wish.UNWANTED


def test_an_address_that_mail_comes_back_from_is_told(app, parts):
    invitation = sent_to(parts, HOME)
    suppress(HOME, "550 5.1.1", NOON)

    assert preferences_of(invitation).hindrance is Hindrance.BOUNCED


def test_who_has_no_address_any_more_is_told(app, parts):
    invitation = sent_to(parts, HOME)
    invitation.claim.customer.address = invitation.claim.customer.email = None

    assert preferences_of(invitation).hindrance is Hindrance.NO_ADDRESS


def test_the_wished_language_wins_over_the_claims_system(app, parts):
    record = claim_record(language="ko")
    take_claims([record], NOON)
    claim = db.session.query(Claim).one()
    wish(make_sent_invitation(parts, claim), parts, Wish.WELCOME, language=Language.ENGLISH)

    take_claims([record.model_copy(update={"name": "새 이름"})], NOON + DAY)

    assert (claim.language, claim.spoken_language) == ("ko", "en")
    assert make_claim(customer_id=record.customer_id).spoken_language == "en"
    assert make_claim().spoken_language == "ko"


@pytest.mark.parametrize("purpose", [Purpose.ANSWER, Purpose.DIGEST])
def test_no_other_link_changes_anything(app, parts, purpose):
    invitation = sent_to(parts, HOME)

    with pytest.raises(UnknownInvitation):
        prefer(token_of(invitation, parts, purpose), Wish.UNWANTED, Language.ENGLISH, None, NOON)

    assert invitation.claim.spoken_language == "ko"
    assert db.session.query(OptOut).count() == 0
