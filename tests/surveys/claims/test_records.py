from datetime import UTC, datetime

import pytest

from surveys.claims.models import EventType, Language
from surveys.claims.records import (
    LARGEST_AMOUNT,
    LONGEST_FIELD,
    MOST_REFUSALS,
    ClaimRecord,
    EventRecord,
    parse_record,
)
from surveys.claims.stages import Stage
from surveys.errors import BadRecord
from tests.factories import claim_record

AT = "2025-03-04T09:00:00+09:00"
OTHER_OFFSET = "2025-03-04T00:00:00Z"
STARTED = {"claim_id": "C1", "type": "stage_started", "stage": "filing", "at": AT}
DECIDED = {"claim_id": "C1", "type": "claim_decided", "decision": "denied", "at": AT}
PAID = {"claim_id": "C1", "type": "claim_paid", "amount": 5, "at": AT}
ISO_CURE = "must be an ISO 8601 time with its offset, like 2025-03-04T09:00:00+09:00"
WON_CURE = "must be a whole number of won, without commas or quotes"


def claim_values(**values):
    return {**claim_record(claim_id="C1").model_dump(mode="json"), **values}


def refusals_of(kind, values):
    with pytest.raises(BadRecord) as refused:
        parse_record(kind, values)
    return [(refusal.field, refusal.message) for refusal in refused.value.refusals]


@pytest.mark.parametrize("values", [STARTED, DECIDED, PAID, {**STARTED, "event_id": "E1"}])
def test_an_event_with_what_its_type_needs_is_taken(values):
    assert parse_record(EventRecord, values).claim_id == "C1"


@pytest.mark.parametrize(
    ("values", "field", "cure"),
    [
        ({**STARTED, "colour": "red"}, "colour", "is not a field that we know; please remove it"),
        ({**STARTED, "claim_id": ""}, "claim_id", "must not be empty"),
        ({**STARTED, "claim_id": "\0"}, "claim_id", "must not be empty"),
        ({**STARTED, "claim_id": 5}, "claim_id", "must be text"),
        ({**STARTED, "claim_id": "가" * 101}, "claim_id", "at most 100 characters, not 101"),
        ({**STARTED, "event_id": ""}, "event_id", "must not be empty"),
        (
            {**STARTED, "stage": "appeal"},
            "stage",
            "must be one of 'filing', 'document_review', 'investigation', 'decision', 'payout'",
        ),
        (
            {**STARTED, "stage": None},
            "stage",
            "is missing; stage_started needs one of"
            " filing, document_review, investigation, decision, payout",
        ),
        (
            {**STARTED, "type": "closed"},
            "type",
            "must be one of 'stage_started', 'stage_ended', 'claim_decided', 'claim_paid'",
        ),
        (
            {**PAID, "stage": "payout"},
            "stage",
            "does not belong to claim_paid; please leave it out",
        ),
        (
            {**DECIDED, "decision": "maybe"},
            "decision",
            "must be one of 'approved', 'partial', 'denied'",
        ),
        (
            {**DECIDED, "decision": None},
            "decision",
            "is missing; it must be one of approved, partial, denied",
        ),
    ],
)
def test_a_wrong_event_is_refused_with_its_field_and_the_cure(values, field, cure):
    assert refusals_of(EventRecord, values) == [(field, cure)]


@pytest.mark.parametrize("field", ["claim_id", "type", "at"])
def test_what_an_event_must_have_is_named_when_it_is_missing(field):
    values = {name: value for name, value in STARTED.items() if name != field}

    assert refusals_of(EventRecord, values) == [(field, "is missing")]


@pytest.mark.parametrize(
    "at",
    [1741046400, 1741046400.5, "1741046400", "2025-03-04", "2025-03-04T", "20250304", None, ""],
)
def test_a_moment_is_never_guessed_from_a_number_or_a_date(at):
    assert refusals_of(EventRecord, {**STARTED, "at": at}) == [("at", ISO_CURE)]


