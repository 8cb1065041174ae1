"""Publishes versions of the questionnaire. An answer keeps the version it was given to."""

import re
from datetime import datetime

from sqlalchemy import Select, select

from surveys.cleaning import clean_line
from surveys.db import db
from surveys.errors import BadInput, BadRecord, NothingPublished, PublishedMeanwhile
from surveys.questionnaires.models import (
    LONGEST_PHRASE,
    Phrase,
    Question,
    QuestionKey,
    Questionnaire,
    Wording,
)

# A letter or a digit that can be seen: Korean has letters that are only blank.
SEEN = re.compile(r"[^\W_\u115f\u1160\u3164\uffa0]")


def current_questionnaire() -> Questionnaire:
    """The version in force; raises NothingPublished."""
    newest = newest_questionnaire()
    if newest is None:
        raise NothingPublished("questionnaire")
    return newest


def newest_questionnaire() -> Questionnaire | None:
    return db.session.scalars(_newest_first().limit(1)).one_or_none()


def questionnaire_versions() -> list[Questionnaire]:
    """All versions, the newest first."""
    return list(db.session.scalars(_newest_first()))


def clean_wording(wording: Wording) -> dict[QuestionKey, Phrase]:
    """The wording as it is kept; raises BadRecord with each field, like `filing_korean`."""
    refusals: list[BadInput] = []

    def clean(value: str, field: str) -> str:
        try:
            return _clean(value, field)
        except BadInput as error:
            refusals.append(error)
            return ""

    cleaned = {
        key: Phrase(
            korean=clean(wording[key].korean, f"{key}_korean"),
            english=clean(wording[key].english, f"{key}_english"),
        )
        for key in QuestionKey
    }
    if refusals:
        raise BadRecord(refusals)
    return cleaned


def questionnaire_of(
    wording: Wording, version: int, now: datetime, by: str | None
) -> Questionnaire:
    """A questionnaire that nobody has stored; raises BadRecord."""
    return Questionnaire(
        version=version,
        published_at=now,
        published_by=by,
        questions=[
            Question(key=key, korean=phrase.korean, english=phrase.english)
            for key, phrase in clean_wording(wording).items()
        ],
    )


def publish_questionnaire(
    wording: Wording, after: int, now: datetime, by: str | None
) -> Questionnaire:
    """The version that follows version `after` (0 for none); the newest where nothing changes.

    Raises BadRecord with each phrase that cannot be, or PublishedMeanwhile.
    """
    following = questionnaire_of(wording, after + 1, now, by)
    newest = newest_questionnaire()
    if newest is not None and newest.wording() == following.wording():
        return newest
    if (newest.version if newest else 0) != after:
        raise PublishedMeanwhile
    db.session.add(following)
    db.session.flush()
    return following


def _newest_first() -> Select[tuple[Questionnaire]]:
    return select(Questionnaire).order_by(Questionnaire.version.desc())


def _clean(value: str, field: str) -> str:
    line = clean_line(value, field, LONGEST_PHRASE)
    if not SEEN.search(line):
        raise BadInput(field, "must not be empty; it is asked in both languages")
    return line
