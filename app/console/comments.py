from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import Blueprint, render_template, request
from sqlalchemy import Select

from analysis.language.labels import Label, Topic
from analysis.readings.finding import Wanted, find_comments
from analysis.readings.latest import LatestReading, latest_readings
from analysis.readings.models import Clause, Reading
from app.console.paging import asked_page
from app.parts import parts
from surveys.claims.stages import Stage
from surveys.db import db
from surveys.responses.models import Response

pages = Blueprint("comments", __name__, url_prefix="/console")

Kind = TypeVar("Kind", Label, Stage, Topic)
# Longer searches are cut; nobody types them.
LONGEST_SEARCH = 200


@dataclass(frozen=True)
class Passage:
    """A piece of a comment: a clause as it was read, or what lies between clauses."""

    text: str
    stage: Stage | None = None
    topic: Topic | None = None
    label: Label | None = None


@dataclass(frozen=True)
class ReadComment:
    response: Response
    reading: Reading | None
    passages: tuple[Passage, ...]


@pages.get("/comments")
def show() -> str:
    wanted = Wanted(
        words=request.args.get("words", "")[:LONGEST_SEARCH].strip(),
        stage=_asked(Stage, "stage"),
        topic=_asked(Topic, "topic"),
        label=_asked(Label, "label"),
    )
    page = asked_page(find_comments(wanted))
    return render_template(
        "console/comments.html",
        comments=read_comments(page.query),
        total=page.total,
        page=page.number,
        pages=page.pages,
        wanted=wanted,
        filters={"words": wanted.words or None, "stage": wanted.stage}
        | {"topic": wanted.topic, "label": wanted.label},
        labels=list(Label),
        stages=list(Stage),
        topics=list(Topic),
        zone=parts().zone,
    )


def latest_comments(n: int) -> list[ReadComment]:
    return read_comments(find_comments(Wanted()).limit(n))


def _asked(kind: type[Kind], name: str) -> Kind | None:
    value = request.args.get(name)
    return kind(value) if value in list(kind) else None


def read_comments(query: Select[tuple[Response]]) -> list[ReadComment]:
    """The responses with their latest reading, in a fixed number of queries."""
    responses = db.session.scalars(query).all()
    readings = latest_readings([response.id for response in responses])
    return [_read_comment(response, readings.get(response.id)) for response in responses]


def _read_comment(response: Response, latest: LatestReading | None) -> ReadComment:
    reading, clauses = (latest.reading, latest.clauses) if latest else (None, [])
    return ReadComment(response, reading, tuple(_passages(response.comment, clauses)))


def _passages(comment: str, clauses: Sequence[Clause]) -> list[Passage]:
    passages, position = [], 0
    for clause in clauses:
        passages.append(Passage(comment[position : clause.start]))
        words = comment[clause.start : clause.end]
        passages.append(Passage(words, clause.stage, clause.topic, clause.label))
        position = clause.end
    passages.append(Passage(comment[position:]))
    return [passage for passage in passages if passage.text]
