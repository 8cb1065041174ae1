import click
from flask.cli import AppGroup

from app.accounts.signing_in import has_staff, new_code
from surveys.clock import utc_now
from surveys.db import write

staff = AppGroup("staff", help="Who may sign in to the console.")


@staff.command("code")
def code_command() -> None:
    """Print a new sign-in code for the first administrator; earlier codes end."""
    if has_staff():
        raise click.ClickException("there is an administrator already; please sign in")
    click.echo(f"sign-in code for the first administrator: {write(lambda: new_code(utc_now()))}")
