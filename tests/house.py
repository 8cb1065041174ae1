"""The real house for tests: web server and worker as processes, with a database and a mailbox of
its own."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.cli.start import web_server
from app.settings import SETTINGS
from tests.databases import fresh_database
from tests.postgres import free_port

ROOT = Path(__file__).parent.parent
PATIENCE = 60


@dataclass
class House:
    """A running service, and what a test needs to know about it."""

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

    def start_worker(self, *runner: str) -> None:
        """The worker, run by `flask` or by a runner of the test's own; returns once it works."""
        started = self._workers_started()
        self.start("worker", *(runner or ("flask",)), "worker")
        self._wait_until(lambda: self._workers_started() > started)

    def _workers_started(self) -> int:
        return self.log.read_text().count("the worker has started") if self.log.exists() else 0

    def wait_until_up(self) -> None:
        self._wait_until(self._is_up)

    def _wait_until(self, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_so():
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


@contextmanager
def open_house(folder: Path, **settings: str) -> Iterator[House]:
    """An empty installation whose web server runs; whatever else was started stops with it."""
    host, port = "127.0.0.1", str(free_port())
    with fresh_database(folder) as database_url:
        names = {setting.name for setting in SETTINGS}
        environment = {key: value for key, value in os.environ.items() if key not in names} | {
            "BIND": f"{host}:{port}",
            "DATABASE_URL": database_url,
            "MAILBOX_DIR": str(folder / "mailbox"),
            "SECRET_KEY": "a key for tests only",
        }
        house = House(f"http://{host}:{port}", environment | settings, folder / "log")
        house.run("flask", "db", "upgrade")
        try:
            house.start("web server", *web_server(host, port))
            house.wait_until_up()
            yield house
        finally:
            for name in list(house.running):
                house.stop(name)
