"""`make run`: web server and worker together, both stopped by one Ctrl-C."""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from types import FrameType

import click
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import select

from app.accounts.signing_in import has_staff, new_code
from surveys.claims.models import Claim
from surveys.clock import utc_now
from surveys.db import db, write

# The web server is up within seconds; a machine under load gets a minute.
PATIENCE = 60
WEB_WORKERS = 2


@dataclass
class Children:
    """The processes that live and end with this one."""

    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    stopping: bool = False

    def start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        """In a session of its own, so that Ctrl-C reaches it through us, and once."""
        child = subprocess.Popen([sys.executable, "-m", *command], start_new_session=True)
        self.running[name] = child
        return child

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        self.stopping = True
        for child in self.running.values():
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)

    def ended(self) -> str | None:
        """The name of a process that has ended, if one has."""
        return next(
            (name for name, child in self.running.items() if child.poll() is not None), None
        )

    def wait(self) -> None:
        for child in self.running.values():
            child.wait()


@click.command()
def start() -> None:
    """Bring the database up to date, then run the web server and the worker."""
    host, _, port = current_app.config["BIND"].rpartition(":")
    _refuse_taken_port(host, int(port))
    upgrade()
    children = Children()
    # SIGHUP: the terminal was closed.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, children.stop)
    try:
        _run(children, host, port)
    finally:
        children.stop()
        children.wait()


def web_server(host: str, port: str) -> tuple[str, ...]:
    """The command, for `python -m`."""
    return (
        *("granian", "--interface", "wsgi", "--factory", "app:create_app"),
        *("--host", host, "--port", port, "--workers", str(WEB_WORKERS), "--blocking-threads", "2"),
        *("--no-ws", "--log-level", "warning"),
    )


def _run(children: Children, host: str, port: str) -> None:
    children.start("web server", *web_server(host, port))
    if not _is_up(children, f"http://{host}:{port}/healthz"):
        raise click.ClickException("the web server did not start; its message stands above")
    _print_addresses()
    if _is_empty() and not children.stopping:
        _play_demo(children)
    if not children.stopping:
        children.start("worker", "flask", "worker")
        click.echo("The worker runs. Ctrl-C stops everything.")
    while not children.stopping:
        if name := children.ended():
            raise click.ClickException(f"the {name} has stopped; its message stands above")
        time.sleep(0.3)


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"{host}:{port} cannot be listened on ({error.strerror});"
                f" choose another, like: BIND={host}:{port + 1} make run"
            ) from error


def _is_up(children: Children, url: str) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not children.ended() and not children.stopping:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return children.stopping


def _print_addresses() -> None:
    url = current_app.config["PUBLIC_URL"]
    click.echo(f"\nHearback is at {url}/console/")
    if not has_staff():
        click.echo(f"  sign-in code for the first administrator: {write(_new_code)}")
    if not current_app.config["MAIL_URL"]:
        click.echo(f"  mails go to a folder; read them at {url}/mailbox/")
    click.echo("")


def _new_code() -> str:
    return new_code(utc_now())


def _is_empty() -> bool:
    is_local = current_app.config["IS_LOCAL"] and not current_app.config["MAIL_URL"]
    return is_local and db.session.scalar(select(Claim.id).limit(1)) is None


def _play_demo(children: Children) -> None:
    """An empty local database gets a sample insurer; the pages are served meanwhile."""
    demo = children.start("demo", "flask", "demo")
    if demo.wait() and not children.stopping:
        click.echo("The sample insurer stopped early; its message stands above.", err=True)
    del children.running["demo"]
