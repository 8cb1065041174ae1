import importlib
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from types import ModuleType

import click
from flask.cli import AppGroup

from analysis.language.reading import LANGUAGES
from analysis.language.scoring import CommentRecord, scored
from analysis.readings.exporting import corrected_comments
from analysis.readings.reading import count_to_read_again, read_again
from app.parts import parts
from surveys.claims.files import Row, read_lines
from surveys.claims.importing import RejectedFile
from surveys.clock import utc_now
from surveys.errors import BadFile

comments = AppGroup("comments", help="What customers write: score files, train and measure.")

# Comments that are scored at once.
BATCH = 50

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@comments.command("score")
@click.argument("source", type=FILE)
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def score_command(context: click.Context, source: Path, target: Path) -> None:
    """Score the comments of SOURCE (JSON Lines with id, text, and language if known) into TARGET.

    Bad lines are listed in SOURCE.rejected.csv and hold up nothing. The exit status is 0 when
    every line was scored and 1 when some were not.
    """
    size = max(source.stat().st_size, 1)
    with (
        target.open("w", encoding="utf-8") as out,
        RejectedFile(source.with_name(source.name + ".rejected.csv")) as rejected,
        click.progressbar(length=size, label="Scoring") as bar,
    ):
        written = refused = position = 0
        for rows in batched(_rows(source), BATCH):
            good = [row.record for row in rows if isinstance(row.record, CommentRecord)]
            out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in scored(good))
            written += len(good)
            for row in rows:
                if not isinstance(row.record, CommentRecord):
                    rejected.add(row.line, row.refusals)
                    refused += 1
            bar.update(rows[-1].position - position)
            position = rows[-1].position
    click.echo(f"{written} scored, {refused} rejected", err=True)
    if rejected.written_to:
        click.echo(f"the rejected lines stand in {rejected.written_to}", err=True)
    context.exit(1 if refused else 0)


def batched(rows: Iterable[Row], n: int) -> Iterator[list[Row]]:
    left = iter(rows)
    while batch := list(islice(left, n)):
        yield batch


def _rows(source: Path) -> Iterator[Row]:
    try:
        yield from read_lines(source, CommentRecord)
    except OSError as error:
        raise click.ClickException(f"{source}: {error.strerror}") from error


@comments.command("read-again")
def read_again_command() -> None:
    """Read the comments again that the present models have not read, as after an upgrade.

    What was read before is kept; figures follow the new readings, but where a person has
    corrected one. It may be stopped and begun again, and the service runs on meanwhile.
    """
    total = count_to_read_again()
    with click.progressbar(length=max(total, 1), label="Reading") as bar:
        done = 0
        for n in read_again(utc_now(), parts().zone):
            bar.update(n)
            done += n
    click.echo(f"{done} comments read again")


@comments.command("export")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def export_command(target: Path) -> None:
    """Write what people said in the console that comments say into TARGET, a JSON object a line.

    The text is masked. `flask comments evaluate --comments TARGET` measures the models by it.
    """
    n = 0
    with target.open("w", encoding="utf-8") as out:
        for line in corrected_comments():
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            n += 1
    click.echo(f"{n} comments written")


@comments.command("train")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--language", "languages", type=click.Choice(LANGUAGES), multiple=True)
def train_command(folder: Path, languages: tuple[str, ...]) -> None:
    """Train the models anew from the reviews in FOLDER and our own comments, and the one that
    tells what says nothing.

    The weights in the project are replaced; the same folder gives the same weights.
    """
    training = _training("training")
    for language in languages or LANGUAGES:
        try:
            file = training.train(folder, language, lambda text: click.echo(text, err=True))
        except BadFile as error:
            raise click.ClickException(str(error)) from error
        click.echo(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")
    file = _training("silences").train_silence()
    click.echo(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")


@comments.command("evaluate")
@click.option("--comments", "labelled", type=FILE, metavar="FILE")
@click.option(
    "--reviews", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="FOLDER"
)
def evaluate_command(labelled: Path | None, reviews: Path | None) -> None:
    """Print how well the models read the comments that are kept to measure.

    With --comments FILE those of a file instead, as `export` writes it. People correct what they
    find wrong, so that such a file tells more about mistakes than about how many there are.
    With --reviews FOLDER also what the models make of the reviews that training puts aside.
    """
    evaluating = _training("evaluating")
    for language in LANGUAGES:
        click.echo(f"\n## Comments on claims, {language}\n")
        try:
            click.echo(
                evaluating.report_of_file(labelled, language)
                if labelled
                else evaluating.report_of_kept(language)
            )
        except BadFile as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"\n## Comments that say nothing\n\n{evaluating.report_of_silences()}")
    if reviews is not None:
        click.echo(f"\n## Reviews put aside\n\n{evaluating.report_of_reviews(reviews)}")


def _training(name: str) -> ModuleType:
    """Training needs libraries that reading does without."""
    try:
        return importlib.import_module(f"analysis.language.training.{name}")
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"{error.name} is missing; training and measuring need the tools of"
            " requirements-dev.lock: .venv/bin/pip install -r requirements-dev.lock"
        ) from error
