import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveys.db import Model, choice, new_id
from surveys.responses.models import Response


class Cause(StrEnum):
    """What in an answer makes a case of it."""

    SCORE = "score"
    CALL_BACK = "call_back"
    COMPLAINT = "complaint"


class CaseState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


class CaseOutcome(StrEnum):
    SOLVED = "solved"
    NOT_REACHED = "not_reached"
    NOTHING_TO_DO = "nothing_to_do"


class Deed(StrEnum):
    """What a line in the history of a case tells."""

    NOTE = "note"
    TAKEN = "taken"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"
    OPENED_AGAIN = "opened_again"


class Case(Model):
    """An unhappy customer to look after, one for each response.

    People stand in it by their sign-in e-mail, as text: a case outlives their accounts.
    """

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("response.id"), unique=True)
    # Causes that come later are added; none is taken away.
    causes: Mapped[list[str]]
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    owner: Mapped[str | None] = mapped_column(String(254), index=True)
    taken_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[CaseOutcome | None] = mapped_column(choice(CaseOutcome))

    response: Mapped[Response] = relationship()

    __table_args__ = (
        CheckConstraint("(owner IS NULL) = (taken_at IS NULL)", name="taken_at"),
        CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name="closed_at"),
        Index(None, "closed_at", "due_at"),
    )

    @property
    def state(self) -> CaseState:
        if self.closed_at is not None:
            return CaseState.CLOSED
        return CaseState.OPEN if self.owner is None else CaseState.TAKEN

    def is_late(self, now: datetime) -> bool:
        """Whether its clock ran out before it was closed."""
        return (self.closed_at or now) > self.due_at


class CaseNote(Model):
    """A line in the history of a case: what somebody wrote, or did with it."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    author: Mapped[str] = mapped_column(String(254))
    written_at: Mapped[datetime]
    deed: Mapped[Deed] = mapped_column(choice(Deed))
    # Whom it was handed to, or the outcome.
    detail: Mapped[str | None] = mapped_column(String(254))
    text: Mapped[str] = mapped_column(Text)

    case: Mapped[Case] = relationship()

    __table_args__ = (
        CheckConstraint(
            "(detail IS NOT NULL) = (deed IN ('handed_over', 'closed'))", name="detail"
        ),
        CheckConstraint("deed <> 'note' OR text <> ''", name="text"),
    )
