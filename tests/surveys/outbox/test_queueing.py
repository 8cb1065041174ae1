from surveys.outbox.models import MailKind, MailState
from surveys.outbox.queueing import queue_mail
from tests.factories import DAY, NOON


def test_a_mail_is_queued_with_a_message_id_of_its_own(app):
    first, second = (
        queue_mail(MailKind.DIGEST, NOON, NOON + DAY, "survey.example.com", NOON) for _ in range(2)
    )

    assert (first.state, first.attempt, first.in_doubt) == (MailState.QUEUED, 0, 0)
    assert first.message_id == f"<{first.id}@survey.example.com>"
    assert first.message_id != second.message_id
