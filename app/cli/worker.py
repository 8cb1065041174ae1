import click
from flask import current_app
from flask.cli import AppGroup

from app.parts import parts
from app.worker.embedded import run_worker
from app.worker.jobs import drain, jobs
from app.worker.lock import WorkerRunning, only_worker

jobs_group = AppGroup("jobs", help="The worker's steps, one by one.")


@click.command()
def worker() -> None:
    """Send mails, read comments, queue digests, until SIGTERM or Ctrl-C."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        with only_worker(app.config["DATABASE_URL"]):
            run_worker(app, parts())
    except WorkerRunning as error:
        raise click.ClickException(str(error)) from error


@jobs_group.command("run")
@click.argument("name")
def run_command(name: str) -> None:
    """Run the job NAME once, until nothing is due."""
    table = {job.name: job for job in jobs(parts())}
    if name not in table:
        raise click.BadParameter(f"must be one of {', '.join(table)}", param_hint="NAME")
    drain(table[name], lambda: False)
