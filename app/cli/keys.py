import uuid
from datetime import datetime, timedelta

import click
from flask.cli import AppGroup

from app.api.keys import Scope, all_keys, new_key
from app.api.keys import revoke as revoke_key
from app.api.models import ApiKey
from app.parts import parts
from surveys.clock import utc_now
from surveys.db import write
from surveys.errors import BadInput

keys = AppGroup("keys", help="Keys with which other systems use the API.")


@keys.command("create")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice([str(scope) for scope in Scope]),
    help="What the key may do; give it once for each.",
)
@click.option(
    "--expires", type=click.DateTime(formats=["%Y-%m-%d"]), help="The last day it works on."
)
def create_command(name: str, scopes: tuple[str, ...], expires: datetime | None) -> None:
    """Make a key for NAME and print it. It is shown this once only."""
    now = utc_now()
    expires_at = _end_of(expires) if expires else None
    if expires_at is not None and expires_at <= now:
        raise click.BadParameter("must not lie in the past", param_hint="--expires")
    wanted = {Scope(scope) for scope in scopes}
    try:
        token = write(lambda: new_key(name, wanted, expires_at, now))
    except BadInput as error:
        raise click.BadParameter(error.message, param_hint="NAME") from error
    click.echo("Keep this key now; it is not shown again:", err=True)
    click.echo(token)


@keys.command("list")
def list_command() -> None:
    """List all keys: id, name, scopes, state, last use."""
    now = utc_now()
    for key in all_keys():
        state, used = _state(key, now), _shown(key.last_used_at)
        click.echo(f"{key.id}  {key.name}  {','.join(key.scopes)}  {state}  used: {used}")


@keys.command("revoke")
@click.argument("key_id", metavar="ID", type=click.UUID)
def revoke_command(key_id: uuid.UUID) -> None:
    """End the key ID for good, from the next request on."""
    if not write(lambda: revoke_key(key_id, utc_now())):
        raise click.BadParameter("no key has this id; see flask keys list", param_hint="ID")
    click.echo("revoked")


def _end_of(day: datetime) -> datetime:
    """The midnight after this day, on the insurer's clock."""
    try:
        return (day + timedelta(days=1)).replace(tzinfo=parts().zone)
    except OverflowError as error:
        raise click.BadParameter("lies too far away", param_hint="--expires") from error


def _state(key: ApiKey, now: datetime) -> str:
    if key.revoked_at is not None:
        return f"revoked {_shown(key.revoked_at)}"
    if key.expires_at is None:
        return "active"
    return f"{'expires' if now < key.expires_at else 'expired'} {_shown(key.expires_at)}"


def _shown(moment: datetime | None) -> str:
    return f"{moment.astimezone(parts().zone):%Y-%m-%d %H:%M}" if moment else "never"
