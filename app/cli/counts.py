import click
from flask.cli import AppGroup

from analysis.recounting import rebuild
from app.parts import parts
from surveys.db import write

counts = AppGroup("counts", help="The daily counts from which the figures come.")


@counts.command("rebuild")
def rebuild_command() -> None:
    """Count every answer anew, to the identical figures."""
    counted = write(lambda: rebuild(parts().zone))
    click.echo(f"{counted} answers counted")
