from datetime import time, timedelta
from pathlib import Path

import pytest

from surveys.claims.intake import take_claims
from surveys.claims.models import Claim, Language
from surveys.db import db
from surveys.insurer import Insurer
from surveys.invitations.composing import InvitationComposer
from surveys.invitations.models import OptOut, Reason
from surveys.invitations.tokens import Purpose
from surveys.letters import Letter
from surveys.outbox.delivery import Postponed, Withdrawn, deliver_next
from surveys.outbox.models import MailState
from surveys.outbox.replies import MailError, Phase
from surveys.outbox.suppression import suppress
from tests.factories import (
    DAY,
    NOON,
    claim_record,
    make_claim,
    make_imported,
    make_invitation,
    make_plan,
    make_questionnaire,
    make_sent_invitation,
    token_of,
)
from tests.fakes import RecordingCarrier, RefusingCarrier

LETTERS = Path(__file__).parent / "letters"
HOUR = timedelta(hours=1)
DUE_AT = NOON + DAY
INSURER = Insurer("새길손해보험", "Saegil Insurance", "#1f5fbf", "1588-0000", "a@example.com")


@pytest.fixture
def composer(parts):
    return InvitationComposer(parts.inviter, INSURER, "https://survey.example.com")


def compose(composer, invitation, now=DUE_AT):
    return composer(invitation.mail, now)


def as_file(letter, invitation, parts):
    """The letter as one text, with names in place of the links, which differ by invitation."""
    text = f"From: {letter.from_name}\nTo: {letter.to}\nSubject: {letter.subject}\n\n{letter.text}"
    for purpose in (Purpose.ANSWER, Purpose.UNSUBSCRIBE):
        text = text.replace(token_of(invitation, parts, purpose), f"<{purpose}>")
    return text


@pytest.mark.parametrize(("language", "name"), [("ko", "김하늘"), ("en", "Sky Kim"), ("ko", "")])
def test_the_letter_reads_as_it_should(app, parts, composer, language, name):
    claim = make_claim(language=language, name=name, email="sky@example.com")
    invitation = make_invitation(parts, claim)

    letter = compose(composer, invitation)

    file = LETTERS / f"{language}{'' if name else '_without_name'}.txt"
    assert as_file(letter, invitation, parts) == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_of_the_mail_has_a_link_for_each_score(app, parts, composer, language):
    invitation = make_invitation(parts, make_claim(language=language))

    letter = compose(composer, invitation)

    answer_url = f"https://survey.example.com/a/{token_of(invitation, parts)}"
    for score in range(11):
        assert letter.html.count(f'href="{answer_url}?score={score}"') == 1
    assert f'<html lang="{language}">' in letter.html


def test_nothing_in_the_page_is_fetched_from_elsewhere(app, parts, composer):
    letter = compose(composer, make_invitation(parts))

    assert not any(word in letter.html for word in ("<img", "src=", "<link", "url(", "@import"))


def test_one_click_unsubscribes(app, parts, composer):
    invitation = make_invitation(parts)
    url = f"https://survey.example.com/u/{token_of(invitation, parts, Purpose.UNSUBSCRIBE)}"

    letter = compose(composer, invitation)

    assert letter.unsubscribe_url == url
    assert url in letter.text
    assert f'href="{url}"' in letter.html


def test_the_mail_leads_to_the_page_of_preferences(app, parts, composer):
    letter = compose(composer, make_invitation(parts))

    url = f"{letter.unsubscribe_url}/preferences"
    assert url in letter.text
    assert f'href="{url}"' in letter.html


def test_a_mail_that_waits_is_written_in_the_language_wished_meanwhile(app, parts, composer):
    invitation = make_invitation(parts, make_claim(language="ko"))
    invitation.claim.customer.wished_language = Language.ENGLISH

    letter = compose(composer, invitation)

    assert (letter.language, letter.from_name) == ("en", "Saegil Insurance")
    assert letter.subject == "How did your claim go?"
    assert "Dear 김하늘," in letter.text
    assert "Open until March 19, 2025." in letter.text


def test_neither_number_nor_amount_of_the_claim_is_in_the_mail(app, parts, composer):
    claim = make_claim(claim_id="CLAIM-77", amount_paid=7_654_321)

    letter = compose(composer, make_invitation(parts, claim))

    everything = letter.subject + letter.text + letter.html
    assert not any(word in everything for word in ("CLAIM-77", "7654321", "7,654,321"))


def test_a_name_cannot_write_into_the_page(app, parts, composer):
    letter = compose(composer, make_invitation(parts, make_claim(name="<script>x</script>")))

    assert "<script>" not in letter.html
    assert "&lt;script&gt;" in letter.html


def test_an_address_that_changed_after_the_decision_still_counts(app, parts, composer):
    record = claim_record(email="old@example.com")
    take_claims([record], NOON)
    invitation = make_invitation(parts, db.session.query(Claim).one())

    take_claims([record.model_copy(update={"email": "new@example.com"})], NOON)

    assert compose(composer, invitation).to == "new@example.com"


def withdrawn(composer, invitation, now=DUE_AT):
    composed = compose(composer, invitation, now)
    assert isinstance(composed, Withdrawn)
    assert composed.because == invitation.reason
    return invitation.reason


