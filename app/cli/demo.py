import click
from flask import current_app

from app.demo.insurer import Scale, play
from app.parts import parts
from app.worker.lock import WorkerRunning, only_worker
from surveys.clock import utc_now


@click.command()
@click.option("--claims", default=600, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--weeks", default=8, show_default=True, type=click.IntRange(1, 104))
@click.option("--seed", default=1, show_default=True)
def demo(claims: int, weeks: int, seed: int) -> None:
    """Play an invented insurer: claims, mails and answers of the last weeks.

    Stop the worker first: the demo plays the past, and a worker would find all of it overdue.
    """
    if current_app.config["MAIL_URL"]:
        raise click.ClickException("MAIL_URL is set; the demo never writes to a real relay")
    try:
        with only_worker(current_app.config["DATABASE_URL"]):
            scale = Scale(claims, weeks, seed)
            with click.progressbar(length=claims, label="Sample insurer") as bar:
                told = play(scale, utc_now(), parts(), lambda: bar.update(1))
    except WorkerRunning as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{told.claims} claims, {told.answers} answers, {told.fresh} fresh invitations")
