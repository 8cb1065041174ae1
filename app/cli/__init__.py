"""The commands, a file per group."""

from flask import Flask

from app.cli import (
    answers,
    backup,
    check,
    claims,
    comments,
    counts,
    demo,
    digest,
    keys,
    outbox,
    report,
    staff,
    start,
    worker,
)


def init_app(app: Flask) -> None:
    groups = (
        answers.answers,
        claims.claims,
        comments.comments,
        counts.counts,
        digest.digest,
        keys.keys,
        outbox.outbox,
        report.report,
        staff.staff,
    )
    for group in (*groups, worker.jobs_group):
        app.cli.add_command(group)
    for command in (
        backup.backup,
        backup.restore,
        check.check,
        demo.demo,
        start.start,
        worker.worker,
    ):
        app.cli.add_command(command)
