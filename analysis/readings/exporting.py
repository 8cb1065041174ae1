"""What people said that comments say, as lines that models are measured by and learn from."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from analysis.readings.correcting import history_of
from analysis.readings.models import PERSON, Clause, Reading, is_present
from surveys.db import db
from surveys.responses.models import Response, Standing

PAGE = 500


def corrected_comments() -> Iterator[dict[str, Any]]:
    """The comments that a person has read, in the order of their answers: the masked text with the
    person's labels, and beside them (`read`) what the newest model made of it."""
    query = (
        select(Response, Reading)
        .join(Reading, Reading.response_id == Response.id)
        .where(
            Response.standing == Standing.CONFIRMED,
            Reading.model == PERSON,
            is_present(),
        )
        .order_by(Response.id)
    )
    for response, reading in db.session.execute(query.execution_options(yield_per=PAGE)).tuples():
        by_models = [each for each in history_of(response) if each.model != PERSON]
        yield {
            "text": response.comment,
            "language": reading.language,
            **_labels(response, reading),
            "read": {"model": by_models[0].model, **_labels(response, by_models[0])},
        }


def _labels(response: Response, reading: Reading) -> dict[str, Any]:
    query = select(Clause).where(Clause.reading_id == reading.id).order_by(Clause.start)
    clauses: Sequence[Clause] = db.session.scalars(query).all()
    return {
        "label": reading.label,
        "clauses": [
            [response.comment[c.start : c.end], c.stage or "none", c.topic or "none", c.label]
            for c in clauses
        ],
        "complaint": reading.complaint,
    }
