from datetime import datetime

import click
from flask.cli import AppGroup

from app.parts import parts
from surveys.clock import utc_now
from surveys.db import read, write
from surveys.outbox import pausing
from surveys.outbox.models import MailState, SenderPause

outbox = AppGroup("outbox", help="Mails that wait and mails that went out.")


@outbox.command("status")
def status_command() -> None:
    """Say how many mails there are by state, what is due, and whether the sender is paused."""
    read(_print_status)


@outbox.command("release")
@click.option("--yes", is_flag=True, help="Do not ask.")
def release_command(yes: bool) -> None:
    """Let mails go out again after a restore, once you know what will go out."""
    if not read(_print_what_will_go_out):
        return
    if not yes:
        click.confirm("Let them go out?", abort=True)
    write(pausing.release)
    click.echo("released; the worker sends what is due")


def _print_status() -> None:
    queue = pausing.look_at_queue(utc_now())
    for state in MailState:
        click.echo(f"{state}: {queue.by_state.get(state, 0)}")
    since = f", the oldest since {_local(queue.oldest_due_at)}" if queue.oldest_due_at else ""
    click.echo(f"due now: {queue.due}{since}")
    click.echo(f"in doubt: {queue.in_doubt}")
    click.echo(_pause_sentence(pausing.current_pause()))


def _print_what_will_go_out() -> bool:
    """False when nothing holds the mails back."""
    now, pause = utc_now(), pausing.current_pause()
    click.echo(_pause_sentence(pause))
    if pause is None:
        return False
    again = pausing.look_at_queue(pause.since).due
    click.echo(f"{pausing.look_at_queue(now).due} mails are due and will go out at once.")
    click.echo(
        f"{again} of them were due before the restore: those that went out after the backup was"
        " made go out again."
    )
    return True


def _pause_sentence(pause: SenderPause | None) -> str:
    if pause is None:
        return "the sender is not paused"
    return (
        f"the sender is paused since {_local(pause.since)}, because the database was restored"
        f" from a backup of {_local(pause.set_back_to)}; flask outbox release ends it"
    )


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(parts().zone):%Y-%m-%d %H:%M}"
