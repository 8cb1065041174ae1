"""The story of one claim: all that is known of it, in the order in which it happened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import format_date, gettext
from sqlalchemy import select

from analysis.reports.sentences import decimal, reason_name, stage_name
from app.console.case_words import case_outcome_name, cause_name, clock_words
from app.console.claim_words import event_sentence, mail_sentence
from app.console.comments import ReadComment, read_comments
from surveys.cases.models import Case
from surveys.cases.opening import case_of
from surveys.claims.deadlines import Clock, Spans, claim_clock, stage_clocks
from surveys.claims.finding import spans_of
from surveys.claims.models import Claim, ClaimEvent, StageSpan
from surveys.claims.stages import Stage
from surveys.db import db
from surveys.errors import HolidaysUnknown
from surveys.invitations.models import Invitation, Origin
from surveys.outbox.models import MailState, OutboxEmail
from surveys.responses.answering import ratings_of
from surveys.responses.asking import Asking
from surveys.responses.models import Response, Revision, Standing


@dataclass(frozen=True)
class Entry:
    """One thing that happened, or is about to."""

    at: datetime
    title: str
    lines: tuple[str, ...] = ()
    is_late: bool = False
    # An answer's words as they were read; those of an answer before its correction are `before`.
    comment: ReadComment | None = None
    before: str = ""
    case: Case | None = None


@dataclass(frozen=True)
class Storyteller:
    claim: Claim
    asking: Asking | None
    now: datetime
    zone: ZoneInfo

    def entries(self) -> list[Entry]:
        """The oldest first; what happened in the same moment stays in the order of the road."""
        parts = (
            *(self._stages(), self._events(), self._payment()),
            *(self._asked(), self._answered(), self._looked_after()),
        )
        return sorted((entry for part in parts for entry in part), key=lambda entry: entry.at)

    def moment(self, at: datetime) -> str:
        return at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M")

    def whole_claim(self) -> str:
        """How long the claim took in all, and whether that was too long."""
        try:
            clock = claim_clock(self.claim.product, self._spans(), self.now, self.zone)
        except HolidaysUnknown:
            return _no_deadline()
        return self._clock_words(clock) if clock else gettext("no stage is known")

    def _spans(self) -> Spans:
        """The spans that a clock can read: begun, and not ended before that."""
        return {
            span.stage: (span.started_at, span.ended_at)
            for span in spans_of(self.claim)
            if span.started_at and (not span.ended_at or span.started_at <= span.ended_at)
        }

    def _stages(self) -> Iterator[Entry]:
        clocks: Mapping[Stage, Clock] = {}
        holidays_known = True
        try:
            clocks = stage_clocks(self.claim.product, self._spans(), self.now, self.zone)
        except HolidaysUnknown:
            holidays_known = False
        for span in spans_of(self.claim):
            clock, at = clocks.get(span.stage), span.started_at or span.ended_at
            if at is not None:
                words = self._clock_words(clock) if clock else ""
                lines = (self._span_words(span), words if holidays_known else _no_deadline())
                is_late = clock is not None and clock.late
                yield Entry(at, stage_name(span.stage), tuple(filter(None, lines)), is_late)

    def _span_words(self, span: StageSpan) -> str:
        start = self.moment(span.started_at) if span.started_at else gettext("start not known")
        end = self.moment(span.ended_at) if span.ended_at else gettext("not ended")
        return f"{start} – {end}"

    def _clock_words(self, clock: Clock) -> str:
        due_on = format_date(clock.due_at.astimezone(self.zone), "long")
        if clock.days is None and clock.late:
            return gettext("Under way and late: the deadline was %(day)s", day=due_on)
        if clock.days is None:
            return gettext("Under way, deadline %(day)s", day=due_on)
        days = decimal(clock.days)
        if clock.late:
            return gettext("%(days)s days, late: the deadline was %(day)s", days=days, day=due_on)
        return gettext("%(days)s days, in time: the deadline was %(day)s", days=days, day=due_on)

    def _events(self) -> Iterator[Entry]:
        told = select(ClaimEvent).where(ClaimEvent.claim_external_id == self.claim.external_id)
        for event in db.session.scalars(told.order_by(ClaimEvent.id)):
            lines = [gettext("came in %(at)s", at=self.moment(event.received_at))]
            if event.claim_id is None:
                lines.append(gettext("waits for its claim"))
            elif event.received_at < self.claim.created_at:
                known_at = self.moment(self.claim.created_at)
                lines.append(gettext("waited for its claim until %(at)s", at=known_at))
            yield Entry(event.at, event_sentence(event), tuple(lines))

    def _payment(self) -> Iterator[Entry]:
        if self.claim.paid_at is None:
            return
        amount, lines = self.claim.amount_paid, []
        if amount is not None:
            lines.append(gettext("%(amount)s won", amount=f"{amount:,}"))
        if self.claim.plan_due_at is not None:
            lines.append(gettext("The plan has not decided yet whether to ask."))
        yield Entry(self.claim.paid_at, gettext("Paid"), tuple(lines))

    def _asked(self) -> Iterator[Entry]:
        if self.asking is None:
            return
        invitation = self.asking.invitation
        yield self._decision(invitation)
        for mail in (invitation.mail, invitation.reminder):
            if mail is not None:
                yield self._mail(mail)

    def _decision(self, invitation: Invitation) -> Entry:
        by = invitation.plan
        plan = gettext("plan: %(plan)s, version %(version)d", plan=by.name, version=by.version)
        made_at, due_at = invitation.created_at, invitation.due_at
        if invitation.origin is Origin.IMPORTED:
            known = gettext("known here since %(at)s", at=self.moment(made_at))
            return Entry(due_at or made_at, gettext("Asked elsewhere"), (known,))
        if invitation.mail is None and invitation.reason is not None:
            why = reason_name(invitation.reason)
            return Entry(made_at, gettext("Decided not to ask: %(why)s", why=why), (plan,))
        dates = (
            gettext("mail due %(at)s", at=self.moment(due_at or made_at)),
            gettext("open until %(at)s", at=self.moment(invitation.expires_at or made_at)),
        )
        return Entry(made_at, gettext("Decided to ask"), (plan, *dates))

    def _mail(self, mail: OutboxEmail) -> Entry:
        lines = [
            gettext("due %(at)s", at=self.moment(mail.due_at)),
            f"Message-ID {mail.message_id}",
        ]
        if mail.state in (MailState.QUEUED, MailState.SENDING) and mail.due_at < self.now:
            lines.append(gettext("overdue: the worker has not sent it yet"))
        if mail.attempt:
            lines.append(gettext("attempts: %(n)d", n=mail.attempt))
        if mail.in_doubt:
            lines.append(
                gettext("in doubt %(n)d times: it may have arrived twice", n=mail.in_doubt)
            )
        if mail.reply:
            lines.append(gettext("the relay said %(reply)s", reply=mail.reply))
        return Entry(mail.sent_at or mail.due_at, mail_sentence(mail), tuple(lines))

    def _answered(self) -> Iterator[Entry]:
        response = self.asking.response if self.asking else None
        if response is None:
            return
        yield self._answer(response)
        made = select(Revision).where(Revision.response_id == response.id).order_by(Revision.id)
        for revision in db.session.scalars(made):
            ratings = {Stage(stage): value for stage, value in revision.ratings.items()}
            title = gettext("Corrected; before, the score was %(score)d", score=revision.score)
            lines = _given(ratings, revision.wants_call_back)
            yield Entry(revision.replaced_at, title, lines, before=revision.comment)

    def _answer(self, response: Response) -> Entry:
        lines = list(_given(ratings_of(response), response.wants_call_back))
        if response.invitation.origin is Origin.IMPORTED:
            lines.append(gettext("imported"))
        if response.standing is not Standing.CONFIRMED:
            lines.append(gettext("not counted: a person is not known to have sent it"))
        title = gettext("Answered; the score is %(score)d", score=response.score)
        comments = read_comments(select(Response).where(Response.id == response.id))
        comment = comments[0] if response.comment else None
        return Entry(response.answered_at, title, tuple(lines), comment=comment)

    def _looked_after(self) -> Iterator[Entry]:
        response = self.asking.response if self.asking else None
        case = case_of(response) if response else None
        if case is None:
            return
        causes = ", ".join(cause_name(cause) for cause in case.causes)
        words = [clock_words(case, self.now), case.owner or gettext("nobody’s yet")]
        title = gettext("Became a case: %(causes)s", causes=causes)
        yield Entry(case.opened_at, title, tuple(words), case=case)
        if case.closed_at is not None and case.outcome is not None:
            outcome = case_outcome_name(case.outcome)
            yield Entry(case.closed_at, gettext("Case closed: %(outcome)s", outcome=outcome))


def _given(ratings: Mapping[Stage, int], wants_call_back: bool) -> tuple[str, ...]:
    rated = [f"{stage_name(stage)} {ratings[stage]}" for stage in Stage if stage in ratings]
    lines = [gettext("ratings (1–5): %(list)s", list=", ".join(rated))] if rated else []
    if wants_call_back:
        lines.append(gettext("wants a call back"))
    return tuple(lines)


def _no_deadline() -> str:
    return gettext("no deadline: it lies beyond the list of public holidays")
