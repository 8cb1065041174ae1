"""The commands, a file per group. Each is loaded when it is called: web servers load none, and with
them nothing of what reads comments."""

from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

# Where each command lives, as module and name in it.
COMMANDS = {
    "answers": "answers:answers",
    "backup": "backup:backup",
    "check": "check:check",
    "claims": "claims:claims",
    "comments": "comments:comments",
    "counts": "counts:counts",
    "demo": "demo:demo",
    "digest": "digest:digest",
    "jobs": "worker:jobs_group",
    "keys": "keys:keys",
    "outbox": "outbox:outbox",
    "report": "report:report",
    "restore": "backup:restore",
    "staff": "staff:staff",
    "start": "start:start",
    "worker": "worker:worker",
}


class LoadedWhenCalled(AppGroup):
    """Commands by their names (click's documentation, "Lazily loading subcommands")."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({*super().list_commands(context), *COMMANDS})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return super().get_command(context, name)
        module, _, attribute = COMMANDS[name].partition(":")
        command: click.Command = getattr(import_module(f"app.cli.{module}"), attribute)
        return command


def init_app(app: Flask) -> None:
    app.cli = LoadedWhenCalled(app.name, commands=app.cli.commands)
