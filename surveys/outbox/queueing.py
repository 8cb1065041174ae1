from datetime import datetime

from surveys.db import db, new_id
from surveys.outbox.models import MailKind, OutboxEmail


def queue_mail(
    kind: MailKind, due_at: datetime, give_up_at: datetime, domain: str, now: datetime
) -> OutboxEmail:
    """Write a mail to the outbox, in the transaction of whatever it is about.

    `domain` is the host of the installation, on which its Message-IDs are made.
    """
    mail_id = new_id()
    mail = OutboxEmail(
        id=mail_id,
        kind=kind,
        due_at=due_at,
        give_up_at=give_up_at,
        message_id=f"<{mail_id}@{domain}>",
        created_at=now,
    )
    db.session.add(mail)
    db.session.flush()
    return mail
