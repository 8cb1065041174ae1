"""The time. Only doors read it; everything below is told the moment as an argument."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
