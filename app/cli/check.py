import json
from dataclasses import asdict

import click

from analysis.invariants import check_analysis
from app.keeping.schema import revision_of_database, why_not_at_head
from app.parts import parts
from surveys.db import read
from surveys.invariants import Finding, check_surveys


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.pass_context
def check(context: click.Context, as_json: bool) -> None:
    """Check that the rows of the database agree with each other; changes nothing.

    The exit status is 0 when every rule holds and 1 when one is broken.
    """
    findings = read(_findings)
    is_clean = not any(finding.found for finding in findings)
    if as_json:
        document = {"clean": is_clean, "checks": [asdict(finding) for finding in findings]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(_sentence(finding))
    context.exit(0 if is_clean else 1)


def _findings() -> list[Finding]:
    """Of a database with other tables than ours there is nothing else to say."""
    wrong = why_not_at_head()
    if wrong is not None:
        return [Finding("schema", wrong, 1, revision_of_database())]
    schema = Finding("schema", "the database is at the revision of this version", 0)
    return [schema, *check_surveys(), *check_analysis(parts().zone)]


def _sentence(finding: Finding) -> str:
    if not finding.found:
        return f"holds   {finding.name}: {finding.rule}"
    example = f", for example {finding.example}" if finding.example else ""
    return f"BROKEN  {finding.name}: {finding.rule}; {finding.found} found{example}"
