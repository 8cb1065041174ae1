from datetime import datetime, timedelta
from pathlib import Path

from analysis.digests.models import Subscription
from analysis.digests.queueing import LATEST, queue_next_digest
from analysis.digests.subscribing import subscribe
from surveys.claims.models import Language
from surveys.db import db
from surveys.invitations.tokens import Purpose
from surveys.letters import Letter
from surveys.outbox.delivery import Withdrawn, deliver_next
from surveys.outbox.models import MailKind, MailState, OutboxEmail
from tests.factories import DAY, NOON, SEOUL, make_claim, make_response, make_suspected

LETTERS = Path(__file__).parent / "letters"
MONDAY = datetime(2025, 3, 10, 8, tzinfo=SEOUL)


class RecordingCarrier:
    """Holds what was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, bytes]] = []

    def carry(self, sender: str, recipient: str, message: bytes) -> str:
        self.sent.append((recipient, message))
        return "250 2.0.0"


def subscribed(parts, language: Language = Language.ENGLISH) -> Subscription:
    return subscribe("lead@example.com", language, MONDAY - DAY, SEOUL, parts.keyring)


def queued_mail() -> OutboxEmail:
    queue_next_digest(MONDAY, SEOUL, "localhost")
    return db.session.query(OutboxEmail).filter_by(kind=MailKind.DIGEST).one()


def composed(parts) -> Letter | Withdrawn:
    return parts.post_office().composers[MailKind.DIGEST](queued_mail(), MONDAY)


def a_week_of_answers(parts) -> None:
    """Seven promoters, two passives, three detractors; two claims that nobody was asked about."""
    for score in (10, 10, 9, 9, 9, 9, 9, 8, 7, 6, 3, 0):
        make_response(parts, score=score)
    for _ in range(2):
        make_claim(paid_at=NOON)


def stable(text: str, subscription: Subscription, parts) -> str:
    token = parts.keyring.derive(subscription.key_id, Purpose.DIGEST, subscription.id)
    return text.replace(token, "TOKEN").replace(parts.public_url, "https://survey.example.com")


def test_the_letter_of_a_week_reads_as_a_whole(parts):
    subscription = subscribed(parts)
    a_week_of_answers(parts)

    letter = composed(parts)

    text = stable(letter.text, subscription, parts)
    assert text == (LETTERS / "week.en.txt").read_text(encoding="utf-8")
    assert letter.subject == "Last week's claims: 33.3 points"


def test_the_letter_of_a_week_without_answers_says_so(parts):
    subscription = subscribed(parts)

    letter = composed(parts)

    text = stable(letter.text, subscription, parts)
    assert text == (LETTERS / "empty_week.en.txt").read_text(encoding="utf-8")
    assert letter.subject == "Last week's claims: too few answers for a score"


def test_the_letter_says_how_many_answers_are_left_out(parts):
    subscription = subscribed(parts)
    a_week_of_answers(parts)
    for _ in range(2):
        make_suspected(parts)

    letter = composed(parts)

    said = "2 answers are left out, because a machine seems to have sent them."
    lines = stable(letter.text, subscription, parts).splitlines()
    assert said in letter.html
    whole = (LETTERS / "week.en.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line not in whole] == [
        said,
        "16 claims were paid, 14 customers were written to, 12 answered.",
    ]


def test_the_html_says_what_the_text_says(parts):
    subscription = subscribed(parts)
    a_week_of_answers(parts)

    letter = composed(parts)

    sentences = (LETTERS / "week.en.txt").read_text(encoding="utf-8").splitlines()
    said = [line.partition(": ")[2] for line in sentences if line.startswith("- ")]
    assert len(said) == 5
    assert all(sentence in letter.html for sentence in said)
    assert "/d/TOKEN" in stable(letter.html, subscription, parts)


def test_a_letter_speaks_the_language_of_its_subscriber(parts):
    subscribed(parts, Language.KOREAN)

    letter = composed(parts)

    assert letter.language == "ko"
    assert "2025년 3월 3일" in letter.text
    assert "2025년 3월 9일" in letter.text
    assert letter.from_name.endswith("새길손해보험")


def test_the_letter_is_for_the_subscriber_alone_with_their_own_way_out(parts):
    subscription = subscribed(parts)

    letter = composed(parts)

    token = parts.keyring.derive(subscription.key_id, Purpose.DIGEST, subscription.id)
    assert letter.to == "lead@example.com"
    assert letter.unsubscribe_url == f"{parts.public_url}/d/{token}"
    assert letter.list_name == "digest"


def test_who_ended_the_digest_meanwhile_gets_no_letter(parts):
    subscription = subscribed(parts)
    mail = queued_mail()
    subscription.ended_at = MONDAY

    letter = parts.post_office().composers[MailKind.DIGEST](mail, MONDAY)

    assert letter == Withdrawn("unsubscribed")


def test_a_digest_goes_out_once_through_the_outbox(parts):
    subscribed(parts)
    queued_mail()
    db.session.commit()
    carrier = RecordingCarrier()

    for minutes in (0, 20):
        deliver_next(MONDAY + timedelta(minutes=minutes), parts.post_office(carrier))

    assert [recipient for recipient, _ in carrier.sent] == ["lead@example.com"]


def test_a_digest_that_could_not_be_sent_for_three_days_is_withdrawn(parts):
    subscribed(parts)
    mail = queued_mail()
    db.session.commit()
    carrier = RecordingCarrier()

    deliver_next(MONDAY + LATEST, parts.post_office(carrier))

    assert carrier.sent == []
    assert (mail.state, mail.cancelled_because) == (MailState.CANCELLED, "too_late")
