"""Stand-ins for what lies outside: they do the least that the domain asks of them."""

from dataclasses import dataclass, field

from surveys.outbox.replies import MailError


@dataclass(frozen=True)
class Carried:
    sender: str
    recipient: str
    message: bytes


@dataclass
class RecordingCarrier:
    """Takes every mail and keeps it."""

    carried: list[Carried] = field(default_factory=list)

    def carry(self, sender: str, recipient: str, message: bytes) -> str:
        self.carried.append(Carried(sender, recipient, message))
        return "250 2.0.0"


@dataclass
class RefusingCarrier:
    """Raises the same error for every mail, and keeps what it was handed."""

    error: MailError
    carried: list[Carried] = field(default_factory=list)

    def carry(self, sender: str, recipient: str, message: bytes) -> str:
        self.carried.append(Carried(sender, recipient, message))
        raise self.error
