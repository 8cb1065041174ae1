"""What must be true of the rows, whatever happened to the processes that wrote them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from surveys.cases.models import Case
from surveys.cases.opening import HIGHEST_UNHAPPY
from surveys.claims.models import Claim, ClaimEvent
from surveys.db import db
from surveys.invitations.models import Invitation, Origin
from surveys.outbox.models import MailKind, MailState, OutboxEmail
from surveys.plans.publishing import newest_plan
from surveys.questionnaires.models import Question, QuestionKey, Questionnaire
from surveys.questionnaires.publishing import newest_questionnaire
from surveys.responses.models import Judgement, Response, Standing, Verdict


@dataclass(frozen=True)
class Invariant:
    """A rule as a sentence, and a query for the ids of the rows that break it."""

    name: str
    rule: str
    broken: Select[tuple[Any]]


@dataclass(frozen=True)
class Finding:
    """How many break a rule, and one of them by its id; none when the rule holds."""

    name: str
    rule: str
    found: int
    example: str | None = None


def look_into(invariant: Invariant) -> Finding:
    found = db.session.scalar(select(func.count()).select_from(invariant.broken.subquery())) or 0
    example = db.session.scalars(invariant.broken.limit(1)).first() if found else None
    return Finding(invariant.name, invariant.rule, found, None if example is None else str(example))


def check_surveys() -> Iterator[Finding]:
    """Each rule of claims, invitations, mails, responses and cases."""
    yield _published()
    for invariant in (
        *(*_of_questionnaires(), *_of_claims(), *_of_invitations()),
        *(*_of_mails(), *_of_responses(), *_of_cases()),
    ):
        yield look_into(invariant)


def _published() -> Finding:
    rule = "a plan and a questionnaire are published, so that people can be asked"
    missing = (newest_plan(), newest_questionnaire()).count(None)
    return Finding("published", rule, missing)


def _of_questionnaires() -> Iterator[Invariant]:
    asked = select(func.count()).where(Question.questionnaire_id == Questionnaire.id)
    yield Invariant(
        "questionnaire_whole",
        "a questionnaire asks each of its questions",
        select(Questionnaire.id).where(asked.scalar_subquery() != len(QuestionKey)),
    )


def _of_claims() -> Iterator[Invariant]:
    decided = Invitation.id.is_not(None)
    waits = Claim.plan_due_at.is_not(None)
    claims = select(Claim.external_id).outerjoin(Invitation, Invitation.claim_id == Claim.id)
    yield Invariant(
        "paid_claim_decided",
        "a paid claim has one invitation or one reason, or waits for its plan",
        claims.where(Claim.paid_at.is_not(None), decided == waits).order_by(Claim.external_id),
    )
    yield Invariant(
        "event_applied",
        "no event waits for a claim that is known",
        select(ClaimEvent.id)
        .join(Claim, Claim.external_id == ClaimEvent.claim_external_id)
        .where(ClaimEvent.claim_id.is_(None))
        .order_by(ClaimEvent.id),
    )


def _of_invitations() -> Iterator[Invariant]:
    mail_lives = and_(OutboxEmail.id.is_not(None), OutboxEmail.state != MailState.CANCELLED)
    mail_ended = or_(OutboxEmail.id.is_(None), OutboxEmail.state == MailState.CANCELLED)
    invitations = select(Invitation.id).outerjoin(OutboxEmail, Invitation.mail_id == OutboxEmail.id)
    yield Invariant(
        "invitation_state",
        "an invitation of ours has either a mail that was not cancelled, or a reason",
        invitations.where(
            Invitation.origin == Origin.SURVEY,
            or_(
                and_(Invitation.reason.is_(None), mail_ended),
                and_(Invitation.reason.is_not(None), mail_lives),
            ),
        ).order_by(Invitation.id),
    )
    yield Invariant(
        "invitation_mail",
        "the mail of an invitation is in the outbox",
        invitations.where(Invitation.mail_id.is_not(None), OutboxEmail.id.is_(None)),
    )


def _of_mails() -> Iterator[Invariant]:
    cancelled = OutboxEmail.state == MailState.CANCELLED
    yield Invariant(
        "cancelled_mail",
        "a mail has a reason for being cancelled exactly when it is cancelled",
        select(OutboxEmail.id)
        .where(cancelled != OutboxEmail.cancelled_because.is_not(None))
        .order_by(OutboxEmail.id),
    )
    # A customer who was asked elsewhere first: the mail is left without its invitation.
    given_up = OutboxEmail.cancelled_because == Origin.IMPORTED
    for kind, link in (
        (MailKind.INVITATION, Invitation.mail_id),
        (MailKind.REMINDER, Invitation.reminder_id),
    ):
        yield Invariant(
            f"mail_of_{kind}",
            f"a mail of the kind {kind} has its invitation, unless it was given up",
            select(OutboxEmail.id)
            .outerjoin(Invitation, link == OutboxEmail.id)
            .where(OutboxEmail.kind == kind, Invitation.id.is_(None), given_up.is_not(True))
            .order_by(OutboxEmail.id),
        )


def _of_responses() -> Iterator[Invariant]:
    yield Invariant(
        "response_invitation",
        "a confirmed response belongs to an invitation",
        select(Response.id)
        .outerjoin(Invitation, Response.invitation_id == Invitation.id)
        .where(Response.standing == Standing.CONFIRMED, Invitation.id.is_(None))
        .order_by(Response.id),
    )
    dismissals = and_(Judgement.response_id == Response.id, Judgement.verdict == Verdict.DISMISSED)
    yield Invariant(
        "dismissed_by_somebody",
        "a response is dismissed by somebody whose name is kept",
        select(Response.id)
        .where(Response.standing == Standing.DISMISSED)
        .where(~select(Judgement.id).where(dismissals).exists())
        .order_by(Response.id),
    )


def _of_cases() -> Iterator[Invariant]:
    is_ours = Invitation.origin == Origin.SURVEY
    is_confirmed = Response.standing == Standing.CONFIRMED
    is_unhappy = or_(Response.score <= HIGHEST_UNHAPPY, Response.wants_call_back)
    yield Invariant(
        "unhappy_case",
        "an unhappy answer to a mail of ours has a case",
        select(Response.id)
        .join(Invitation, Response.invitation_id == Invitation.id)
        .outerjoin(Case, Case.response_id == Response.id)
        .where(is_ours, is_confirmed, is_unhappy, Case.id.is_(None))
        .order_by(Response.id),
    )
    yield Invariant(
        "case_response",
        "a case belongs to a confirmed answer to a mail of ours",
        select(Case.id)
        .outerjoin(Response, Case.response_id == Response.id)
        .outerjoin(Invitation, Response.invitation_id == Invitation.id)
        .where(and_(is_ours, is_confirmed).is_not(True))
        .order_by(Case.id),
    )
