from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.claims.intake import Receipt, take_claims, take_events
from surveys.claims.models import Claim, ClaimEvent, Customer, EventType, Outcome, StageSpan
from surveys.claims.records import ClaimRecord, EventRecord
from surveys.claims.stages import Stage
from surveys.db import db
from tests.factories import DAY, NOON, claim_record, make_claim

HOUR = timedelta(hours=1)
MASTER_DATA = {
    "claim_id": "C1",
    "customer_id": "K1",
    "language": "ko",
    "product": "auto",
    "region": "seoul",
    "channel": "app",
    "age_band": "30s",
    "handler_team": "team-01",
}


def event(**values):
    usual = {"claim_id": "C1", "type": EventType.STAGE_STARTED, "at": NOON}
    if values.get("type", EventType.STAGE_STARTED) in ("stage_started", "stage_ended"):
        usual["stage"] = Stage.FILING
    return EventRecord(**{**usual, **values})


def paid(at=NOON, **values):
    return event(type=EventType.CLAIM_PAID, at=at, **values)


def decided(decision):
    return event(type=EventType.CLAIM_DECIDED, decision=decision)


def span_of(claim, stage=Stage.FILING):
    return db.session.query(StageSpan).filter_by(claim_id=claim.id, stage=stage).one()


def the_claim():
    return db.session.query(Claim).one()


def test_a_claim_is_stored_with_its_customer_and_spans(app):
    record = claim_record(email="Sky@Example.com")

    receipts = take_claims([record], NOON)

    claim = the_claim()
    assert receipts == [Receipt.ACCEPTED]
    assert (claim.customer.email, claim.customer.address) == ("Sky@Example.com", "sky@example.com")
    assert (span_of(claim).started_at, span_of(claim).ended_at) == record.span(Stage.FILING)
    assert (claim.paid_at, claim.plan_due_at, claim.amount_paid) == (NOON, NOON, 500_000)


def test_a_stage_that_did_not_happen_has_no_span(app):
    claim = make_claim()

    stages = {span.stage for span in db.session.query(StageSpan).filter_by(claim_id=claim.id)}

    assert stages == set(Stage) - {Stage.INVESTIGATION}


def test_the_same_row_again_is_repeated(app):
    record = claim_record()
    take_claims([record], NOON)

    receipts = take_claims([record], NOON + DAY)

    assert receipts == [Receipt.REPEATED]
    assert db.session.query(Claim).count() == 1


def test_a_row_is_repeated_within_one_batch_too(app):
    record = claim_record()

    receipts = take_claims([record, record, claim_record()], NOON)

    assert receipts == [Receipt.ACCEPTED, Receipt.REPEATED, Receipt.ACCEPTED]
    assert db.session.query(Claim).count() == 2


def test_a_changed_row_updates_claim_and_customer(app):
    record = claim_record(region="seoul", email="old@example.com")
    take_claims([record], NOON)
    changed = record.model_copy(update={"region": "busan", "email": "new@example.com"})

    receipts = take_claims([changed], NOON + DAY)

    assert receipts == [Receipt.ACCEPTED]
    assert (the_claim().region, the_claim().customer.email) == ("busan", "new@example.com")
    assert db.session.query(Customer).count() == 1


def test_two_claims_of_one_customer_share_the_customer(app):
    take_claims([claim_record(customer_id="K1"), claim_record(customer_id="K1")], NOON)

    assert db.session.query(Customer).count() == 1
    assert db.session.query(Claim).count() == 2


def test_an_empty_cell_takes_no_amount_and_no_decision_away(app):
    record = claim_record(amount_paid=7, decision="partial")
    take_claims([record], NOON)

    take_claims([record.model_copy(update={"amount_paid": None, "decision": None})], NOON)

    assert (the_claim().amount_paid, the_claim().decision) == (7, Outcome.PARTIAL)


def test_an_event_for_an_unknown_claim_waits_for_it(app):
    take_events([event(at=NOON - 9 * DAY)], NOON)
    assert db.session.query(ClaimEvent).one().claim_id is None

    claim = make_claim(claim_id="C1")

    assert db.session.query(ClaimEvent).one().claim_id == claim.id
    assert span_of(claim).started_at == NOON - 9 * DAY


def test_an_event_waits_on_when_another_claim_comes(app):
    take_events([event()], NOON)

    make_claim(claim_id="C2")

    assert db.session.query(ClaimEvent).one().claim_id is None


def test_an_event_for_a_known_claim_is_applied_at_once(app):
    claim = make_claim(claim_id="C1", decision=None, amount_paid=None, paid_at=None)

    take_events([paid(NOON + DAY, amount=9), decided(Outcome.DENIED)], NOON)

    assert (claim.paid_at, claim.plan_due_at, claim.amount_paid) == (NOON + DAY, NOON + DAY, 9)
    assert claim.decision is Outcome.DENIED


