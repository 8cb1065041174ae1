"""Builds the improvement report of a period."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import ColumnElement, func, select

from analysis.counts import SCORE, Axis, Period, clause_figure, histogram, rating_figure
from analysis.errors import NoAnswers
from analysis.reports.report import Change, Funnel, Note, Report, StageRow, Verdict
from analysis.statistics import small_numbers
from analysis.statistics.difference import difference
from analysis.statistics.nps import Nps, count_scores, nps
from surveys.claims.deadlines import Clock, stage_clocks
from surveys.claims.models import Claim, StageSpan
from surveys.claims.stages import Stage
from surveys.db import db
from surveys.errors import HolidaysUnknown
from surveys.invitations.models import Invitation, Origin, Reason
from surveys.outbox.models import MailState, OutboxEmail
from surveys.plans.timing import first_valid
from surveys.responses.models import Response, Standing


def build_report(period: Period, axis: Axis, now: datetime, zone: ZoneInfo) -> Report:
    """The report of a period: answers by the axis, claims always by the day paid."""
    current, earlier = _nps(period, axis), _nps(period.before(), axis)
    clocks, unknown_holidays = _clocks(period, now, zone)
    notes = [Note.ONLY_PAID_ASKED]
    if current is None or current.n < small_numbers.SCORE:
        notes.append(Note.TOO_FEW_ANSWERS)
    if unknown_holidays:
        notes.append(Note.HOLIDAYS_END)
    return Report(
        period=period,
        axis=axis,
        nps=current,
        change=_change(earlier, current),
        left_out=_left_out(period, axis, zone),
        funnel=_funnel(period, zone),
        stages=tuple(_stage_row(stage, period, axis, clocks[stage]) for stage in Stage),
        notes=tuple(notes),
    )


def _nps(period: Period, axis: Axis) -> Nps | None:
    try:
        return nps(*count_scores(histogram(SCORE, period, axis)))
    except NoAnswers:
        return None


def _change(earlier: Nps | None, current: Nps | None) -> Change:
    if earlier is None or current is None:
        return Change(None, None, None, Verdict.TOO_FEW_ANSWERS)
    found = difference(earlier, current)
    if min(earlier.n, current.n) < small_numbers.COMPARISON:
        verdict = Verdict.TOO_FEW_ANSWERS
    elif found.low > 0:
        verdict = Verdict.ROSE
    elif found.high < 0:
        verdict = Verdict.FELL
    else:
        verdict = Verdict.UNCHANGED
    return Change(found.value, found.low, found.high, verdict)


def _paid_within(period: Period, zone: ZoneInfo) -> ColumnElement[bool]:
    start, end = _bounds(period, zone)
    return (Claim.paid_at >= start) & (Claim.paid_at < end)


def _bounds(period: Period, zone: ZoneInfo) -> tuple[datetime, datetime]:
    midnight = datetime.min.time()
    start = first_valid(datetime.combine(period.start, midnight), zone)
    return start, first_valid(datetime.combine(period.end, midnight), zone)


def _left_out(period: Period, axis: Axis, zone: ZoneInfo) -> int:
    """Answers that a machine may have sent, or has, by the same day as those that count."""
    start, end = _bounds(period, zone)
    query = select(func.count()).select_from(Response)
    query = query.where(Response.standing.in_([Standing.SUSPECTED, Standing.DISMISSED]))
    if axis is Axis.PAID:
        query = query.join(Response.invitation).join(Invitation.claim)
        query = query.where(_paid_within(period, zone))
    else:
        query = query.where(Response.answered_at >= start, Response.answered_at < end)
    return db.session.scalar(query) or 0


def _funnel(period: Period, zone: ZoneInfo) -> Funnel:
    decided = _decisions(period, zone)
    mails, not_asked = decided.mails, decided.not_asked
    answered, sent = _answered(period, zone), mails[MailState.SENT]
    return Funnel(
        paid=decided.undecided + not_asked.total() + decided.imported + mails.total(),
        undecided=decided.undecided,
        not_asked={str(reason): n for reason, n in sorted(not_asked.items())},
        imported=decided.imported,
        asked=mails.total(),
        scheduled=mails[MailState.QUEUED] + mails[MailState.SENDING],
        undelivered=mails[MailState.FAILED] + mails[MailState.CANCELLED],
        sent=sent,
        answered=answered,
        response_rate=answered / sent if sent else None,
    )


@dataclass
class _Decisions:
    """How many claims wait, were asked elsewhere, are not asked (by reason), asked (by mail)."""

    undecided: int = 0
    imported: int = 0
    not_asked: Counter[Reason] = field(default_factory=Counter)
    mails: Counter[MailState] = field(default_factory=Counter)


def _decisions(period: Period, zone: ZoneInfo) -> _Decisions:
    kinds = (Invitation.origin, Invitation.reason, OutboxEmail.state)
    query = (
        select(*kinds, func.count())
        .select_from(Claim)
        .outerjoin(Invitation, Invitation.claim_id == Claim.id)
        .outerjoin(OutboxEmail, Invitation.mail_id == OutboxEmail.id)
        .where(_paid_within(period, zone))
        .group_by(*kinds)
    )
    found = _Decisions()
    for origin, reason, state, n in db.session.execute(query):
        if origin is Origin.IMPORTED:
            found.imported += n
        elif reason is not None:
            found.not_asked[reason] += n
        elif state is not None:
            found.mails[state] += n
        else:
            found.undecided += n
    return found


def _answered(period: Period, zone: ZoneInfo) -> int:
    """Answers to mails that count as sent: a mail in doubt may be answered before it does."""
    query = (
        select(func.count())
        .select_from(Response)
        .join(Response.invitation)
        .join(Invitation.claim)
        .join(Invitation.mail)
        .where(_paid_within(period, zone), Response.standing == Standing.CONFIRMED)
        .where(Invitation.reason.is_(None), OutboxEmail.state == MailState.SENT)
    )
    return db.session.scalar(query) or 0


def _clocks(period: Period, now: datetime, zone: ZoneInfo) -> tuple[dict[Stage, list[Clock]], bool]:
    """The clocks of all claims paid in the period, and whether the holidays of some are unknown.

    A stage counts where its start and its end are known; a claim that was paid is past the others.
    """
    query = (
        select(Claim.id, Claim.product, StageSpan.stage, StageSpan.started_at, StageSpan.ended_at)
        .join(StageSpan, StageSpan.claim_id == Claim.id)
        .where(_paid_within(period, zone), StageSpan.ended_at >= StageSpan.started_at)
    )
    spans: dict[tuple[object, str], dict[Stage, tuple[datetime, datetime]]] = defaultdict(dict)
    for claim_id, product, stage, started_at, ended_at in db.session.execute(query):
        spans[claim_id, product][stage] = (started_at, ended_at)
    clocks: dict[Stage, list[Clock]] = {stage: [] for stage in Stage}
    unknown_holidays = False
    for (_, product), claim_spans in spans.items():
        try:
            for stage, clock in stage_clocks(product, claim_spans, now, zone).items():
                clocks[stage].append(clock)
        except HolidaysUnknown:
            unknown_holidays = True
    return clocks, unknown_holidays


def _stage_row(stage: Stage, period: Period, axis: Axis, clocks: list[Clock]) -> StageRow:
    ratings = histogram(rating_figure(stage), period, axis)
    clauses = histogram(clause_figure(stage), period, axis)
    n, n_clauses = sum(ratings.values()), sum(clauses.values())
    days = [clock.days for clock in clocks if clock.days is not None]
    return StageRow(
        stage=stage,
        n=n,
        rating_mean=sum(value * count for value, count in ratings.items()) / n if n else None,
        clauses=n_clauses,
        unhappy_clause_share=clauses.get(-1, 0) / n_clauses if n_clauses else None,
        spans=len(clocks),
        days_median=float(np.quantile(days, 0.5)) if days else None,
        days_p90=float(np.quantile(days, 0.9)) if days else None,
        late_share=sum(clock.late for clock in clocks) / len(clocks) if clocks else None,
    )
