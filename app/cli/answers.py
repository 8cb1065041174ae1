from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import AppGroup

from analysis.intake import take_answers
from app.cli.importing import files_argument, import_files, json_option
from app.parts import parts
from surveys.claims.importing import Outcome
from surveys.claims.records import Record
from surveys.clock import utc_now
from surveys.errors import NothingPublished
from surveys.responses.files import read_answers
from surveys.responses.records import AnswerRecord

answers = AppGroup("answers", help="Take in answers that were given elsewhere.")


@answers.command("import")
@files_argument
@json_option
def import_command(files: tuple[Path, ...], as_json: bool) -> None:
    """Import answers.jsonl FILES, after their claims and as often as you like.

    The answers count, and nobody is written to. Rows that cannot be taken are listed with line,
    column and reason in FILE.rejected.csv. The exit status is 0 when every row was taken, 1 when
    some were rejected, 2 when a file could not be read at all.
    """
    import_files(files, as_json, read_answers, _take)


def _take(records: Sequence[Record]) -> Sequence[Outcome]:
    answers = [record for record in records if isinstance(record, AnswerRecord)]
    try:
        return take_answers(answers, utc_now(), parts().inviter)
    except NothingPublished as error:
        raise click.ClickException(str(error)) from error
