"""The table of steps. The rows say what is due; a job only calls its step until nothing is."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis.digests.queueing import queue_next_digest
from analysis.readings.reading import read_next
from app.api.idempotency import forget_next
from app.mail import SmtpCarrier
from app.parts import Parts
from surveys.clock import utc_now
from surveys.db import db, write
from surveys.errors import NothingPublished
from surveys.invitations.inviting import invite_next
from surveys.outbox.delivery import deliver_next

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """`step` does one piece of what is due at a moment and says whether there was any."""

    name: str
    step: Callable[[datetime], bool]
    every: timedelta
    finish: Callable[[], None] = lambda: None


def jobs(parts: Parts) -> tuple[Job, ...]:
    office = parts.post_office()
    close = parts.carrier.close if isinstance(parts.carrier, SmtpCarrier) else lambda: None
    return (
        Job(
            "invite",
            lambda now: write(lambda: invite_next(now, parts.inviter)),
            timedelta(seconds=5),
        ),
        Job("deliver", lambda now: deliver_next(now, office), timedelta(seconds=3), close),
        Job("read", lambda now: read_next(now, parts.zone), timedelta(seconds=3)),
        Job(
            "digest",
            lambda now: write(lambda: queue_next_digest(now, parts.zone, parts.domain)),
            timedelta(seconds=20),
        ),
        Job("forget", lambda now: write(lambda: forget_next(now)), timedelta(minutes=10)),
    )


def drain(job: Job, is_stopping: Callable[[], bool]) -> None:
    """Call the step until nothing is due, or until the worker is to stop."""
    try:
        while not is_stopping() and job.step(utc_now()):
            pass
    except NothingPublished as error:
        log.error("%s: %s", job.name, error)
    finally:
        job.finish()
        db.session.remove()
