import uuid
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from analysis.language.labels import Label, Topic
from analysis.language.words import LONGEST
from surveys.claims.stages import Stage
from surveys.db import Model, choice, new_id
from surveys.responses.models import Response

# Stands in the place of the model of a reading that a person made.
PERSON = "person"

BY_MODEL, PRESENT = text("read_by IS NULL"), text("replaced_at IS NULL")


class Reading(Model):
    """What a model, or a person who corrected it, found in a comment.

    A new model makes new rows beside the old ones, and so does a person. What is shown and counted
    is the one row of a comment that nothing has replaced: a person's, where there is one.
    """

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("response.id"))
    # Of the response's comment, when it was read.
    comment_revision: Mapped[int]
    model: Mapped[str] = mapped_column(String(60))
    # The sign-in e-mail of the person, as text: a reading outlives accounts.
    read_by: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str | None] = mapped_column(String(8))
    label: Mapped[Label] = mapped_column(choice(Label))
    polarity: Mapped[float | None]
    confidence: Mapped[float]
    words: Mapped[list[str]]
    # A step outside the insurer is reported or threatened in it.
    complaint: Mapped[bool]
    read_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]

    response: Mapped[Response] = relationship()

    __table_args__ = (
        Index(
            "uq_reading_of_model",
            *("response_id", "comment_revision", "model"),
            unique=True,
            sqlite_where=BY_MODEL,
            postgresql_where=BY_MODEL,
        ),
        Index(
            "uq_reading_present",
            *("response_id", "comment_revision"),
            unique=True,
            sqlite_where=PRESENT,
            postgresql_where=PRESENT,
        ),
        CheckConstraint("(model = 'person') = (read_by IS NOT NULL)", name="read_by"),
        CheckConstraint("polarity BETWEEN -1 AND 1", name="polarity"),
        CheckConstraint("(label = 'not_scored') = (polarity IS NULL)", name="scored"),
    )


def is_present() -> ColumnElement[bool]:
    """Where a reading is of the comment as its response holds it, and nothing has replaced it."""
    return (Reading.comment_revision == Response.comment_revision) & Reading.replaced_at.is_(None)


class Clause(Model):
    """One clause of a comment, by its place in it: `comment[start:end]`."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    reading_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reading.id"))
    start: Mapped[int]
    end: Mapped[int]
    stage: Mapped[Stage | None] = mapped_column(choice(Stage))
    topic: Mapped[Topic | None] = mapped_column(choice(Topic))
    label: Mapped[Label] = mapped_column(choice(Label))
    polarity: Mapped[float | None]

    reading: Mapped[Reading] = relationship()

    __table_args__ = (
        UniqueConstraint("reading_id", "start"),
        CheckConstraint('start >= 0 AND "end" > start', name="span"),
        CheckConstraint("polarity BETWEEN -1 AND 1", name="polarity"),
    )


class CommentWord(Model):
    """A word by which the comment of a response is found: as it was written, or as a dictionary
    has it. Ordered by code points on either database, so that all that begin alike lie together."""

    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("response.id"), primary_key=True)
    word: Mapped[str] = mapped_column(
        String(LONGEST).with_variant(String(LONGEST, collation="C"), "postgresql"),
        primary_key=True,
    )

    response: Mapped[Response] = relationship()

    __table_args__ = (Index(None, "word", "response_id"),)
