"""What the doors hand to the floors below, made once from the settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import current_app

from analysis.digests.composing import DigestComposer
from app.mail import FolderCarrier, SmtpCarrier
from surveys.insurer import Insurer
from surveys.invitations.composing import InvitationComposer
from surveys.invitations.inviting import Inviter
from surveys.invitations.reminding import ReminderComposer
from surveys.invitations.tokens import Keyring
from surveys.outbox.delivery import MailCarrier, PostOffice
from surveys.outbox.models import MailKind
from surveys.responses.answering import is_answered


@dataclass(frozen=True)
class Parts:
    zone: ZoneInfo
    insurer: Insurer
    keyring: Keyring
    domain: str
    public_url: str
    inviter: Inviter
    carrier: SmtpCarrier | FolderCarrier
    mail_from: str

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Parts":
        zone, public_url = settings["TIMEZONE"], settings["PUBLIC_URL"]
        keyring = Keyring(settings["SECRET_KEY"], settings["SECRET_KEYS_OLDER"])
        domain = urlsplit(public_url).hostname or "localhost"
        return cls(
            zone=zone,
            insurer=Insurer(
                korean_name=settings["INSURER_NAME"],
                english_name=settings["INSURER_NAME_EN"],
                colour=settings["INSURER_COLOUR"],
                contact=settings["INSURER_CONTACT"],
                privacy_officer=settings["PRIVACY_OFFICER"],
            ),
            keyring=keyring,
            domain=domain,
            public_url=public_url,
            inviter=Inviter(zone, keyring, domain),
            carrier=_carrier(settings),
            mail_from=settings["MAIL_FROM"],
        )

    @property
    def invitations(self) -> InvitationComposer:
        return InvitationComposer(self.inviter, self.insurer, self.public_url)

    def post_office(self, carrier: MailCarrier | None = None) -> PostOffice:
        invitations = self.invitations
        return PostOffice(
            sender=self.mail_from,
            carrier=carrier or self.carrier,
            zone=self.zone,
            composers={
                MailKind.INVITATION: invitations,
                MailKind.REMINDER: ReminderComposer(invitations, is_answered),
                MailKind.DIGEST: DigestComposer(
                    self.keyring, self.insurer, self.zone, self.public_url
                ),
            },
        )


def parts() -> Parts:
    """The parts of the application at hand."""
    found: Parts = current_app.extensions["hearback"]
    return found


def _carrier(settings: Mapping[str, Any]) -> SmtpCarrier | FolderCarrier:
    if settings["MAIL_URL"]:
        return SmtpCarrier(settings["MAIL_URL"])
    return FolderCarrier(settings["MAILBOX_DIR"])
