"""Takes in what the claims system tells us. The same thing told twice is stored once.

Works on batches, because files come by the thousand; a single record is a batch of one.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from surveys.claims.models import Claim, ClaimEvent, Customer, EventType, Source, StageSpan
from surveys.claims.records import ClaimRecord, EventRecord
from surveys.claims.stages import Stage
from surveys.db import db, new_id

Spans = dict[tuple[uuid.UUID, Stage], StageSpan]


class Receipt(StrEnum):
    ACCEPTED = "accepted"
    REPEATED = "repeated"


def take_claims(records: Sequence[ClaimRecord], now: datetime) -> list[Receipt]:
    """Store master data and spans; events that waited for one of these claims are applied.

    Returns a receipt a record, in the same order.
    """
    customers = _customers_of(records)
    claims = _claims_of(record.claim_id for record in records)
    spans = _spans_of(claims.values())
    receipts, new_claims = [], []
    for record in records:
        claim = claims.get(record.claim_id)
        if claim is not None and claim.row_digest == record.digest:
            receipts.append(Receipt.REPEATED)
            continue
        customer = _take_customer(record, customers, now)
        if claim is None:
            claim = Claim(id=new_id(), external_id=record.claim_id, created_at=now)
            claims[record.claim_id] = claim
            new_claims.append(claim)
            db.session.add(claim)
        _write_master_data(claim, record, customer)
        _write_file_spans(claim, record, spans)
        if record.paid_at is not None:
            _pay_first_time(claim, record.paid_at)
        receipts.append(Receipt.ACCEPTED)
    db.session.flush()
    _apply_waiting_events(new_claims, spans)
    return receipts


def take_events(records: Sequence[EventRecord], now: datetime) -> list[Receipt]:
    """Store events and apply them to their claims; one for an unknown claim waits for it.

    Returns a receipt a record, in the same order.
    """
    known = _known_identities(record.identity for record in records)
    claims = _claims_of(record.claim_id for record in records)
    spans = _spans_of(claims.values())
    receipts = []
    for record in records:
        if record.identity in known:
            receipts.append(Receipt.REPEATED)
            continue
        known.add(record.identity)
        event = _store_event(record, now)
        if record.claim_id in claims:
            _apply(event, claims[record.claim_id], spans)
        receipts.append(Receipt.ACCEPTED)
    db.session.flush()
    return receipts


def _customers_of(records: Sequence[ClaimRecord]) -> dict[str, Customer]:
    ids = {record.customer_id for record in records}
    found = db.session.scalars(select(Customer).where(Customer.external_id.in_(ids)))
    return {customer.external_id: customer for customer in found}


def _claims_of(ids: Iterable[str]) -> dict[str, Claim]:
    found = db.session.scalars(select(Claim).where(Claim.external_id.in_(set(ids))))
    return {claim.external_id: claim for claim in found}


def _spans_of(claims: Iterable[Claim]) -> Spans:
    ids = [claim.id for claim in claims]
    found = db.session.scalars(select(StageSpan).where(StageSpan.claim_id.in_(ids)))
    return {(span.claim_id, span.stage): span for span in found}


def _known_identities(identities: Iterable[str]) -> set[str]:
    wanted = set(identities)
    return set(
        db.session.scalars(select(ClaimEvent.identity).where(ClaimEvent.identity.in_(wanted)))
    )


def _take_customer(record: ClaimRecord, customers: dict[str, Customer], now: datetime) -> Customer:
    customer = customers.get(record.customer_id)
    if customer is None:
        customer = Customer(id=new_id(), external_id=record.customer_id, created_at=now)
        customers[record.customer_id] = customer
        db.session.add(customer)
    customer.name = record.name
    customer.email = record.email
    customer.address = record.email.lower() if record.email else None
    return customer


def _write_master_data(claim: Claim, record: ClaimRecord, customer: Customer) -> None:
    claim.customer = customer
    claim.row_digest = record.digest
    claim.language = record.language
    claim.product = record.product
    claim.region = record.region
    claim.channel = record.channel
    claim.age_band = record.age_band
    claim.handler_team = record.handler_team
    claim.amount_claimed = record.amount_claimed
    if record.amount_paid is not None:
        claim.amount_paid = record.amount_paid
    if record.decision is not None:
        claim.decision = record.decision


def _write_file_spans(claim: Claim, record: ClaimRecord, spans: Spans) -> None:
    for stage in Stage:
        started_at, ended_at = record.span(stage)
        if started_at is None and ended_at is None:
            continue
        span = _span(claim, stage, spans)
        if started_at is not None and span.started_from != Source.EVENT:
            span.started_at, span.started_from = started_at, Source.FILE
        if ended_at is not None and span.ended_from != Source.EVENT:
            span.ended_at, span.ended_from = ended_at, Source.FILE


def _span(claim: Claim, stage: Stage, spans: Spans) -> StageSpan:
    span = spans.get((claim.id, stage))
    if span is None:
        span = StageSpan(claim_id=claim.id, stage=stage)
        spans[claim.id, stage] = span
        db.session.add(span)
    return span


def _store_event(record: EventRecord, now: datetime) -> ClaimEvent:
    event = ClaimEvent(
        identity=record.identity,
        claim_external_id=record.claim_id,
        type=record.type,
        stage=record.stage,
        decision=record.decision,
        amount=record.amount,
        at=record.at,
        received_at=now,
    )
    db.session.add(event)
    return event


def _apply_waiting_events(claims: Sequence[Claim], spans: Spans) -> None:
    by_id = {claim.external_id: claim for claim in claims}
    waiting = select(ClaimEvent).where(
        ClaimEvent.claim_external_id.in_(by_id), ClaimEvent.claim_id.is_(None)
    )
    for event in db.session.scalars(waiting.order_by(ClaimEvent.id)).all():
        _apply(event, by_id[event.claim_external_id], spans)
    db.session.flush()


def _apply(event: ClaimEvent, claim: Claim, spans: Spans) -> None:
    event.claim_id = claim.id
    if event.type == EventType.CLAIM_PAID:
        _pay_first_time(claim, event.at)
        claim.amount_paid = claim.amount_paid if event.amount is None else event.amount
    elif event.type == EventType.CLAIM_DECIDED:
        claim.decision = event.decision
    elif event.stage is not None:
        _write_event_moment(_span(claim, event.stage, spans), event)


def _write_event_moment(span: StageSpan, event: ClaimEvent) -> None:
    """The earliest start and the latest end count, so that the order of arrival does not."""
    if event.type == EventType.STAGE_STARTED:
        if span.started_from != Source.EVENT or not span.started_at or event.at < span.started_at:
            span.started_at, span.started_from = event.at, Source.EVENT
    elif span.ended_from != Source.EVENT or not span.ended_at or event.at > span.ended_at:
        span.ended_at, span.ended_from = event.at, Source.EVENT


def _pay_first_time(claim: Claim, paid_at: datetime) -> None:
    """The payment stored first is the one that asks; a later one never asks again."""
    if claim.paid_at is None:
        claim.paid_at = paid_at
        claim.plan_due_at = paid_at
