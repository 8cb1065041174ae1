"""Runs a command beside a throw-away PostgreSQL: python tests/postgres.py [COMMAND...]

The server lives in a temporary folder, listens on 127.0.0.1 only, is named to the command by
TEST_DATABASE_URL, and is gone when the command ends, however that happens.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30
INITDB = ("--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
# A server for tests may lose everything at a power cut, and is faster for it.
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "log_min_messages": "fatal",
}


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with server(find_programs()) as url:
        child = subprocess.Popen(command, env=os.environ | {"TEST_DATABASE_URL": url})
        try:
            return child.wait()
        except KeyboardInterrupt:
            return child.wait()  # Ctrl-C has reached the command too
        finally:
            child.send_signal(signal.SIGINT)  # by which pytest stops what it has started
            child.wait()


def find_programs() -> Path:
    """The folder with `initdb` and `postgres`; Debian keeps it out of PATH."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name.zfill(4)
    )
    if pg_config := shutil.which("pg_config"):
        named = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=True)
        folders.append(Path(named.stdout.strip()))
    for folder in reversed(folders):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    sys.exit("PostgreSQL's server was not found. On Debian: apt-get install postgresql")


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """A running server with an empty database; the value is its URL."""
    folder, port, user = Path(tempfile.mkdtemp(prefix="hearback-pg-")), free_port(), owner()
    try:
        if user:
            shutil.chown(folder, user)
        # Away from this folder, which that user may not read, and out of reach of Ctrl-C.
        settled = {"user": user, "cwd": folder, "start_new_session": True}
        subprocess.run(
            [programs / "initdb", "-D", folder / "data", "-U", "hearback", *INITDB],
            stdout=subprocess.DEVNULL,
            check=True,
            **settled,
        )
        options = OPTIONS | {"port": str(port), "unix_socket_directories": str(folder)}
        postgres = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data"]
            + [f"--{name}={value}" for name, value in options.items()],
            stdin=subprocess.DEVNULL,
            **settled,
        )
        try:
            wait_until_up(programs, postgres, port)
            yield f"postgresql+psycopg://hearback@127.0.0.1:{port}/postgres"
        finally:
            stop(postgres)
    finally:
        shutil.rmtree(folder)


def owner() -> str | None:
    """PostgreSQL refuses to run as root: Debian's own user for it, or else `nobody`."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_up(programs: Path, postgres: subprocess.Popen[bytes], port: int) -> None:
    ask = [programs / "pg_isready", "-q", f"--port={port}", "--host=127.0.0.1"]
    ask += ["--username=hearback", "--dbname=postgres"]
    deadline = time.monotonic() + PATIENCE
    while subprocess.run(ask, check=False).returncode != 0:
        if postgres.poll() is not None or time.monotonic() > deadline:
            sys.exit("PostgreSQL did not start; its message stands above")
        time.sleep(0.1)


def stop(postgres: subprocess.Popen[bytes]) -> None:
    """First "fast" (open connections end), then "immediate"."""
    for number in (signal.SIGINT, signal.SIGQUIT):
        postgres.send_signal(number)
        try:
            postgres.wait(PATIENCE)
            return
        except subprocess.TimeoutExpired:
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or [sys.executable, "-m", "pytest"]))
