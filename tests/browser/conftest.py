"""The real house for tests in a browser: web server, worker, database and mailbox of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.cli.start import web_server
from app.settings import SETTINGS
from tests.databases import fresh_database
from tests.postgres import free_port

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60


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


@dataclass
class House:
    """What a browser test needs to know about the running service."""

    url: str
    environment: Mapping[str, str] = field(repr=False)
    log: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def run(self, *command: str) -> str:
        """What a command prints, like `house.run("flask", "counts", "rebuild")`."""
        ended = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, f"{' '.join(command)}:\n{ended.stdout}{ended.stderr}"
        return ended.stdout

    def start(self, name: str, *command: str) -> None:
        with self.log.open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_up(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._is_up():
            ended = [name for name, child in self.running.items() if child.poll() is not None]
            assert not ended, f"{ended} ended:\n{self.log.read_text()}"
            assert time.monotonic() < deadline, f"not up in time:\n{self.log.read_text()}"
            time.sleep(0.1)

    def stop(self, name: str) -> None:
        """As Ctrl-C on `make run` does it; whoever does not end by that is a fault."""
        child = self.running.pop(name)
        child.send_signal(signal.SIGTERM)
        try:
            assert child.wait(PATIENCE) == 0, f"the {name} failed:\n{self.log.read_text()}"
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()

    def _is_up(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2):
                return True
        except urllib.error.URLError:
            return False


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """An empty installation, running; the tests of one file share it."""
    # Told to stop, pytest takes the house down with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = tmp_path_factory.mktemp("house")
    port = str(free_port())
    with fresh_database(folder) as database_url, ExitStack() as stack:
        names = {setting.name for setting in SETTINGS}
        environment = {key: value for key, value in os.environ.items() if key not in names} | {
            "BIND": f"127.0.0.1:{port}",
            "DATABASE_URL": database_url,
            "MAILBOX_DIR": str(folder / "mailbox"),
            "SECRET_KEY": "a key for tests only",
        }
        house = House(f"http://127.0.0.1:{port}", environment, folder / "log")
        house.run("flask", "db", "upgrade")
        for name, command in {
            "web server": web_server("127.0.0.1", port),
            "worker": ("flask", "worker"),
        }.items():
            house.start(name, *command)
            stack.callback(_stop_if_running, house, name)
        house.wait_until_up()
        yield house


def _stop_if_running(house, name):
    """A test may have stopped it by itself."""
    if name in house.running:
        house.stop(name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    house = item.funcargs.get("house")
    if report.failed and isinstance(house, House):
        report.sections.append(("What the house printed", house.log.read_text()))
    return report
