"""Corrects an answer until the invitation closes. What it said before is kept."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete

from surveys.claims.models import Language
from surveys.db import db
from surveys.errors import AnswerChanged, AnswerClosed
from surveys.invitations.models import InvitationState
from surveys.responses.answering import (
    Answer,
    check_answer,
    masked_comment,
    phone_to_call,
    ratings_of,
    write_ratings,
)
from surveys.responses.masking import Masked
from surveys.responses.models import Rating, Response, Revision


def present_answer(response: Response) -> Answer:
    """What the response says now, as the customer would give it."""
    return Answer(
        score=response.score,
        ratings=ratings_of(response),
        comment=response.comment,
        wants_call_back=response.wants_call_back,
        language=Language(response.language),
        call_back_phone=response.call_back_phone,
    )


def last_changed_at(response: Response) -> datetime:
    return response.corrected_at or response.answered_at


def correct_answer(response: Response, answer: Answer, seen_at: datetime, now: datetime) -> None:
    """Replace what the response says, once; the same answer again changes nothing.

    `seen_at` is `last_changed_at` of the answer that the customer saw before: whoever saw an
    older one, or none, must not overwrite it. Raises AnswerChanged, AnswerClosed, BadInput.
    """
    if seen_at != last_changed_at(response):
        raise AnswerChanged
    if response.invitation.state(now) is InvitationState.EXPIRED:
        raise AnswerClosed
    check_answer(answer, response.invitation)
    comment, phone = masked_comment(answer), phone_to_call(answer)
    if _says_the_same(present_answer(response), answer, comment.text, phone):
        return
    overwrite(response, answer, comment, now)
    response.corrected_at = now
    db.session.flush()


def overwrite(response: Response, answer: Answer, comment: Masked, now: datetime) -> None:
    """Put the answer in the place of what the response says, which is kept as a revision."""
    db.session.add(_revision(response, present_answer(response), now))
    if comment.text != response.comment:
        response.comment, response.masked = comment.text, comment.found
        response.comment_revision += 1
        response.reading_due_at = now if comment.text else None
    response.score, response.wants_call_back = answer.score, answer.wants_call_back
    response.call_back_phone = phone_to_call(answer)
    db.session.execute(delete(Rating).where(Rating.response_id == response.id))
    write_ratings(response, answer)


def _says_the_same(before: Answer, answer: Answer, comment: str, phone: str | None) -> bool:
    kept = replace(answer, comment=comment, call_back_phone=phone)
    return before == replace(kept, language=before.language)


def _revision(response: Response, before: Answer, now: datetime) -> Revision:
    return Revision(
        response=response,
        score=before.score,
        ratings={str(stage): value for stage, value in before.ratings.items()},
        comment=before.comment,
        wants_call_back=before.wants_call_back,
        replaced_at=now,
    )
