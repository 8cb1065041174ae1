"""What a relay's reply means for a mail (RFC 5321, 4.2; enhanced codes: RFC 3463)."""

from datetime import timedelta
from enum import StrEnum

from surveys.errors import SurveyError

# Waits after the first, second, ... deferral of one mail.
RETRY_AFTER = [
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
]
# Enhanced codes which say that the address does not exist.
NO_SUCH_ADDRESS = ("5.1.1", "5.1.2", "5.1.10")


class Phase(StrEnum):
    """How far the conversation had come when the reply was given."""

    ROUTE = "route"  # connecting, greeting, TLS, signing in
    MAIL = "mail"  # from MAIL FROM to the final dot, before the relay has the mail
    AFTER_DOT = "after_dot"  # the mail was handed over, the relay's answer is missing


class MailError(SurveyError):
    """A mail could not be handed over: how far it came, and what the relay said if it spoke.

    Holds codes only; a relay's text may repeat the address.
    """

    def __init__(self, phase: Phase, code: int | None = None, enhanced: str = "") -> None:
        self.phase = phase
        self.code = code
        self.enhanced = enhanced
        super().__init__(f"{phase}: {self.reply}")

    @property
    def reply(self) -> str:
        return f"{self.code or 'cut off'} {self.enhanced}".strip()


class Action(StrEnum):
    PAUSE_ROUTE = "pause_route"  # nothing can be sent now; this mail is not to blame
    RETRY = "retry"
    SUPPRESS = "suppress"  # the address does not exist
    FAIL = "fail"
    IN_DOUBT = "in_doubt"


def action_for(phase: Phase, code: int | None, enhanced: str) -> Action:
    """What to do after a reply; `code` is None where the connection was cut instead."""
    if phase is Phase.AFTER_DOT and code is None:
        return Action.IN_DOUBT
    if phase is Phase.ROUTE or code == 421:
        return Action.PAUSE_ROUTE
    if code is None or 400 <= code < 500:
        return Action.RETRY
    if enhanced in NO_SUCH_ADDRESS:
        return Action.SUPPRESS
    return Action.FAIL


def retry_after(attempt: int) -> timedelta:
    """The wait after the `attempt`-th try, counted from 1."""
    return RETRY_AFTER[min(attempt, len(RETRY_AFTER)) - 1]
