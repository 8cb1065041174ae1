import uuid
from datetime import datetime, time, timedelta

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Model, never_changes, new_id
from surveys.plans.timing import Plan

# The least and the most that each number of a plan may be.
LIMITS = {
    "delay_hours": (0, 720),
    "quarantine_days": (0, 730),
    "open_for_days": (1, 90),
    "too_late_after_days": (1, 365),
}


@never_changes
class SurveyPlan(Model):
    """One version of a plan: who is asked, and when. There are no drafts: a row is published."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    delay_hours: Mapped[int]
    window_opens: Mapped[time]
    window_closes: Mapped[time]
    quarantine_days: Mapped[int]
    open_for_days: Mapped[int]
    # One reminder, so many days after the invitation was due; none for no reminder.
    reminder_after_days: Mapped[int | None]
    too_late_after_days: Mapped[int]
    published_at: Mapped[datetime]
    # None for the version that every installation begins with.
    published_by: Mapped[str | None] = mapped_column(String(254))

    __table_args__ = (
        UniqueConstraint("name", "version"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("window_opens < window_closes", name="window"),
        CheckConstraint(
            "reminder_after_days >= 1 AND reminder_after_days < open_for_days",
            name="reminder_after_days",
        ),
        *(
            CheckConstraint(f"{column} BETWEEN {low} AND {high}", name=column)
            for column, (low, high) in LIMITS.items()
        ),
    )

    def timing(self) -> Plan:
        reminder = self.reminder_after_days
        return Plan(
            delay=timedelta(hours=self.delay_hours),
            window_opens=self.window_opens,
            window_closes=self.window_closes,
            quarantine=timedelta(days=self.quarantine_days),
            open_for=timedelta(days=self.open_for_days),
            reminder_after=None if reminder is None else timedelta(days=reminder),
            too_late_after=timedelta(days=self.too_late_after_days),
        )
