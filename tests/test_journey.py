"""One claim walks the whole road through real processes: HTTP, SMTP, database, worker."""

import email
import json
import re
import time
from datetime import datetime, timedelta
from email.policy import default

import httpx
import pytest
from aiosmtpd.controller import Controller

from surveys.clock import utc_now
from tests.factories import DAY, SEOUL, claim_record, write_claims
from tests.forms import nonce_on
from tests.house import open_house
from tests.postgres import free_port

PATIENCE = 60
COMMENT = "접수는 쉬웠지만 서류 검토가 너무 늦었어요 010-1234-5678"


class Relay:
    """A real SMTP server that keeps what it was given."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.mails.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 2.0.0 kept"

    def wait_for(self, recipient):
        deadline = time.monotonic() + PATIENCE
        while not (found := [mail for mail in self.mails if mail["To"] == recipient]):
            assert time.monotonic() < deadline, f"no mail to {recipient}"
            time.sleep(0.2)
        return found


@pytest.fixture
def relay():
    relay = Relay()
    controller = Controller(relay, hostname="127.0.0.1", port=free_port())
    controller.start()
    relay.url = f"smtp://127.0.0.1:{controller.port}"
    yield relay
    controller.stop()


@pytest.fixture
def house(relay, tmp_path):
    with open_house(tmp_path, MAIL_URL=relay.url, PUBLIC_URL="http://localhost:1") as house:
        yield house


def work_from(house, moment):
    """A real worker whose clock starts at this moment."""
    house.start_worker("tests.rehearsal", moment.isoformat())


def import_claim(house, folder, paid_at):
    """The payment comes before anybody has told us of the claim itself."""
    event = {"claim_id": "C-1", "type": "claim_paid", "at": paid_at.isoformat()}
    events = folder / "events.jsonl"
    events.write_text(json.dumps(event), encoding="utf-8")
    record = claim_record(claim_id="C-1", email="haneul@example.com", paid_at=None)
    claims = write_claims(folder / "claims.csv", [record])
    house.run("flask", "claims", "import", str(events), str(claims))


def link_of(mail, score):
    text = mail.get_body(("plain",)).get_content()
    return re.search(rf"/a/\S+(?=\?score={score}\b)", text).group()


def report_of(house, start):
    end = start + 7 * DAY
    days = ("--from", f"{start:%Y-%m-%d}", "--to", f"{end:%Y-%m-%d}")
    return json.loads(house.run("flask", "report", "build", *days))


def wait_until_read(house, monday):
    deadline = time.monotonic() + PATIENCE
    while not any(row["clauses"] for row in report_of(house, monday)["stages"]):
        assert time.monotonic() < deadline, "the comment was not read"
        time.sleep(0.5)


def test_a_claim_event_becomes_a_mail_an_answer_a_reading_a_report_and_a_digest(
    house, relay, tmp_path
):
    noon = utc_now().astimezone(SEOUL).replace(hour=12, minute=0) - DAY
    import_claim(house, tmp_path, paid_at=noon - 2 * DAY)
    house.run("flask", "digest", "subscribe", "lead@example.com", "--language", "en")

    work_from(house, noon)
    invitation = relay.wait_for("haneul@example.com")[0]
    link = link_of(invitation, 3)
    page = httpx.get(f"{house.url}{link}?score=3").text
    assert 'value="3" required checked' in page
    form = {"score": "3", "document_review": "1", "payout": "5", "comment": COMMENT}
    form["nonce"] = nonce_on(page)
    time.sleep(2.1)
    assert httpx.post(f"{house.url}{link}", data=form).status_code == 303
    answered_on = utc_now().astimezone(SEOUL).date()
    monday = answered_on - timedelta(days=answered_on.weekday())
    thanks = httpx.get(f"{house.url}{link}/thanks").text
    assert "[전화]" in thanks
    assert "1234" not in thanks
    house.stop("worker")

    next_monday = datetime.combine(monday + 7 * DAY, datetime.min.time(), SEOUL)
    work_from(house, next_monday.replace(hour=8, second=5))
    wait_until_read(house, monday)
    digest = relay.wait_for("lead@example.com")
    house.stop("worker")

    report = report_of(house, monday)
    review = next(row for row in report["stages"] if row["stage"] == "document_review")
    assert (report["nps"]["n"], report["nps"]["detractors"]) == (1, 1)
    assert (review["n"], review["rating_mean"], review["unhappy_clause_share"]) == (1, 1.0, 1.0)
    assert "1 answer" in digest[0].get_body(("plain",)).get_content()
    assert [mail["To"] for mail in relay.mails] == ["haneul@example.com", "lead@example.com"]
