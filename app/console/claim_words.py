"""How the console names what happened to a claim and its mails."""

from flask_babel import gettext

from analysis.reports.sentences import reason_name, stage_name
from surveys.claims.models import ClaimEvent, EventType, Outcome
from surveys.invitations.models import InvitationState, Origin, Reason
from surveys.outbox.models import MailKind, MailState, OutboxEmail


def state_name(state: InvitationState) -> str:
    names = {
        InvitationState.IMPORTED: gettext("Answered elsewhere"),
        InvitationState.NOT_ASKED: gettext("Not asked"),
        InvitationState.SCHEDULED: gettext("Mail waits"),
        InvitationState.UNDELIVERED: gettext("Mail not delivered"),
        InvitationState.OPEN: gettext("Open to answer"),
        InvitationState.EXPIRED: gettext("Closed to answers"),
    }
    return names[state]


def outcome_name(outcome: Outcome) -> str:
    names = {
        Outcome.APPROVED: gettext("approved"),
        Outcome.PARTIAL: gettext("approved in part"),
        Outcome.DENIED: gettext("denied"),
    }
    return names[outcome]


def event_sentence(event: ClaimEvent) -> str:
    """What the claims system told, in a few words."""
    if event.stage is not None:
        stage = stage_name(event.stage)
        if event.type is EventType.STAGE_STARTED:
            return gettext("Event: %(stage)s started", stage=stage)
        return gettext("Event: %(stage)s ended", stage=stage)
    if event.type is EventType.CLAIM_DECIDED and event.decision is not None:
        return gettext("Event: claim decided, %(outcome)s", outcome=outcome_name(event.decision))
    if event.amount is None:
        return gettext("Event: claim paid")
    return gettext("Event: claim paid, %(amount)s won", amount=f"{event.amount:,}")


def mail_sentence(mail: OutboxEmail) -> str:
    """Which mail it is, and how far it has come."""
    names = {
        MailKind.INVITATION: gettext("Invitation"),
        MailKind.REMINDER: gettext("Reminder"),
        MailKind.DIGEST: gettext("Weekly digest"),
    }
    states = {
        MailState.QUEUED: gettext("waits"),
        MailState.SENDING: gettext("is being sent"),
        MailState.SENT: gettext("sent"),
        MailState.FAILED: gettext("not delivered"),
        MailState.CANCELLED: gettext("withdrawn"),
    }
    sentence = f"{names[mail.kind]}: {states[mail.state]}"
    if mail.cancelled_because is None:
        return sentence
    return f"{sentence} ({because_name(mail.cancelled_because)})"


def because_name(because: str) -> str:
    """Why a mail was withdrawn: a reason, a state of its invitation, or an answer."""
    if because in list(Reason):
        return reason_name(Reason(because))
    if because == "answered":
        return gettext("Answered already")
    if because == Origin.IMPORTED:
        return state_name(InvitationState.IMPORTED)
    return state_name(InvitationState(because)) if because in list(InvitationState) else because
