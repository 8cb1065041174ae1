import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from analysis.counts import FIRST_DAY, LAST_DAY, Axis, Period
from analysis.reports.building import build_report
from app.parts import parts
from surveys.clock import utc_now

report = AppGroup("report", help="The improvement report.")
DAY = click.DateTime(formats=["%Y-%m-%d"])


@report.command("build")
@click.option("--from", "start", type=DAY, required=True, help="First day of the period.")
@click.option("--to", "end", type=DAY, required=True, help="Day after the last of the period.")
@click.option("--by", type=click.Choice([str(axis) for axis in Axis]), default="answered")
@click.option("--format", "form", type=click.Choice(["json"]), default="json")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
def build_command(start: datetime, end: datetime, by: str, form: str, out: Path | None) -> None:
    """Build the report of a period."""
    if start >= end:
        raise click.BadParameter("must be a later day than --from", param_hint="--to")
    period = Period(start.date(), end.date())
    if not FIRST_DAY <= period.start < period.end <= LAST_DAY:
        raise click.BadParameter(f"must lie between {FIRST_DAY} and {LAST_DAY}")
    built = build_report(period, Axis(by), utc_now(), parts().zone)
    text = as_file(built.as_json())
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
        click.echo(f"written to {out}", err=True)


def as_file(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
