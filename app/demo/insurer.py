"""Plays an invented insurer through the same domain functions that real claims go through.

The past is played in order: each claim is paid, decided on, mailed and answered at its own
moment. Old mails go nowhere; those of the last days go to the mailbox, unanswered, to be clicked.
"""

import heapq
import itertools
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy import select

from analysis.answers import take_answer
from analysis.intake import take_in
from analysis.language.complaint import speaks_of_complaint
from app.demo.claims import SampleClaim, sample_claims
from app.demo.customers import SampleAnswer, sample_answer
from app.demo.staff import SampleHandling, sample_handling
from app.demo.words import Words
from app.parts import Parts
from surveys.cases.handling import add_note, close, find_case, take
from surveys.cases.models import Case, Cause
from surveys.cases.opening import case_of, open_case
from surveys.claims.models import Claim
from surveys.db import db, write
from surveys.invitations.inviting import current_versions, decide
from surveys.invitations.models import Invitation
from surveys.invitations.tokens import Purpose
from surveys.outbox.delivery import deliver_next
from surveys.responses.answering import Answer

# Invitations of the last days stay open in the mailbox.
FRESH = timedelta(hours=36)
# Unhappy answers of the last days are left for whoever looks at the console; some are taken.
UNFINISHED = timedelta(days=4)


@dataclass(frozen=True)
class Scale:
    claims: int
    weeks: int
    seed: int


@dataclass
class Told:
    """What was played."""

    claims: int = 0
    answers: int = 0
    fresh: int = 0


class Nowhere:
    """Takes mails of the past, whose receivers have answered long ago."""

    def carry(self, sender: str, recipient: str, message: bytes) -> str:
        return "250 2.0.0"


class Play:
    """Acts, each at its moment, in the order of time."""

    def __init__(self, now: datetime, parts: Parts, rng: Random) -> None:
        self.now = now
        self.parts = parts
        self.rng = rng
        self.words = Words.load(rng)
        self.told = Told()
        self._numbers = itertools.count()
        self._acts: list[tuple[datetime, int, Callable[[datetime], None]]] = []

    def plan(self, at: datetime, act: Callable[[datetime], None]) -> None:
        if at <= self.now:
            heapq.heappush(self._acts, (at, next(self._numbers), act))

    def run(self) -> Told:
        while self._acts:
            at, _, act = heapq.heappop(self._acts)
            act(at)
        return self.told

    def pay(self, claim: SampleClaim, at: datetime) -> None:
        """Taken in and decided on in one transaction, before anybody else sees it as due."""
        invitation_id, due_at, remind_at = write(lambda: self._invite(claim, at))
        self.told.claims += 1
        if due_at is not None:
            self.plan(due_at, partial(self.send, claim, invitation_id))
        if remind_at is not None:
            self.plan(remind_at, self.deliver)

    def _invite(
        self, claim: SampleClaim, at: datetime
    ) -> tuple[uuid.UUID, datetime | None, datetime | None]:
        take_in([claim.record], [], at, self.parts.zone)
        query = select(Claim).where(Claim.external_id == claim.record.claim_id)
        invitation = decide(
            db.session.scalars(query).one(), at, self.parts.inviter, current_versions()
        )
        reminder = invitation.reminder
        return invitation.id, invitation.due_at, reminder.due_at if reminder else None

    def send(self, claim: SampleClaim, invitation_id: uuid.UUID, at: datetime) -> None:
        self.deliver(at)
        if self._is_fresh(at):
            self.told.fresh += 1
            return
        answer = sample_answer(claim, self.words, self.rng)
        if answer is not None:
            self.plan(at + answer.after, partial(self.answer, invitation_id, answer))

    def deliver(self, at: datetime) -> None:
        """The one mail that is due now: an invitation, or a reminder unless it was answered."""
        carrier = self.parts.carrier if self._is_fresh(at) else Nowhere()
        deliver_next(at, self.parts.post_office(carrier))

    def _is_fresh(self, at: datetime) -> bool:
        return at > self.now - FRESH

    def answer(self, invitation_id: uuid.UUID, answer: SampleAnswer, at: datetime) -> None:
        invitation = db.session.get_one(Invitation, invitation_id)
        token = self.parts.keyring.derive(invitation.key_id, Purpose.ANSWER, invitation_id)
        case = write(lambda: self._take_answer(token, answer.answer, at))
        self.told.answers += 1
        if case is not None:
            self._plan_handling(case, at)

    def _plan_handling(self, case: Case, at: datetime) -> None:
        handling = sample_handling(case, self.rng)
        if at < self.now - UNFINISHED:
            self.plan(at + handling.taken_after, partial(self.take, case.id, handling))
            self.plan(at + handling.closed_after, partial(self.close, case.id, handling))
        elif self.rng.random() < 0.4:
            self.plan(at + handling.taken_after, partial(self.take, case.id, handling))

    def _take_answer(self, token: str, answer: Answer, at: datetime) -> Case | None:
        """What the worker will read in the comment opens its case now, as if it had been read."""
        response = take_answer(token, answer, at, self.parts.zone)
        if speaks_of_complaint(answer.comment):
            open_case(response, [Cause.COMPLAINT], at)
        return case_of(response)

    def take(self, case_id: uuid.UUID, handling: SampleHandling, at: datetime) -> None:
        def work() -> None:
            case = find_case(case_id)
            take(case, handling.who, at)
            add_note(case, handling.who, handling.first_note, at)

        write(work)

    def close(self, case_id: uuid.UUID, handling: SampleHandling, at: datetime) -> None:
        who, outcome, note = handling.who, handling.outcome, handling.last_note
        write(lambda: close(find_case(case_id), who, outcome, note, at))


def play(scale: Scale, now: datetime, parts: Parts, progress: Callable[[], None]) -> Told:
    """Play `scale.claims` claims, paid over the weeks before `now`; the same seed, the same play.

    `progress` is called once for each claim.
    """
    rng = Random(scale.seed)
    play = Play(now, parts, rng)

    def pay(claim: SampleClaim, at: datetime) -> None:
        play.pay(claim, at)
        progress()

    for claim in sample_claims(scale.claims, timedelta(weeks=scale.weeks), now, parts.zone, rng):
        play.plan(claim.paid_at, partial(pay, claim))
    return play.run()
