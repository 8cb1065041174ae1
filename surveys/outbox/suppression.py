"""Addresses that mail comes back from."""

from datetime import datetime

from surveys.db import db
from surveys.outbox.models import Suppression


def is_suppressed(address: str) -> bool:
    return db.session.get(Suppression, address.lower()) is not None


def suppress(address: str, reply: str, now: datetime) -> None:
    """Never write to this address again; `reply` is the relay's code that says why."""
    if not is_suppressed(address):
        db.session.add(Suppression(address=address.lower(), reply=reply, created_at=now))
