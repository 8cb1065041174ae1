import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveys.db import Model, choice, never_changes, new_id

LONGEST_PHRASE = 200


class QuestionKey(StrEnum):
    """What a question asks for: the score, the rating of a stage by its promise, the comment."""

    RECOMMEND = "recommend"
    FILING = "filing"
    DOCUMENT_REVIEW = "document_review"
    INVESTIGATION = "investigation"
    DECISION = "decision"
    PAYOUT = "payout"
    COMMENT = "comment"


@dataclass(frozen=True)
class Phrase:
    korean: str
    english: str


Wording = Mapping[QuestionKey, Phrase]


@never_changes
class Questionnaire(Model):
    """One version of what customers are asked. There are no drafts: a row is published."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    version: Mapped[int] = mapped_column(unique=True)
    published_at: Mapped[datetime]
    # None for the version that every installation begins with.
    published_by: Mapped[str | None] = mapped_column(String(254))

    questions: Mapped[list["Question"]] = relationship()

    __table_args__ = (CheckConstraint("version >= 1", name="version"),)

    def wording(self) -> dict[QuestionKey, Phrase]:
        """Its questions in the order in which they are asked."""
        phrases = {row.key: Phrase(row.korean, row.english) for row in self.questions}
        return {key: phrases[key] for key in QuestionKey}

    def in_language(self, language: str) -> dict[QuestionKey, str]:
        return {
            key: phrase.english if language == "en" else phrase.korean
            for key, phrase in self.wording().items()
        }


@never_changes
class Question(Model):
    """The words of one question, in both languages."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    questionnaire_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire.id"))
    key: Mapped[QuestionKey] = mapped_column(choice(QuestionKey))
    korean: Mapped[str] = mapped_column(String(LONGEST_PHRASE))
    english: Mapped[str] = mapped_column(String(LONGEST_PHRASE))

    __table_args__ = (
        UniqueConstraint("questionnaire_id", "key"),
        CheckConstraint("korean <> '' AND english <> ''", name="both_languages"),
    )
