import click
from flask.cli import AppGroup

from analysis.digests.subscribing import subscribe
from app.parts import parts
from surveys.claims.models import Language
from surveys.clock import utc_now
from surveys.db import write
from surveys.errors import BadInput

digest = AppGroup("digest", help="The weekly digest.")


@digest.command("subscribe")
@click.argument("email")
@click.option(
    "--language", type=click.Choice([str(language) for language in Language]), default="ko"
)
def subscribe_command(email: str, language: str) -> None:
    """Send EMAIL the digest every Monday at 08:00."""
    now, zone = utc_now(), parts().zone
    try:
        due_at = write(
            lambda: subscribe(email, Language(language), now, zone, parts().keyring).next_due_at
        )
    except BadInput as error:
        raise click.BadParameter(error.message, param_hint="EMAIL") from error
    click.echo(f"the first digest goes out on {due_at.astimezone(zone):%Y-%m-%d %H:%M}")
