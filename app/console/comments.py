from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import Blueprint, render_template, request
from sqlalchemy import Select, select

from analysis.language.labels import Label
from analysis.readings.latest import LatestReading, latest_readings
from analysis.readings.models import Clause, Reading
from app.console.paging import asked_page
from app.parts import parts
from surveys.claims.stages import Stage
from surveys.db import db
from surveys.responses.models import Response, Standing

pages = Blueprint("comments", __name__, url_prefix="/console")

Kind = TypeVar("Kind", Label, Stage)


@dataclass(frozen=True)
class Passage:
    """A piece of a comment: a clause as it was read, or what lies between clauses."""

    text: str
    stage: Stage | None = None
    label: Label | None = None


@dataclass(frozen=True)
class ReadComment:
    response: Response
    reading: Reading | None
    passages: tuple[Passage, ...]


@pages.get("/comments")
def show() -> str:
    label, stage = _asked(Label, "label"), _asked(Stage, "stage")
    query = _filtered(label, stage)
    page = asked_page(query)
    return render_template(
        "console/comments.html",
        comments=read_comments(page.query),
        total=page.total,
        page=page.number,
        pages=page.pages,
        label=label,
        stage=stage,
        labels=list(Label),
        stages=list(Stage),
        zone=parts().zone,
    )


def latest_comments(n: int) -> list[ReadComment]:
    return read_comments(_filtered(None, None).limit(n))


def _asked(kind: type[Kind], name: str) -> Kind | None:
    value = request.args.get(name)
    return kind(value) if value in list(kind) else None


def _filtered(label: Label | None, stage: Stage | None) -> Select[tuple[Response]]:
    """Confirmed responses with a comment, the newest first."""
    query = select(Response).where(Response.standing == Standing.CONFIRMED, Response.comment != "")
    if label or stage:
        read = select(Reading.response_id).outerjoin(Clause, Clause.reading_id == Reading.id)
        read = read.where(Reading.comment_revision == Response.comment_revision)
        if label:
            read = read.where((Clause.label if stage else Reading.label) == label)
        if stage:
            read = read.where(Clause.stage == stage)
        query = query.where(Response.id.in_(read.correlate(Response)))
    return query.order_by(Response.answered_at.desc(), Response.id.desc())


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
        passages.append(Passage(comment[clause.start : clause.end], clause.stage, clause.label))
        position = clause.end
    passages.append(Passage(comment[position:]))
    return [passage for passage in passages if passage.text]
