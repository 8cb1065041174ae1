"""Addresses that mail comes back from."""

from datetime import datetime

from sqlalchemy import delete

from surveys.db import db
from surveys.outbox.models import Suppression


def find_suppression(address: str) -> Suppression | None:
    return db.session.get(Suppression, address.lower())


def is_suppressed(address: str) -> bool:
    return find_suppression(address) is not None


def suppress(address: str, reply: str, now: datetime) -> None:
    """Never write to this address again; `reply` is the relay's code that says why."""
    if not is_suppressed(address):
        db.session.add(Suppression(address=address.lower(), reply=reply, created_at=now))


def lift(address: str) -> None:
    """Write to this address again: somebody knows that mail reaches it. Twice is as once."""
    db.session.execute(delete(Suppression).where(Suppression.address == address.lower()))
