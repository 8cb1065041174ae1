from analysis.counts import DailyCount
from analysis.language.labels import Label
from analysis.readings.latest import latest_readings
from analysis.readings.models import PERSON, Reading
from analysis.readings.reading import _store_all
from analysis.readings.replacing import put_in_place
from analysis.recounting import miscounted
from surveys.cases.opening import case_of
from surveys.claims.stages import Stage
from surveys.db import db, write
from surveys.responses.models import Response
from tests.factories import DAY, NOON, SEOUL, make_clause, make_found, make_response

LATE = make_clause(Label.NEGATIVE, Stage.PAYOUT)
FINE = make_clause(Label.POSITIVE, Stage.FILING)


def read(response: Response, *clauses, model: str, at=NOON + 3 * DAY, complaint: bool = False):
    """A model reads the comment, which waits for it."""
    response.reading_due_at = at
    db.session.commit()
    found = make_found(*clauses, model=model)
    found = type(found)(**{**found.__dict__, "complaint": complaint})
    write(lambda: _store_all([(response.id, response.comment_revision, found)], at, SEOUL))


def said_by_a_person(response: Response, label: Label) -> None:
    reading = Reading(
        response=response,
        comment_revision=response.comment_revision,
        model=PERSON,
        read_by="kim@example.com",
        language="ko",
        label=label,
        polarity=1.0,
        confidence=1.0,
        words=[],
        complaint=False,
        read_at=NOON + 4 * DAY,
    )
    write(lambda: put_in_place(response, reading, [], SEOUL))


def present(response: Response) -> Reading:
    return latest_readings([response.id])[response.id].reading


def all_models() -> list[tuple[str, bool]]:
    rows = db.session.query(Reading).order_by(Reading.id)
    return [(row.model, row.replaced_at is not None) for row in rows]


def test_a_new_model_makes_a_new_row_and_moves_the_counts(parts):
    response = make_response(parts, comment="늦었어요")
    read(response, LATE, model="ko-1")

    read(response, FINE, model="ko-2")

    assert all_models() == [("ko-1", True), ("ko-2", False)]
    figures = {row.figure for row in db.session.query(DailyCount)}
    assert "clause:filing" in figures
    assert "clause:payout" not in figures
    assert not miscounted(SEOUL)


def test_a_comment_that_the_same_model_reads_again_stays_as_it_is(parts):
    response = make_response(parts, comment="늦었어요")
    read(response, LATE, model="ko-1")
    read(response, FINE, model="ko-1")

    assert all_models() == [("ko-1", False)]
    assert response.reading_due_at is None
    assert not miscounted(SEOUL)


def test_a_model_does_not_overrule_a_person(parts):
    response = make_response(parts, comment="늦었어요")
    read(response, LATE, model="ko-1")
    said_by_a_person(response, Label.POSITIVE)

    read(response, LATE, model="ko-2")

    assert all_models() == [("ko-1", True), ("person", False), ("ko-2", True)]
    assert present(response).label is Label.POSITIVE
    assert not miscounted(SEOUL)


def test_a_person_may_say_it_again_and_what_was_said_before_is_kept(parts):
    response = make_response(parts, comment="늦었어요")
    db.session.commit()
    said_by_a_person(response, Label.POSITIVE)
    said_by_a_person(response, Label.NEGATIVE)

    assert all_models() == [("person", True), ("person", False)]
    assert present(response).label is Label.NEGATIVE


def test_reading_old_comments_again_opens_no_case(parts):
    response = make_response(parts, 9, comment="민원 넣을게요")
    read(response, FINE, model="ko-1")

    read(response, FINE, model="ko-2", complaint=True)

    assert case_of(response) is None
