import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app import create_app
from app.api.keys import Scope
from app.api.problems import WORDS
from surveys.db import db
from tests.factories import make_claim, make_response
from tests.house import open_house

DOCS = Path(__file__).parent.parent / "docs"
PAID = {"type": "claim_paid", "at": "2025-03-04T12:00:00+09:00"}


@pytest.fixture
def house(tmp_path):
    """A running service with two answers in it."""
    with open_house(tmp_path) as house:
        app = create_app(house.environment)
        with app.app_context():
            for score in (3, 9):
                claim = make_claim(claim_id=f"C-{score}")
                make_response(app.extensions["hearback"], score, claim, comment="fine")
            db.session.commit()
            db.engine.dispose()
        yield house


def send(house, key, events):
    program = [sys.executable, str(DOCS / "send_events.py"), str(events)]
    environment = {"HEARBACK_URL": house.url, "HEARBACK_KEY": key}
    return subprocess.run(program, env=environment, capture_output=True, text=True, check=False)


def test_the_example_program_sends_events_and_reads_answers(house, tmp_path):
    events = tmp_path / "events.jsonl"
    lines = [json.dumps({"claim_id": f"C-{n}", **PAID}) + "\n" for n in range(1001)]
    events.write_text("".join(lines) + '{"claim_id": "C-1"}\n', encoding="utf-8")
    scopes = ("--scope", Scope.EVENTS_WRITE, "--scope", Scope.RESPONSES_READ)
    key = house.run("flask", "keys", "create", "claims system", *scopes).strip()

    first, again = send(house, key, events), send(house, key, events)

    assert first.returncode == 0, first.stderr
    assert "1000 accepted, 0 repeated" in first.stdout
    assert "1 accepted, 0 repeated" in first.stdout
    assert "'field': 'at'" in first.stdout
    assert first.stdout.endswith("C-3 3 fine\nC-9 9 fine\n")
    assert again.stdout == first.stdout


def test_the_page_about_the_api_names_every_scope_and_code():
    page = (DOCS / "api.md").read_text(encoding="utf-8")
    code = "".join(path.read_text() for path in (DOCS.parent / "app/api").glob("*.py"))
    ours = set(re.findall(r'HTTPStatus\.[A-Z_]+, "(\w+)"', code))
    named = ours | {code for code, _ in WORDS.values()} | set(Scope)

    assert len(named) >= 18
    assert {name for name in named if f"`{name}`" not in page} == set()