def test_an_opt_out_after_the_decision_still_counts(app, parts, composer):
    invitation = make_invitation(parts, make_claim(email="a@example.com"))
    customer = invitation.claim.customer
    opt_out = OptOut(customer_id=customer.id, address="a@example.com", created_at=NOON)
    db.session.add(opt_out)

    assert withdrawn(composer, invitation) is Reason.OPTED_OUT


def test_a_bounce_after_the_decision_still_counts(app, parts, composer):
    invitation = make_invitation(parts, make_claim(email="a@example.com"))
    suppress("a@example.com", "550 5.1.1", NOON)

    assert withdrawn(composer, invitation) is Reason.BOUNCED


def test_an_address_that_was_taken_away_still_counts(app, parts, composer):
    record = claim_record()
    take_claims([record], NOON)
    invitation = make_invitation(parts, db.session.query(Claim).one())

    take_claims([record.model_copy(update={"email": None})], NOON)

    assert withdrawn(composer, invitation) is Reason.NO_EMAIL


def test_an_invitation_is_written_until_the_moment_it_expires(app, parts, composer):
    invitation = make_invitation(parts)
    expires_at = invitation.expires_at

    assert isinstance(compose(composer, invitation, expires_at - HOUR), Letter)
    assert withdrawn(composer, invitation, expires_at) is Reason.TOO_LATE


@pytest.mark.parametrize(
    ("now", "opens_at"),
    [
        (DUE_AT + 8 * HOUR, DUE_AT + 21 * HOUR),
        (DUE_AT + 20 * HOUR, DUE_AT + 21 * HOUR),
    ],
)
def test_in_the_night_the_mail_is_postponed_to_the_morning(app, parts, composer, now, opens_at):
    assert compose(composer, make_invitation(parts), now) == Postponed(opens_at)


def test_the_mail_asks_as_it_was_decided_with(app, parts, composer):
    before = make_invitation(parts, make_claim(language="en"))
    make_questionnaire(recommend=("<b>권하실래요?</b>", "Would you <b>tell</b> others?"))
    after = make_invitation(parts, make_claim(language="en"))
    korean = make_invitation(parts)

    old, new, other = (compose(composer, each) for each in (before, after, korean))

    assert "Would you recommend us to friends" in old.text
    assert "Would you <b>tell</b> others?" in new.text
    assert "Would you &lt;b&gt;tell&lt;/b&gt; others?" in new.html
    assert "&lt;b&gt;권하실래요?&lt;/b&gt;" in other.html


def test_what_is_queued_keeps_to_the_hours_of_its_plan(app, parts, composer):
    before = make_invitation(parts)
    make_plan(window_opens=time(13), window_closes=time(14))
    after = make_invitation(parts)

    assert isinstance(compose(composer, before), Letter)
    assert compose(composer, after, DUE_AT) == Postponed(DUE_AT + HOUR)


@pytest.mark.parametrize("hours", [-3, 0, 7.99, 21])
def test_inside_the_window_the_mail_is_written(app, parts, composer, hours):
    composed = compose(composer, make_invitation(parts), DUE_AT + hours * HOUR)

    assert isinstance(composed, Letter)


def test_a_retry_that_falls_into_the_night_waits_for_the_morning(app, parts):
    invitation = make_invitation(parts)
    db.session.commit()
    evening, carrier = DUE_AT + 8 * HOUR - HOUR / 60, RecordingCarrier()
    deliver_next(evening, parts.post_office(RefusingCarrier(MailError(Phase.MAIL, 451))))

    deliver_next(invitation.mail.due_at, parts.post_office(carrier))

    assert carrier.carried == []
    assert invitation.mail.due_at == DUE_AT + 21 * HOUR


def test_the_worker_withdraws_the_mail_with_the_reason(app, parts):
    invitation = make_invitation(parts, make_claim(email="a@example.com"))
    suppress("a@example.com", "550 5.1.1", NOON)
    db.session.commit()

    deliver_next(DUE_AT, parts.post_office(RecordingCarrier()))

    assert invitation.mail.state is MailState.CANCELLED
    assert invitation.reason == invitation.mail.cancelled_because == Reason.BOUNCED


@pytest.mark.parametrize("is_sent", [True, False])
def test_an_address_that_was_asked_meanwhile_is_not_asked_again(app, parts, composer, is_sent):
    make = make_sent_invitation if is_sent else make_invitation
    make(parts, make_claim(email="home@example.com"))
    record = claim_record(email="work@example.com")
    take_claims([record], NOON)
    claim = db.session.query(Claim).filter_by(external_id=record.claim_id).one()
    invitation = make_invitation(parts, claim)
    take_claims([record.model_copy(update={"email": "Home@Example.com"})], NOON)

    outcome = compose(composer, invitation)

    if is_sent:
        assert outcome == Withdrawn(Reason.ASKED_RECENTLY)
    else:
        assert isinstance(outcome, Letter)


@pytest.mark.parametrize(("gap", "is_withdrawn"), [(89 * DAY, True), (90 * DAY, False)])
def test_who_was_asked_elsewhere_meanwhile_is_not_asked_again(
    app, parts, composer, gap, is_withdrawn
):
    invitation = make_invitation(parts, make_claim(email="home@example.com"))
    other = make_claim(email="Home@Example.com")

    make_imported(parts, other, asked_at=DUE_AT - gap)

    outcome = compose(composer, invitation)
    assert (outcome == Withdrawn(Reason.ASKED_RECENTLY)) is is_withdrawn