def test_an_event_told_twice_is_stored_once(app):
    first = take_events([event(event_id="E1")], NOON)
    again = take_events([event(event_id="E1", at=NOON + DAY)], NOON)

    assert (first, again) == ([Receipt.ACCEPTED], [Receipt.REPEATED])
    assert db.session.query(ClaimEvent).count() == 1


def test_an_event_is_repeated_within_one_batch_too(app):
    receipts = take_events([event(), event(), event(at=NOON + HOUR)], NOON)

    assert receipts == [Receipt.ACCEPTED, Receipt.REPEATED, Receipt.ACCEPTED]


def test_a_repeated_event_changes_nothing(app):
    claim = make_claim(claim_id="C1", decision=None)
    take_events([event(event_id="E1", type="claim_decided", decision="denied")], NOON)

    take_events([event(event_id="E1", type="claim_decided", decision="approved")], NOON)

    assert claim.decision is Outcome.DENIED


def test_for_spans_an_event_wins_over_a_file_that_came_before(app):
    claim = make_claim(claim_id="C1")

    take_events([event(at=NOON - DAY), event(type="stage_ended", at=NOON - 9 * DAY)], NOON)

    assert (span_of(claim).started_at, span_of(claim).ended_at) == (NOON - DAY, NOON - 9 * DAY)


def test_for_spans_an_event_wins_over_a_file_that_comes_later(app):
    record = claim_record(claim_id="C1")
    take_claims([record], NOON)
    take_events([event(at=NOON - 7 * DAY), event(type="stage_ended", at=NOON - 6 * DAY)], NOON)
    later = {"filing_started_at": NOON - 9 * DAY, "filing_ended_at": NOON - 8 * DAY}

    take_claims([record.model_copy(update=later)], NOON)

    span = span_of(the_claim())
    assert (span.started_at, span.ended_at) == (NOON - 7 * DAY, NOON - 6 * DAY)


def test_an_event_that_told_the_start_leaves_the_end_to_the_file(app):
    record = claim_record(claim_id="C1")
    take_claims([record], NOON)

    take_events([event(at=NOON - 7 * DAY)], NOON)

    assert span_of(the_claim()).ended_at == record.filing_ended_at


def test_a_later_file_moves_what_no_event_has_told(app):
    record = claim_record(claim_id="C1")
    take_claims([record], NOON)

    take_claims([record.model_copy(update={"filing_started_at": NOON - 8 * DAY})], NOON)

    assert span_of(the_claim()).started_at == NOON - 8 * DAY


def test_only_the_first_payment_asks(app):
    claim = make_claim(claim_id="C1", paid_at=NOON)
    claim.plan_due_at = None

    take_events([paid(NOON + DAY), paid(NOON - DAY)], NOON)

    assert (claim.paid_at, claim.plan_due_at) == (NOON, None)


def test_the_payment_of_a_file_does_not_ask_after_that_of_an_event(app):
    take_events([paid(NOON - DAY)], NOON)
    take_claims([claim_record(claim_id="C1", paid_at=None)], NOON)
    the_claim().plan_due_at = None

    take_claims([claim_record(claim_id="C1", paid_at=NOON)], NOON)

    assert (the_claim().paid_at, the_claim().plan_due_at) == (NOON - DAY, None)


def test_a_claim_that_is_not_paid_waits_for_no_plan(app):
    claim = make_claim(paid_at=None)

    assert (claim.paid_at, claim.plan_due_at) == (None, None)


def test_nothing_to_take_is_nothing_taken(app):
    assert take_claims([], NOON) == take_events([], NOON) == []


ARRIVALS = [
    ClaimRecord(**MASTER_DATA, filing_started_at=NOON - 8 * DAY, decision_ended_at=NOON - 3 * DAY),
    event(at=NOON - 5 * DAY),
    event(at=NOON - 6 * DAY),
    event(at=NOON - 4 * DAY, type="stage_ended"),
    event(at=NOON - 3 * DAY, type="stage_ended"),
    paid(NOON, amount=5),
    decided(Outcome.PARTIAL),
]


@given(order=st.permutations(ARRIVALS), cuts=st.sets(st.integers(1, len(ARRIVALS) - 1)))
@settings(
    max_examples=60,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_order_of_arrival_does_not_matter(app, order, cuts):
    borders = [0, *sorted(cuts), len(order)]
    for start, end in pairwise(borders):
        batch = order[start:end]
        take_events([record for record in batch if isinstance(record, EventRecord)], NOON)
        take_claims([record for record in batch if isinstance(record, ClaimRecord)], NOON)

    claim, filing, decision = the_claim(), span_of(the_claim()), span_of(the_claim(), "decision")
    told = (filing.started_at, filing.ended_at, decision.ended_at, claim.paid_at, claim.decision)
    db.session.rollback()

    moments = (NOON - 6 * DAY, NOON - 3 * DAY, NOON - 3 * DAY, NOON)
    assert told == (*moments, Outcome.PARTIAL)
