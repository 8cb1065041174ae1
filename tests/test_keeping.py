"""A backup under load, brought back: nothing is torn, and no mail goes out before its release."""

import email
import re
import threading
import time
from datetime import timedelta
from email.policy import default

import httpx
import pytest

from app.cli.start import web_server
from surveys.clock import utc_now
from tests.factories import DAY, SEOUL, claim_record, write_claims
from tests.forms import nonce_on
from tests.house import open_house

ANSWERING, WAITING = 50, 5
COMMENT = "Filing was easy, but the documents took far too long."
PATIENCE = 60


class Customers(threading.Thread):
    """Open all links, then answer one after the other, until told to stop or none is left."""

    def __init__(self, links):
        super().__init__()
        self.links, self.answered, self.stopping = links, 0, threading.Event()

    def run(self):
        forms = [
            {"score": "3", "comment": COMMENT, "nonce": self.open(link)} for link in self.links
        ]
        self.stopping.wait(2.1)
        for link, form in zip(self.links, forms, strict=True):
            if self.stopping.wait(0.2):
                return
            assert httpx.post(link, data=form).status_code == 303
            self.answered += 1

    def open(self, link):
        return nonce_on(httpx.get(link).text)


@pytest.fixture
def house(tmp_path):
    with open_house(tmp_path) as house:
        yield house


def import_claims(house, folder, noon):
    """Most customers are asked at once, some a day later."""
    records = [claim_record(paid_at=noon - 2 * DAY) for _ in range(ANSWERING)]
    records += [claim_record(paid_at=noon - timedelta(hours=1)) for _ in range(WAITING)]
    house.run("flask", "claims", "import", str(write_claims(folder / "claims.csv", records)))


def mails(folder):
    files = sorted((folder / "mailbox").glob("*.eml"))
    return [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]


def wait_for_mails(folder, number):
    deadline = time.monotonic() + PATIENCE
    while len(mails(folder)) < number:
        assert time.monotonic() < deadline, "the mails did not go out"
        time.sleep(0.1)


def links_of(found):
    texts = (mail.get_body(("plain",)).get_content() for mail in found)
    return [re.search(r"http\S+/a/[\w-]+(?=\?score=3\b)", text).group() for text in texts]


def deliver(house, moment):
    """All that is due at this moment, by a process whose clock shows it."""
    house.run("tests.rehearsal", moment.isoformat(), "jobs", "run", "deliver")


def start_web_server(house):
    host, _, port = house.url.rpartition("/")[2].partition(":")
    house.start("web server", *web_server(host, port))
    house.wait_until_up()


def restore(house, backup):
    """With PostgreSQL nothing else may be connected; with SQLite the web server goes on."""
    has_server = house.environment["DATABASE_URL"].startswith("postgresql")
    if has_server:
        house.stop("web server")
    house.run("flask", "restore", str(backup), "--replace", "--yes")
    if has_server:
        start_web_server(house)
    assert httpx.get(f"{house.url}/readyz").text == "ready"


def back_up_under_load(house, folder):
    """While customers answer, their comments are read and the worker works."""
    customers = Customers(links_of(mails(folder)))
    customers.start()
    while not customers.answered:
        customers.join(0.01)
    house.run("flask", "backup", str(folder / "backup"))
    assert customers.is_alive(), "the load went on until the backup was made"
    customers.stopping.set()
    customers.join()
    return folder / "backup"


def test_a_backup_made_under_load_comes_back_whole_and_sends_nothing_until_released(
    house, tmp_path
):
    noon = utc_now().astimezone(SEOUL).replace(hour=12, minute=0) - DAY
    import_claims(house, tmp_path, noon)
    house.start_worker("tests.rehearsal", noon.isoformat())
    wait_for_mails(tmp_path, ANSWERING)
    backup = back_up_under_load(house, tmp_path)
    house.stop("worker")
    deliver(house, noon + DAY)
    assert len(mails(tmp_path)) == ANSWERING + WAITING

    restore(house, backup)
    house.run("flask", "check")
    deliver(house, noon + DAY)
    assert len(mails(tmp_path)) == ANSWERING + WAITING

    assert "the sender is paused since" in house.run("flask", "outbox", "release", "--yes")
    deliver(house, noon + DAY)
    ids = [mail["Message-ID"] for mail in mails(tmp_path)]
    assert len(ids) == ANSWERING + 2 * WAITING
    assert len(set(ids)) == ANSWERING + WAITING, "a second copy can be told by its Message-ID"
