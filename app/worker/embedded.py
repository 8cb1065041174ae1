"""One worker on one machine: APScheduler ticks, each job drains its step in a thread."""

import logging
import signal
import threading
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from app.parts import Parts
from app.worker.jobs import Job, drain, jobs
from surveys.clock import utc_now

log = logging.getLogger(__name__)


def run_worker(app: Flask, parts: Parts) -> None:
    """Work until SIGTERM or SIGINT; the steps under way are finished first."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    scheduler = BackgroundScheduler(
        timezone="UTC",
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    for job in jobs(parts):
        scheduler.add_job(
            _tick,
            "interval",
            seconds=job.every.total_seconds(),
            args=(app, job, stopping),
            next_run_time=utc_now(),
        )
    scheduler.start()
    log.info("the worker has started")
    stopping.wait()
    scheduler.shutdown(wait=True)
    log.info("the worker has stopped")


def _tick(app: Flask, job: Job, stopping: threading.Event) -> None:
    with app.app_context():
        drain(job, stopping.is_set)
