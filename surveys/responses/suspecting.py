"""Holds back answers that look like a machine's, until a person answers or somebody decides."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select

from surveys.db import db
from surveys.errors import InvitationClosed, NotSuspected
from surveys.invitations.models import Invitation, InvitationState
from surveys.responses.answering import (
    Answer,
    check_answer,
    find_invitation,
    masked_comment,
    record_answer,
    response_to,
    store_response,
)
from surveys.responses.correcting import last_changed_at, overwrite
from surveys.responses.models import Judgement, Method, Response, Standing, Suspicion, Verdict
from surveys.responses.visits import keep_visit


def hold_back(
    token: str, answer: Answer, found: Sequence[Suspicion], visitor: str, now: datetime
) -> None:
    """Store a suspected response where there is none; one that is there never changes.

    Raises UnknownInvitation, InvitationClosed, or BadInput with the field.
    """
    invitation = find_invitation(token)
    if response_to(invitation) is not None:
        keep_visit(invitation.id, visitor, now, Method.POST, answer.score)
        return
    _check(answer, invitation, now)
    response = store_response(invitation, answer, now, now)
    response.standing, response.reading_due_at = Standing.SUSPECTED, None
    response.suspicions = list(found)
    db.session.flush()


def confirm_answer(token: str, answer: Answer, now: datetime) -> Response:
    """Store a confirmed response; one that was held back, or dismissed, gives way to it.

    Raises what `record_answer` raises.
    """
    query = select(Response).where(Response.invitation_id == find_invitation(token).id)
    response = db.session.scalars(query.with_for_update()).one_or_none()
    if response is None or response.standing is Standing.CONFIRMED:
        return record_answer(token, answer, now)
    _check(answer, response.invitation, now)
    comment = masked_comment(answer)
    response.standing, response.suspicions = Standing.CONFIRMED, []
    response.answered_at, response.language = now, answer.language
    overwrite(response, answer, comment, now)
    response.reading_due_at = now if comment.text else None
    db.session.flush()
    return response


def list_suspected() -> Select[tuple[Response]]:
    """The responses that wait for somebody to decide, those that wait longest first."""
    query = select(Response).where(Response.standing == Standing.SUSPECTED)
    return query.order_by(Response.answered_at, Response.id)


def count_suspected() -> int:
    return db.session.scalar(select(func.count()).select_from(list_suspected().subquery())) or 0


def find_suspected(response_id: uuid.UUID) -> Response:
    """The response, locked until the transaction ends; raises NotSuspected."""
    query = select(Response).where(Response.id == response_id).with_for_update()
    response = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if response is None or response.standing is not Standing.SUSPECTED:
        raise NotSuspected
    return response


def release(response: Response, who: str, now: datetime) -> None:
    """A person sent it, says `who`: it counts, and its comment is read from now on."""
    response.standing = Standing.CONFIRMED
    response.reading_due_at = now if response.comment else None
    _judge(response, Verdict.RELEASED, who, now)


def dismiss(response: Response, who: str, now: datetime) -> None:
    """No person sent it, says `who`. The customer may still answer."""
    response.standing = Standing.DISMISSED
    _judge(response, Verdict.DISMISSED, who, now)


def known_since(response: Response) -> datetime:
    """Since when it is known that a person says what the response says."""
    released = select(func.max(Judgement.judged_at)).where(
        Judgement.response_id == response.id, Judgement.verdict == Verdict.RELEASED
    )
    changed_at = last_changed_at(response)
    return max(changed_at, db.session.scalar(released) or changed_at)


def _judge(response: Response, verdict: Verdict, who: str, now: datetime) -> None:
    db.session.add(Judgement(response=response, verdict=verdict, judged_by=who, judged_at=now))
    db.session.flush()


def _check(answer: Answer, invitation: Invitation, now: datetime) -> None:
    if invitation.state(now) is InvitationState.EXPIRED:
        raise InvitationClosed
    check_answer(answer, invitation)
