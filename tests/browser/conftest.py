"""A browser, and the real house that it opens."""

import os
import shutil
import threading
from datetime import timedelta

import pytest
from werkzeug.serving import make_server

from surveys.clock import utc_now
from tests.factories import DAY, SEOUL, claim_record, write_claims
from tests.house import House, open_house


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, tmp_path_factory):
    """Debian's Chromium, which reaches this machine only and writes nothing into the home."""
    home = str(tmp_path_factory.mktemp("browser"))
    return browser_type_launch_args | {
        "executable_path": shutil.which("chromium") or "/usr/bin/chromium",
        "env": os.environ | {"HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home},
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-proxy-server",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        ],
    }


@pytest.fixture(scope="module")
def browser_context_args(browser_context_args):
    return browser_context_args | {"locale": "ko-KR", "viewport": {"width": 360, "height": 740}}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """An empty installation, running with its worker; the tests of one file share it."""
    with open_house(tmp_path_factory.mktemp("house")) as house:
        house.start_worker()
        yield house


@pytest.fixture(scope="module")
def invited_house(tmp_path_factory):
    """A house with one Korean invitation in its mailbox, sent yesterday at noon in Seoul."""
    folder = tmp_path_factory.mktemp("house")
    noon = utc_now().astimezone(SEOUL).replace(hour=12) - DAY
    claims = write_claims(folder / "claims.csv", [claim_record(paid_at=noon - 2 * DAY)])
    with open_house(folder) as house:
        house.run("flask", "claims", "import", str(claims))
        # A minute later, so that the mail is due whichever of the two took longer to start.
        for job, at in (("invite", noon), ("deliver", noon + timedelta(minutes=1))):
            house.run("tests.rehearsal", at.isoformat(), "jobs", "run", job)
        house.start_worker()
        yield house


@pytest.fixture
def site(app):
    """The application of the suite, served from a thread: for pages in states that a test makes.

    What the test writes is seen once it is committed.
    """
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    house = item.funcargs.get("house") or item.funcargs.get("invited_house")
    if report.failed and isinstance(house, House):
        report.sections.append(("What the house printed", house.log.read_text()))
    return report
