"""Finds comments by what was stored when they were read: their words, and what they say of what."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, delete, insert, select

from analysis.language.labels import Label, Topic
from analysis.language.words import written_words
from analysis.readings.models import Clause, CommentWord, Reading, is_present
from surveys.claims.stages import Stage
from surveys.db import db
from surveys.responses.models import Response, Standing

# Behind every letter, in the order of code points.
LAST = "\U0010ffff"
# Further words of a search are passed over.
MOST_WORDS = 8


@dataclass(frozen=True)
class Wanted:
    """Beginnings of words, which all must stand in a comment, and what must be said of what.

    Stage, topic and label must meet in one clause; a label alone is that of the whole comment.
    """

    words: str = ""
    stage: Stage | None = None
    topic: Topic | None = None
    label: Label | None = None

    @property
    def anything(self) -> bool:
        """Whether every comment is as wanted."""
        return not (written_words(self.words) or self.stage or self.topic or self.label)


def keep_words(response: Response, words: Collection[str]) -> None:
    """Let a comment be found by these words, and no longer by those of before."""
    db.session.execute(delete(CommentWord).where(CommentWord.response_id == response.id))
    rows = [{"response_id": response.id, "word": word} for word in sorted(words)]
    if rows:
        db.session.execute(insert(CommentWord), rows)


def find_comments(wanted: Wanted) -> Select[tuple[Response]]:
    """Confirmed responses whose comment is as wanted, the newest first."""
    query = select(Response).where(Response.standing == Standing.CONFIRMED, Response.comment != "")
    for word in written_words(wanted.words)[:MOST_WORDS]:
        begins = select(CommentWord.response_id)
        begins = begins.where(CommentWord.word >= word, CommentWord.word < word + LAST)
        query = query.where(Response.id.in_(begins))
    if wanted.stage or wanted.topic or wanted.label:
        query = query.where(Response.id.in_(_read_so(wanted).correlate(Response)))
    return query.order_by(Response.answered_at.desc(), Response.id.desc())


def _read_so(wanted: Wanted) -> Select[tuple[uuid.UUID]]:
    read = select(Reading.response_id).where(is_present())
    if wanted.stage or wanted.topic:
        read = read.join(Clause, Clause.reading_id == Reading.id)
    if wanted.stage:
        read = read.where(Clause.stage == wanted.stage)
    if wanted.topic:
        read = read.where(Clause.topic == wanted.topic)
    if wanted.label:
        of_clause = wanted.stage or wanted.topic
        read = read.where((Clause.label if of_clause else Reading.label) == wanted.label)
    return read
