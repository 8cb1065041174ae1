"""How fast events come in by the API, beside bare inserts of the same rows in the same run."""

import http.client
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from time import perf_counter
from urllib.parse import urlsplit

from sqlalchemy import delete, func, insert, select

from app import create_app
from surveys.claims.models import ClaimEvent
from surveys.claims.records import ClaimRecord
from surveys.db import db, write
from tests.factories import NOON, claim_record
from tests.house import House

EVENTS = 50_000
BATCH = 100
# What befalls each claim: five stages begin and end.
STAGES = ("filing", "document_review", "investigation", "decision", "payout")
EVENTS_A_CLAIM = 2 * len(STAGES)


@dataclass(frozen=True)
class Measured:
    """What was stored, in how many seconds, and how many rows the table held afterwards."""

    what: str
    records: int
    seconds: float
    rows: int

    @property
    def rate(self) -> float:
        return self.records / self.seconds


def measure(house: House, events: int = EVENTS) -> list[Measured]:
    """Claims, their events, the same events again, and at last bare inserts of their rows."""
    claims = [bare_claim(n) for n in range(events // EVENTS_A_CLAIM)]
    told = [event for claim in claims for event in events_of(claim)]
    app = create_app({**house.environment})
    with app.app_context(), Sender.of(house) as sender:
        measured = [
            sender.measure("claims", "claims by API", [as_json(claim) for claim in claims]),
            sender.measure("events", "events by API", told),
            sender.measure("events", "the same again", told),
            measure_bare_inserts(),
        ]
        db.session.remove()
        db.engine.dispose()
    return measured


def bare_claim(n: int) -> ClaimRecord:
    """Master data only: all that happens to the claim is told by events."""
    untold = {name: None for name in ClaimRecord.model_fields if name.endswith("ed_at")}
    return claim_record(claim_id=f"C-{n:06}", decision=None, amount_paid=None, **untold)


def as_json(claim: ClaimRecord) -> dict[str, object]:
    return claim.model_dump(mode="json")


def events_of(claim: ClaimRecord) -> Iterator[dict[str, object]]:
    for n, stage in enumerate(STAGES):
        for type_, hours in (("stage_started", 24 * n), ("stage_ended", 24 * n + 20)):
            at = (NOON + timedelta(hours=hours)).isoformat()
            yield {"claim_id": claim.claim_id, "type": type_, "stage": stage, "at": at}


@dataclass
class Sender:
    """Another system with its key, on one connection that is kept."""

    connection: http.client.HTTPConnection
    headers: dict[str, str]

    @classmethod
    def of(cls, house: House) -> "Sender":
        scopes = ("--scope", "events:write", "--scope", "claims:write")
        token = house.run("flask", "keys", "create", "bench", *scopes).strip()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        return cls(http.client.HTTPConnection(urlsplit(house.url).netloc), headers)

    def __enter__(self) -> "Sender":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def measure(self, kind: str, what: str, records: Sequence[dict[str, object]]) -> Measured:
        bodies = [json.dumps({kind: batch}) for batch in in_batches(records)]
        start = perf_counter()
        for body in bodies:
            self._send(f"/api/v1/{kind}", body)
        return Measured(what, len(records), perf_counter() - start, rows_of_events())

    def _send(self, path: str, body: str) -> None:
        self.connection.request("POST", path, body, self.headers)
        reply = self.connection.getresponse()
        answer = reply.read()
        assert reply.status == 200, answer
        assert json.loads(answer)["rejected"] == 0, answer


def rows_of_events() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(ClaimEvent)) or 0


def measure_bare_inserts() -> Measured:
    """The rows that the API has stored, taken out and put in once more by nothing but INSERT."""
    table = ClaimEvent.__table__
    rows = [dict(row) for row in db.session.execute(select(table)).mappings()]
    write(lambda: db.session.execute(delete(ClaimEvent)))
    batches = list(in_batches(rows))
    start = perf_counter()
    for batch in batches:
        write(lambda batch=batch: db.session.execute(insert(table), batch))
    return Measured("bare inserts", len(rows), perf_counter() - start, rows_of_events())


def in_batches(rows: Sequence[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch
