"""Takes in claims and events; every door does it here, so that no figure is left behind."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from analysis.recounting import keep_counted
from surveys.claims.intake import Receipt, take_claims, take_events
from surveys.claims.records import ClaimRecord, EventRecord


def take_in(
    claims: Sequence[ClaimRecord], events: Sequence[EventRecord], now: datetime, zone: ZoneInfo
) -> list[Receipt]:
    """Store claims, then events; returns a receipt for each, in the same order."""
    ids = {claim.claim_id for claim in claims} | {event.claim_id for event in events}
    return keep_counted(ids, zone, lambda: [*take_claims(claims, now), *take_events(events, now)])