def test_a_moment_without_its_offset_is_refused():
    refusals = refusals_of(EventRecord, {**STARTED, "at": "2025-03-04T09:00:00"})

    assert refusals == [("at", "needs its offset from UTC, like 2025-03-04T09:00:00+09:00")]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-01:00"])
def test_a_moment_beyond_the_calendar_is_refused(at):
    refusals = refusals_of(EventRecord, {**STARTED, "at": at})

    assert refusals == [("at", "lies outside the years that a calendar holds")]


@pytest.mark.parametrize(
    "amount", ["500", "", "1,000", "１２", True, False, 5.0, 1.5, [], float("inf"), float("nan")]
)
def test_an_amount_is_a_whole_number_of_json_and_nothing_else(amount):
    assert refusals_of(EventRecord, {**PAID, "amount": amount}) == [("amount", WON_CURE)]
    for field in ("amount_claimed", "amount_paid"):
        assert refusals_of(ClaimRecord, claim_values(**{field: amount})) == [(field, WON_CURE)]


@pytest.mark.parametrize("language", [False, 0, [], {}])
def test_only_an_empty_language_means_korean(language):
    ((field, _message),) = refusals_of(ClaimRecord, claim_values(language=language))

    assert field == "language"


def test_of_very_many_strange_fields_no_more_are_told_than_anybody_reads():
    strange = {f"{n}{'x' * 1000}": n for n in range(1000)}

    refusals = refusals_of(EventRecord, {**STARTED, "claim_id": "", **strange})

    assert refusals[0] == ("claim_id", "must not be empty")
    assert len(refusals) == MOST_REFUSALS
    assert max(len(field) for field, _message in refusals) == LONGEST_FIELD


def test_an_amount_lies_between_nothing_and_ten_trillion():
    assert parse_record(EventRecord, {**PAID, "amount": 0}).amount == 0
    assert parse_record(EventRecord, {**PAID, "amount": LARGEST_AMOUNT}).amount == LARGEST_AMOUNT

    below = refusals_of(EventRecord, {**PAID, "amount": -1})
    above = refusals_of(EventRecord, {**PAID, "amount": LARGEST_AMOUNT + 1})

    assert below == [("amount", "must not be below 0")]
    assert above == [("amount", "must not be above 10000000000000")]


@pytest.mark.parametrize("values", [[], None, 5, "x"])
def test_a_line_that_is_no_object_is_refused_as_a_whole(values):
    assert refusals_of(EventRecord, values) == [("line", "must be an object with fields")]


def test_every_wrong_field_is_named_at_once():
    refusals = refusals_of(EventRecord, {**STARTED, "claim_id": "", "at": "now", "x": 1})

    assert {field for field, _ in refusals} == {"claim_id", "at", "x"}


def test_an_event_with_an_id_is_known_by_it_alone():
    first = parse_record(EventRecord, {**STARTED, "event_id": "E1"})
    same = parse_record(EventRecord, {**PAID, "event_id": "E1"})
    other = parse_record(EventRecord, {**STARTED, "event_id": "E2"})

    assert first.identity == same.identity != other.identity


def test_the_same_instant_in_another_offset_is_the_same_event():
    here = parse_record(EventRecord, STARTED)
    there = parse_record(EventRecord, {**STARTED, "at": OTHER_OFFSET})

    assert here.identity == there.identity
    assert here.at == datetime(2025, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "change",
    [
        {"claim_id": "C2"},
        {"type": "stage_ended"},
        {"stage": "payout"},
        {"at": "2025-03-04T09:00:01+09:00"},
    ],
)
def test_an_event_without_id_is_another_one_when_who_what_or_when_differs(change):
    first = parse_record(EventRecord, STARTED)
    other = parse_record(EventRecord, {**STARTED, **change})

    assert first.identity != other.identity


