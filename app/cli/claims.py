from collections.abc import Sequence
from pathlib import Path

from flask.cli import AppGroup

from analysis.intake import take_records
from app.cli.importing import files_argument, import_files, json_option
from app.parts import parts
from surveys.claims.files import read_rows
from surveys.claims.intake import Receipt
from surveys.claims.records import Record
from surveys.clock import utc_now

claims = AppGroup("claims", help="Take in claims and their events.")


@claims.command("import")
@files_argument
@json_option
def import_command(files: tuple[Path, ...], as_json: bool) -> None:
    """Import claims.csv and events.jsonl FILES, in any order and as often as you like.

    Rows that cannot be taken are listed with line, column and reason in FILE.rejected.csv. The
    exit status is 0 when every row was taken, 1 when some were rejected, 2 when a file could not
    be read at all.
    """
    import_files(files, as_json, read_rows, _take)


def _take(records: Sequence[Record]) -> list[Receipt]:
    return take_records(records, utc_now(), parts().zone)
