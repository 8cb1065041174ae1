import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveys.claims.models import Language
from surveys.claims.stages import Stage
from surveys.db import Model, choice, new_id
from surveys.invitations.models import Invitation
from surveys.responses.phones import LONGEST_PHONE


class Standing(StrEnum):
    """Whether a person is known to have answered. Only confirmed responses count."""

    CONFIRMED = "confirmed"
    SUSPECTED = "suspected"
    DISMISSED = "dismissed"


class Method(StrEnum):
    """How somebody came to a link; by POST only where what was sent changed nothing."""

    GET = "GET"
    HEAD = "HEAD"
    POST = "POST"


class Suspicion(StrEnum):
    """What makes an answer look like a machine's."""

    MANY_SCORES = "many_scores"
    HEAD = "head"
    HONEYPOT = "honeypot"
    TOO_FAST = "too_fast"


class Verdict(StrEnum):
    """What somebody made of a suspected response."""

    RELEASED = "released"
    DISMISSED = "dismissed"


class Response(Model):
    """What a customer gave. The comment is masked before it comes here."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    invitation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("invitation.id"), unique=True)
    standing: Mapped[Standing] = mapped_column(choice(Standing))
    score: Mapped[int]
    comment: Mapped[str] = mapped_column(Text)
    # How many of each kind of personal data were masked in the comment.
    masked: Mapped[dict[str, int]]
    wants_call_back: Mapped[bool]
    # Only where a call was asked for; shown in the case alone.
    call_back_phone: Mapped[str | None] = mapped_column(String(LONGEST_PHONE))
    language: Mapped[Language] = mapped_column(choice(Language))
    answered_at: Mapped[datetime] = mapped_column(index=True)
    corrected_at: Mapped[datetime | None]
    # Goes up when a correction changes the comment, so that a reading knows which one it read.
    comment_revision: Mapped[int] = mapped_column(default=0)
    # Set while the comment waits to be read.
    reading_due_at: Mapped[datetime | None] = mapped_column(index=True)
    # Why it was held back, if it ever was.
    suspicions: Mapped[list[str]] = mapped_column(default=list)

    invitation: Mapped[Invitation] = relationship()

    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 10", name="score"),
        CheckConstraint("standing = 'confirmed' OR reading_due_at IS NULL", name="reading_due_at"),
        Index(None, "standing", "answered_at"),
        CheckConstraint("call_back_phone IS NULL OR wants_call_back", name="call_back_phone"),
    )


class Rating(Model):
    """How well one stage kept its promise, 1 to 5. A stage that was skipped has no row."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("response.id"))
    stage: Mapped[Stage] = mapped_column(choice(Stage))
    value: Mapped[int]

    response: Mapped[Response] = relationship()

    __table_args__ = (
        CheckConstraint("value BETWEEN 1 AND 5", name="value"),
        UniqueConstraint("response_id", "stage"),
    )


class Revision(Model):
    """What a response said before it was corrected."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("response.id"), index=True)
    score: Mapped[int]
    ratings: Mapped[dict[str, int]]
    comment: Mapped[str] = mapped_column(Text)
    wants_call_back: Mapped[bool]
    replaced_at: Mapped[datetime]

    response: Mapped[Response] = relationship()

    __table_args__ = (CheckConstraint("score BETWEEN 0 AND 10", name="score"),)


class Judgement(Model):
    """Who released or dismissed a suspected response, and when."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("response.id"), index=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    # Their sign-in e-mail, as text: it outlives their account.
    judged_by: Mapped[str] = mapped_column(String(254))
    judged_at: Mapped[datetime]

    response: Mapped[Response] = relationship()


class Visit(Model):
    """A look at an answer link: evidence of people and machines, and nothing else."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    invitation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("invitation.id"))
    at: Mapped[datetime]
    method: Mapped[Method] = mapped_column(choice(Method))
    # The one in the link, or in the form.
    score: Mapped[int | None]
    honeypot: Mapped[bool]
    # Tells one visitor of a link from another; nobody can be found by it.
    visitor: Mapped[str] = mapped_column(String(16))

    invitation: Mapped[Invitation] = relationship()

    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 10", name="score"),
        Index(None, "invitation_id", "at"),
    )
