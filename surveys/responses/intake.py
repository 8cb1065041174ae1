"""Takes in answers that were given elsewhere. The same one told twice is stored once.

Works on batches, because files come by the thousand.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from surveys.claims.models import Claim, Language, StageSpan
from surveys.claims.stages import Stage
from surveys.db import db
from surveys.errors import AskedByUs, BadInput, BadRecord
from surveys.invitations.adopting import adopt, lock_invitations
from surveys.invitations.inviting import Inviter, current_versions
from surveys.invitations.models import Invitation, Origin
from surveys.responses.answering import Answer, store_response
from surveys.responses.masking import mask
from surveys.responses.models import Rating, Response
from surveys.responses.records import AnswerRecord


@dataclass(frozen=True)
class Given:
    """What was answered to an asking, as it is kept: with its comment masked."""

    origin: Origin
    asked_at: datetime | None
    answered_at: datetime
    score: int
    ratings: dict[Stage, int]
    comment: str
    language: Language


class History:
    """The claims of a batch of answers, locked, with all that is known of their askings."""

    def __init__(self, records: Sequence[AnswerRecord]) -> None:
        self.claims = _lock_claims(record.claim_id for record in records)
        by_id = list(self.claims.values())
        self.invitations = {row.claim_id: row for row in lock_invitations(by_id)}
        self.passed = _stages_passed(by_id)
        self.versions = current_versions()
        self.given = _given(self.invitations.values())

    def take(self, record: AnswerRecord, now: datetime, inviter: Inviter) -> Response | None:
        """The new response, or None where the same one is stored; raises BadRecord."""
        claim = self.claims.get(record.claim_id)
        if claim is None:
            raise _refusal("claim_id", "is no claim that we know; please import the claim first")
        given = _as_given(record)
        if claim.id in self.given:
            if self.given[claim.id] == given:
                return None
            raise _refusal("claim_id", "has another answer already; a claim has one")
        self._check(record, claim, now)
        known = self.invitations.get(claim.id)
        try:
            invitation = adopt(claim, known, record.asked_at, now, inviter, self.versions)
        except AskedByUs:
            reason = "was asked by a mail of ours, which takes the answer; please leave it out"
            raise _refusal("claim_id", reason) from None
        self.given[claim.id] = given
        return store_response(invitation, _answer(record), record.answered_at, now)

    def _check(self, record: AnswerRecord, claim: Claim, now: datetime) -> None:
        """Claims of the past may come without any stage; then nothing is known against one."""
        if record.answered_at > now:
            raise _refusal("answered_at", "lies in the future")
        passed = self.passed[claim.id]
        strange = [stage for stage in record.ratings if passed and stage not in passed]
        if strange:
            reason = f"of {', '.join(strange)}: the claim did not go through that stage"
            raise _refusal("ratings", reason)


def _refusal(field: str, message: str) -> BadRecord:
    return BadRecord([BadInput(field, message)])


def _lock_claims(ids: Iterable[str]) -> dict[str, Claim]:
    """Locked, so that no plan decides on them meanwhile and no import moves their counts."""
    query = select(Claim).where(Claim.external_id.in_(set(ids))).order_by(Claim.id)
    return {claim.external_id: claim for claim in db.session.scalars(query.with_for_update())}


def _stages_passed(claims: Iterable[Claim]) -> defaultdict[uuid.UUID, set[Stage]]:
    ids = [claim.id for claim in claims]
    query = select(StageSpan.claim_id, StageSpan.stage).where(StageSpan.claim_id.in_(ids))
    passed: defaultdict[uuid.UUID, set[Stage]] = defaultdict(set)
    for claim_id, stage in db.session.execute(query):
        passed[claim_id].add(stage)
    return passed


def _given(invitations: Iterable[Invitation]) -> dict[uuid.UUID, Given]:
    """The answers to these invitations, by claim."""
    ids = [invitation.id for invitation in invitations]
    query = select(Response).where(Response.invitation_id.in_(ids))
    responses = db.session.scalars(query).all()
    ratings = _ratings_of(responses)
    return {
        response.invitation.claim_id: Given(
            origin=response.invitation.origin,
            asked_at=response.invitation.due_at,
            answered_at=response.answered_at,
            score=response.score,
            ratings=ratings[response.id],
            comment=response.comment,
            language=response.language,
        )
        for response in responses
    }


def _ratings_of(responses: Iterable[Response]) -> defaultdict[uuid.UUID, dict[Stage, int]]:
    ids = [response.id for response in responses]
    ratings: defaultdict[uuid.UUID, dict[Stage, int]] = defaultdict(dict)
    for rating in db.session.scalars(select(Rating).where(Rating.response_id.in_(ids))):
        ratings[rating.response_id][rating.stage] = rating.value
    return ratings


def _as_given(record: AnswerRecord) -> Given:
    return Given(
        origin=Origin.IMPORTED,
        asked_at=record.asked_at,
        answered_at=record.answered_at,
        score=record.nps,
        ratings=dict(record.ratings),
        comment=mask(record.comment).text,
        language=record.language,
    )


def _answer(record: AnswerRecord) -> Answer:
    return Answer(
        score=record.nps,
        ratings=record.ratings,
        comment=record.comment,
        wants_call_back=False,
        language=record.language,
    )
