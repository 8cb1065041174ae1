"""What the commands that import files have in common."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import click

from surveys.claims.files import Row
from surveys.claims.importing import Take, Tally, import_file
from surveys.errors import BadFile

files_argument = click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")


def import_files(
    files: tuple[Path, ...], as_json: bool, read: Callable[[Path], Iterator[Row]], take: Take
) -> None:
    """Import files, print what became of their rows, and end with the status that says so."""
    tallies, unreadable = [], False
    for file in files:
        try:
            tallies.append(_import(file, read(file), take))
        except BadFile as error:
            unreadable = True
            click.echo(f"{error}", err=True)
    if as_json:
        click.echo(json.dumps([asdict(tally) for tally in tallies], ensure_ascii=False, indent=2))
    else:
        for tally in tallies:
            click.echo(_sentence(tally))
    rejected = any(tally.rejected for tally in tallies)
    click.get_current_context().exit(2 if unreadable else 1 if rejected else 0)


def _import(file: Path, rows: Iterator[Row], take: Take) -> Tally:
    with click.progressbar(
        length=max(1, file.stat().st_size), label=file.name, file=sys.stderr
    ) as bar:
        tally = import_file(file, rows, take, _mover(bar.update))
        bar.update(max(1, file.stat().st_size) - bar.pos)
    return tally


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
