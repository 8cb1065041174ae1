"""Takes in claims, events and answers of the past; every door does it here, so that no figure is
left behind."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from analysis.counts import Cells, add, response_cells
from analysis.recounting import keep_counted
from surveys.claims.intake import Receipt, take_claims, take_events
from surveys.claims.records import ClaimRecord, EventRecord, Record
from surveys.errors import BadRecord
from surveys.invitations.inviting import Inviter
from surveys.responses.intake import History
from surveys.responses.records import AnswerRecord


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


def take_answers(
    records: Sequence[AnswerRecord], now: datetime, inviter: Inviter
) -> list[Receipt | BadRecord]:
    """Store answers that were given elsewhere and count them; returns what became of each."""
    history = History(records)
    outcomes: list[Receipt | BadRecord] = []
    cells: Cells = Counter()
    for record in records:
        try:
            response = history.take(record, now, inviter)
        except BadRecord as error:
            outcomes.append(error)
            continue
        outcomes.append(Receipt.ACCEPTED if response else Receipt.REPEATED)
        if response is not None:
            cells.update(response_cells(response, inviter.zone))
    add(cells)
    return outcomes
