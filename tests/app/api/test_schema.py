"""Schemathesis plays a stranger who has read our document and tries everything that it allows.

The long form: SCHEMA_EXAMPLES=500 pytest tests/app/api/test_schema.py
"""

import os

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.run import PhaseName

from analysis.language.labels import Label
from app.api.keys import Scope, new_key
from surveys.clock import utc_now
from surveys.db import db
from tests.factories import make_claim, make_clause, make_reading, make_response

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "10"))
PHASES = {PhaseName.EXAMPLES, PhaseName.COVERAGE, PhaseName.FUZZING, PhaseName.STATEFUL_TESTING}
# Records are answered with 200 and a result for each, since each is judged alone; and good ones
# with 422 where a made-up Idempotency-Key was used before.
OF_RECORDS = {
    "negative_data_rejection": {"expected-statuses": [200, 400, 401, 403, 415, 422]},
    "positive_data_acceptance": {"expected-statuses": [200, 422]},
}
# This check calls WSGI with an argument of HTTP's and breaks; test_access.py tries it by hand.
NOT_BY_WSGI = {"ignored_auth": {"enabled": False}}
CONFIG = {
    "seed": 1,
    # NUL is text to a schema and refused by us: test_reading.py.
    "generation": {"max-examples": EXAMPLES, "database": "none", "allow-x00": False},
    "checks": NOT_BY_WSGI,
    "operations": [{"include-method": "POST", "checks": OF_RECORDS | NOT_BY_WSGI}],
}


@pytest.fixture
def schema(app, parts, monkeypatch):
    """Our document, read from the application, with a key and something to read."""
    monkeypatch.setitem(app.config, "API_REQUESTS_PER_MINUTE", 10**9)
    for claim_id in ("C-2025-0001", "0"):
        response = make_response(parts, claim=make_claim(claim_id=claim_id), comment="느려요")
        make_reading(response, make_clause(Label.NEGATIVE))
    token = new_key("stranger", set(Scope), None, utc_now())
    db.session.commit()

    def own_context(environ, start_response):
        with app.app_context():
            return app.wsgi_app(environ, start_response)

    config = SchemathesisConfig.from_dict(
        CONFIG | {"headers": {"Authorization": f"Bearer {token}"}}
    )
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", own_context, config=config)


def complaints(event) -> list[str]:
    """What went wrong in a step of the run; the checks of a scenario are counted elsewhere."""
    if isinstance(event, events.NonFatalError | events.FatalError):
        return [str(event)]
    failed = (check for check in checks_of(event) if check.status is not Status.SUCCESS)
    return [f"{event.label}: {check.name}: {check.failure_info}" for check in failed]


def checks_of(event) -> list:
    if not isinstance(event, events.ScenarioFinished):
        return []
    return [check for checks in event.recorder.checks.values() for check in checks]


def test_the_api_does_what_its_document_says(schema):
    run = list(from_schema(schema).execute())

    assert [complaint for event in run for complaint in complaints(event)] == []
    assert {event.phase for event in run if isinstance(event, events.ScenarioFinished)} >= PHASES
    checked = sum(len(checks_of(event)) for event in run)
    print(f"{checked} checks")
    assert checked > 500
