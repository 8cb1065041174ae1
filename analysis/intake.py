"""Takes in claims and events; every door does it here, so that no figure is left behind."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from analysis.recounting import keep_counted
from surveys.claims.intake import Receipt, take_claims, take_events
from surveys.claims.records import ClaimRecord, EventRecord, Record


def take_in(
    claims: Sequence[ClaimRecord], events: Sequence[EventRecord], now: datetime, zone: ZoneInfo
) -> list[Receipt]:
    """Store claims, then events; returns a receipt for each, in the same order."""
    ids = {claim.claim_id for claim in claims} | {event.claim_id for event in events}
    return keep_counted(ids, zone, lambda: [*take_claims(claims, now), *take_events(events, now)])


def take_records(records: Sequence[Record], now: datetime, zone: ZoneInfo) -> list[Receipt]:
    """Store the records of one file, which are either claims or events."""
    claims = [record for record in records if isinstance(record, ClaimRecord)]
    events = [record for record in records if isinstance(record, EventRecord)]
    return take_in(claims, events, now, zone)