def test_an_id_cannot_be_written_to_look_like_an_event_without_one():
    without = parse_record(EventRecord, STARTED)
    with_id = parse_record(EventRecord, {**STARTED, "event_id": without.identity})

    assert with_id.identity != without.identity


@pytest.mark.parametrize(
    "email", ["name@example.com", "a.b+c@mail.example.co.kr", "o'hara@example.com", "a_b-c@x.kr"]
)
def test_an_address_that_can_be_written_to_is_taken(email):
    assert parse_record(ClaimRecord, claim_values(email=email)).email == email


@pytest.mark.parametrize(
    "email",
    [
        "name",
        "name@",
        "@example.com",
        "name@example",
        "a b@example.com",
        "a@b@example.com",
        "한@example.com",
        "name@보험.kr",
        "<name@example.com>",
        "a,b@example.com",
        "a..b@example.com",
        ".a@example.com",
        "a.@example.com",
        "name@example..com",
        "name@.com",
        "name@example.com.",
    ],
)
def test_an_address_that_no_mail_reaches_is_refused(email):
    refusals = refusals_of(ClaimRecord, claim_values(email=email))

    assert refusals == [("email", "must be an e-mail address like name@example.com, or empty")]


def test_empty_cells_mean_that_nothing_is_known():
    values = claim_values(email="", name="", amount_paid=None, decision="", paid_at="")

    record = parse_record(ClaimRecord, values)

    assert (record.email, record.name, record.amount_paid) == (None, "", None)
    assert (record.decision, record.paid_at) == (None, None)


@pytest.mark.parametrize(
    "field", ["claim_id", "customer_id", "product", "region", "channel", "age_band", "handler_team"]
)
def test_what_every_claim_has_must_not_be_empty(field):
    assert refusals_of(ClaimRecord, claim_values(**{field: " "})) == [(field, "must not be empty")]


@pytest.mark.parametrize(("given", "language"), [("", Language.KOREAN), ("en", Language.ENGLISH)])
def test_the_language_is_korean_unless_said(given, language):
    assert parse_record(ClaimRecord, claim_values(language=given)).language is language


def test_a_language_that_we_do_not_write_is_refused():
    refusals = refusals_of(ClaimRecord, claim_values(language="fr"))

    assert refusals == [("language", "must be one of 'ko', 'en'")]


def test_control_characters_are_taken_out_of_a_name():
    record = parse_record(ClaimRecord, claim_values(name=" 김\0하늘\r\n\u202e씨 "))

    assert record.name == "김하늘 씨"


def test_half_a_character_in_a_name_is_refused():
    ((field, message),) = refusals_of(ClaimRecord, claim_values(name="김\ud800"))

    assert field == "name"
    assert "lone surrogate" in message


@pytest.mark.parametrize("stage", Stage)
def test_a_stage_may_end_as_it_starts_but_not_before(stage):
    started, ended = f"{stage}_started_at", f"{stage}_ended_at"

    record = parse_record(ClaimRecord, claim_values(**{started: AT, ended: OTHER_OFFSET}))
    early = claim_values(**{started: AT, ended: "2025-03-04T08:59:59+09:00"})

    assert record.span(stage)[0] == record.span(stage)[1]
    assert refusals_of(ClaimRecord, early) == [(ended, f"lies before {started}")]


def test_the_digest_of_a_row_changes_with_any_value_and_not_with_the_offset():
    values = claim_values(paid_at=AT)

    row = parse_record(ClaimRecord, values)
    same = parse_record(ClaimRecord, {**values, "paid_at": OTHER_OFFSET})
    changed = parse_record(ClaimRecord, {**values, "region": "busan"})

    assert row.digest == same.digest != changed.digest


def test_a_payment_may_leave_its_amount_out():
    values = {name: value for name, value in PAID.items() if name != "amount"}

    record = parse_record(EventRecord, values)

    assert (record.type, record.amount) == (EventType.CLAIM_PAID, None)
