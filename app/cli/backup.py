"""`flask backup` and `flask restore`."""

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from app.keeping.backup import back_up, holds_anything, look_at
from app.keeping.backup import restore as bring_back
from app.keeping.note import BadBackup
from app.keeping.schema import head
from app.parts import parts
from app.worker.lock import WorkerRunning
from surveys.clock import utc_now

FILE = click.Path(dir_okay=False, path_type=Path)
# What ends in one line that says what is wrong: a full disk and a locked file among them.
EXPECTED = (BadBackup, WorkerRunning, OSError, sqlite3.Error, DBAPIError)


@click.command()
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Write a backup of the database to the new FILE, while everything runs.

    Only its owner may read it: it holds names, addresses and comments.
    """
    try:
        with click.progressbar(length=100, label=file.name, file=sys.stderr) as bar:
            note = back_up(file, utc_now(), _mover(bar))
            bar.update(bar.length - bar.pos)
    except FileExistsError as error:
        raise click.ClickException(f"{file} is there already; name a new file") from error
    except EXPECTED as error:
        raise click.ClickException(_plainly(error)) from error
    click.echo(f"{file}: {note.size} bytes of {note.database} at revision {note.revision}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace what the database holds.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, replace: bool, yes: bool) -> None:
    """Bring back the backup FILE. Stop the worker first; the sender is paused afterwards."""
    try:
        note = look_at(file)
        made_at = f"{note.made_at.astimezone(parts().zone):%Y-%m-%d %H:%M}"
        if holds_anything():
            if not replace:
                raise BadBackup("the database is not empty; --replace puts the backup in its place")
            if not yes:
                click.confirm(f"Replace everything by the backup of {made_at}?", abort=True)
        bring_back(file, utc_now())
    except EXPECTED as error:
        raise click.ClickException(_plainly(error)) from error
    click.echo(f"restored the backup of {made_at}")
    if note.revision != head():
        click.echo("it is older than this version of Hearback; run flask db upgrade")
    click.echo("no mail goes out until you run flask outbox release")


def _mover(bar: object) -> Callable[[int, int], None]:
    """The bar wants steps of a hundred, a copy tells how much of how much it has done."""

    def move(done: int, of: int) -> None:
        bar.update(100 * done // max(1, of) - bar.pos)  # type: ignore[attr-defined]

    return move


def _plainly(error: Exception) -> str:
    if isinstance(error, DBAPIError):
        return f"the database refuses: {error.orig}"
    return str(error)
