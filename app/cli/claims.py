import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import AppGroup

from analysis.intake import take_in
from app.parts import parts
from surveys.claims.importing import Tally, import_file
from surveys.claims.intake import Receipt
from surveys.claims.records import ClaimRecord, EventRecord
from surveys.clock import utc_now
from surveys.errors import BadFile

claims = AppGroup("claims", help="Take in claims and their events.")


@claims.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.pass_context
def import_command(context: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Import claims.csv and events.jsonl FILES, in any order and as often as you like.

    Rows that cannot be taken are listed with line, column and reason in FILE.rejected.csv. The
    exit status is 0 when every row was taken, 1 when some were rejected, 2 when a file could not
    be read at all.
    """
    tallies, unreadable = [], False
    for file in files:
        try:
            tallies.append(_import(file))
        except BadFile as error:
            unreadable = True
            click.echo(f"{error}", err=True)
    if as_json:
        click.echo(json.dumps([asdict(tally) for tally in tallies], ensure_ascii=False, indent=2))
    else:
        for tally in tallies:
            click.echo(_sentence(tally))
    rejected = any(tally.rejected for tally in tallies)
    context.exit(2 if unreadable else 1 if rejected else 0)


def _import(file: Path) -> Tally:
    with click.progressbar(
        length=max(1, file.stat().st_size), label=file.name, file=sys.stderr
    ) as bar:
        tally = import_file(file, _take, _mover(bar.update))
        bar.update(max(1, file.stat().st_size) - bar.pos)
    return tally


def _take(claims: Sequence[ClaimRecord], events: Sequence[EventRecord]) -> list[Receipt]:
    return take_in(claims, events, utc_now(), parts().zone)


def _mover(update: Callable[[int], None]) -> Callable[[int, int], None]:
    """The bar wants steps, the import tells positions."""
    behind = 0

    def move(position: int, _size: int) -> None:
        nonlocal behind
        update(position - behind)
        behind = position

    return move


def _sentence(tally: Tally) -> str:
    sentence = (
        f"{tally.file}: {tally.rows} rows, {tally.accepted} accepted,"
        f" {tally.repeated} repeated, {tally.rejected} rejected"
    )
    return f"{sentence}; see {tally.rejected_file}" if tally.rejected_file else sentence
