"""Takes an answer: from the link to the stored response, once an invitation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from surveys.claims.finding import spans_of
from surveys.claims.models import Language, StageSpan
from surveys.claims.stages import Stage
from surveys.cleaning import clean_text
from surveys.db import db
from surveys.errors import AlreadyAnswered, BadInput, InvitationClosed, UnknownInvitation
from surveys.invitations.models import Invitation, InvitationState
from surveys.invitations.tokens import TOKEN_LENGTH, hash_token
from surveys.responses.masking import Masked, mask
from surveys.responses.models import Rating, Response, Standing
from surveys.responses.phones import clean_phone

LONGEST_COMMENT = 4000


@dataclass(frozen=True)
class Answer:
    """What the customer put in: score 0-10, ratings 1-5 by stage, and their own words.

    Who wants a call back and leaves no number is written to.
    """

    score: int
    ratings: Mapping[Stage, int]
    comment: str
    wants_call_back: bool
    language: Language
    call_back_phone: str | None = None


def find_invitation(token: str) -> Invitation:
    """The invitation whose mail held this link; raises UnknownInvitation."""
    if len(token) != TOKEN_LENGTH:
        raise UnknownInvitation
    query = select(Invitation).where(Invitation.answer_hash == hash_token(token))
    invitation = db.session.scalars(query).one_or_none()
    if invitation is None or invitation.mail_id is None:
        raise UnknownInvitation
    return invitation


def response_to(invitation: Invitation) -> Response | None:
    query = select(Response).where(Response.invitation_id == invitation.id)
    return db.session.scalars(query).one_or_none()


def answer_to(invitation: Invitation) -> Response | None:
    """The response to it that counts: no other keeps its customer from answering."""
    response = response_to(invitation)
    return response if response and response.standing is Standing.CONFIRMED else None


def is_answered(invitation: Invitation) -> bool:
    return answer_to(invitation) is not None


def stages_passed(invitation: Invitation) -> list[StageSpan]:
    """The spans of the stages that this claim went through, in the order of the road."""
    return spans_of(invitation.claim)


def record_answer(token: str, answer: Answer, now: datetime) -> Response:
    """Store a confirmed response.

    Raises UnknownInvitation, InvitationClosed, AlreadyAnswered, or BadInput with the field.
    """
    invitation = find_invitation(token)
    if response_to(invitation) is not None:
        raise AlreadyAnswered
    if invitation.state(now) is InvitationState.EXPIRED:
        raise InvitationClosed
    check_answer(answer, invitation)
    return store_response(invitation, answer, now, now)


def store_response(
    invitation: Invitation, answer: Answer, answered_at: datetime, now: datetime
) -> Response:
    """Store a confirmed response with its ratings; its comment is masked, and read from now on."""
    masked = masked_comment(answer)
    response = Response(
        invitation=invitation,
        standing=Standing.CONFIRMED,
        score=answer.score,
        comment=masked.text,
        masked=masked.found,
        wants_call_back=answer.wants_call_back,
        call_back_phone=phone_to_call(answer),
        language=answer.language,
        answered_at=answered_at,
        reading_due_at=now if masked.text else None,
    )
    db.session.add(response)
    write_ratings(response, answer)
    return response


def write_ratings(response: Response, answer: Answer) -> None:
    for stage, value in answer.ratings.items():
        db.session.add(Rating(response=response, stage=stage, value=value))
    db.session.flush()


def ratings_of(response: Response) -> dict[Stage, int]:
    query = select(Rating.stage, Rating.value).where(Rating.response_id == response.id)
    return dict(db.session.execute(query).tuples().all())


def masked_comment(answer: Answer) -> Masked:
    """The comment as it may be kept; raises BadInput."""
    return mask(clean_text(answer.comment, "comment", LONGEST_COMMENT))


def phone_to_call(answer: Answer) -> str | None:
    """The number as it is kept: only for somebody who wants a call back; raises BadInput."""
    if not answer.wants_call_back or not answer.call_back_phone:
        return None
    return clean_phone(answer.call_back_phone)


def check_answer(answer: Answer, invitation: Invitation) -> None:
    """Raises BadInput for a score or a rating that cannot be."""
    if not 0 <= answer.score <= 10:
        raise BadInput("score", "must be a whole number from 0 to 10")
    passed = {span.stage for span in stages_passed(invitation)}
    for stage, value in answer.ratings.items():
        if stage not in passed:
            raise BadInput(stage, "is a stage that this claim did not go through")
        if not 1 <= value <= 5:
            raise BadInput(stage, "must be a whole number from 1 to 5")
