"""An answer is stored, counted and made a case of in one transaction; every door takes answers
through here."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from analysis.counts import count_response
from analysis.readings.finding import keep_words
from analysis.recounting import keep_responses_counted
from surveys.cases.opening import open_case_if_needed
from surveys.db import db
from surveys.errors import AnswerChanged, UnknownInvitation
from surveys.responses.answering import Answer, find_invitation
from surveys.responses.correcting import correct_answer
from surveys.responses.models import Response, Standing
from surveys.responses.suspecting import confirm_answer, find_suspected, release


def take_answer(token: str, answer: Answer, now: datetime, zone: ZoneInfo) -> Response:
    """Store and count a confirmed response, with its case; raises what `confirm_answer` raises."""
    # A claim that changes at the same moment either waits for this answer or is seen changed.
    db.session.refresh(find_invitation(token).claim, with_for_update=True)
    response = confirm_answer(token, answer, now)
    count_response(response, zone)
    open_case_if_needed(response, now)
    return response


def correct_taken_answer(
    token: str, answer: Answer, seen_at: datetime, now: datetime, zone: ZoneInfo
) -> None:
    """Correct a response, and its counts with it; raises what `correct_answer` raises."""
    invitation = find_invitation(token)
    db.session.refresh(invitation.claim, with_for_update=True)
    query = select(Response).where(Response.invitation_id == invitation.id).with_for_update()
    response = db.session.scalars(query).one_or_none()
    if response is None:
        raise UnknownInvitation
    if response.standing is not Standing.CONFIRMED:
        raise AnswerChanged
    revision = response.comment_revision
    keep_responses_counted([response], zone, lambda: correct_answer(response, answer, seen_at, now))
    if response.comment_revision != revision:
        keep_words(response, [])
    open_case_if_needed(response, now)


def release_answer(response_id: uuid.UUID, who: str, now: datetime, zone: ZoneInfo) -> None:
    """Let a suspected response count, with its case; raises NotSuspected."""
    response = find_suspected(response_id)
    keep_responses_counted([response], zone, lambda: release(response, who, now))
    open_case_if_needed(response, now)
