import click
from flask.cli import AppGroup

from app.accounts.signing_in import new_code
from app.parts import parts
from surveys.clock import utc_now
from surveys.db import write

staff = AppGroup("staff", help="Who may sign in to the console.")


@staff.command("code")
def code_command() -> None:
    """Print a sign-in code for an administrator, first or lost; earlier codes end.

    It works once, for a day. With a new e-mail it makes an administrator; with a known one it
    sets a new password and ends their sessions.
    """
    click.echo(f"To be used once, within a day, at {parts().public_url}/console/sign-in-code")
    click.echo(f"sign-in code for an administrator: {write(lambda: new_code(utc_now()))}")
