import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from analysis.language.labels import Label, Topic
from surveys.claims.stages import Stage
from surveys.db import Model, choice, new_id
from surveys.responses.models import Response


class Reading(Model):
    """What a model found in a comment. A new model makes new rows beside the old ones."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("response.id"))
    # Of the response's comment, when it was read.
    comment_revision: Mapped[int]
    model: Mapped[str] = mapped_column(String(60))
    language: Mapped[str | None] = mapped_column(String(8))
    label: Mapped[Label] = mapped_column(choice(Label))
    polarity: Mapped[float | None]
    confidence: Mapped[float]
    words: Mapped[list[str]]
    # A step outside the insurer is reported or threatened in it.
    complaint: Mapped[bool]
    read_at: Mapped[datetime]

    response: Mapped[Response] = relationship()

    __table_args__ = (
        UniqueConstraint("response_id", "comment_revision", "model"),
        CheckConstraint("polarity BETWEEN -1 AND 1", name="polarity"),
        CheckConstraint("(label = 'not_scored') = (polarity IS NULL)", name="scored"),
    )


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
