import re
from uuid import UUID

import pytest

from analysis.counts import DailyCount
from analysis.language.labels import Label, Topic
from analysis.readings.models import Clause, Reading
from analysis.readings.reading import read_next
from analysis.recounting import miscounted
from surveys.cases.opening import case_of
from surveys.claims.stages import Stage
from surveys.db import db
from surveys.responses.models import Response, Standing
from tests.factories import DAY, NOON, SEOUL, make_response

LATE = "입금이 늦었어요"


@pytest.fixture
def response(parts) -> Response:
    """A comment that was read by itself."""
    response = make_response(parts, 9, comment=LATE)
    db.session.commit()
    read_next(NOON + 3 * DAY, SEOUL)
    return response


def url(response: Response) -> str:
    return f"/console/comments/{response.id}"


def present() -> Reading:
    return db.session.query(Reading).filter_by(replaced_at=None).one()


def correction(**changes) -> dict[str, str]:
    said = {
        "seen": str(present().id),
        "label": "positive",
        "clauses-0-stage": "filing",
        "clauses-0-topic": "ease_of_use",
        "clauses-0-label": "positive",
    }
    return {**said, **changes}


def test_the_page_shows_how_the_comment_was_read(console, response):
    page = console.get(url(response)).text

    assert re.search(r'value="negative" checked', page)
    assert re.search(r'value="payout" selected', page)
    assert f"by itself ({present().model})" in page


def test_the_comments_lead_to_it(console, response):
    assert url(response) in console.get("/console/comments").text


def test_what_a_person_says_is_shown_counted_and_kept_beside(console, response):
    reply = console.post(url(response), data=correction(), follow_redirects=True)

    assert "Kept. The figures follow what you said." in reply.text
    assert "read by a person" in console.get("/console/comments").text
    reading = present()
    assert (reading.label, reading.read_by) == (Label.POSITIVE, "lead@example.com")
    clause = db.session.query(Clause).filter_by(reading_id=reading.id).one()
    assert (clause.stage, clause.topic) == (Stage.FILING, Topic.EASE_OF_USE)
    assert response.comment[clause.start : clause.end] == LATE
    assert db.session.query(Reading).filter_by(label=Label.NEGATIVE).one().replaced_at
    assert db.session.query(DailyCount).filter_by(figure="clause:filing", bucket=1).count()
    assert not miscounted(SEOUL)


def test_a_person_says_that_it_says_nothing_and_takes_it_back(console, response):
    console.post(url(response), data=correction(label="not_scored"))
    assert (present().label, present().polarity) == (Label.NOT_SCORED, None)
    assert not db.session.query(DailyCount).filter(DailyCount.figure.like("clause:%")).count()

    console.post(url(response), data=correction())
    assert present().label is Label.POSITIVE
    assert db.session.query(DailyCount).filter_by(figure="clause:filing", bucket=1).count()


def test_words_of_complaint_that_a_person_sees_open_a_case(console, response):
    console.post(url(response), data=correction(complaint="y"))

    assert case_of(response).causes == ["complaint"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": "sad"},
        {"clauses-0-stage": "lunch"},
        {"clauses-0-topic": ""},
        {"clauses-0-label": "not_scored"},
    ],
)
def test_what_cannot_be_said_is_refused_beside_its_field(console, response, wrong):
    reply = console.post(url(response), data=correction(**wrong))

    assert reply.status_code == 422
    assert "Please choose one of these." in reply.text
    assert db.session.query(Reading).count() == 1


def test_what_was_read_meanwhile_is_seen_before_it_is_corrected(console, response):
    data = correction()
    console.post(url(response), data=correction(label="neutral"))

    reply = console.post(url(response), data=data)

    assert reply.status_code == 409
    assert "Please look at it once more" in reply.text
    assert 'value="positive" checked' in reply.text
    assert str(present().id) in reply.text
    assert present().label is Label.NEUTRAL


def test_a_comment_with_other_clauses_by_now_is_shown_as_it_is(console, response):
    data = correction(**{"clauses-1-stage": "none"})

    assert console.post(url(response), data=data).status_code == 409


def test_a_comment_that_waits_does_not_count_or_does_not_exist_is_not_found(console, parts):
    waiting = make_response(parts, comment="좋아요")
    suspected = make_response(parts, comment="좋아요")
    db.session.commit()
    read_next(NOON + 3 * DAY, SEOUL)
    suspected.standing = Standing.SUSPECTED
    waiting.comment_revision += 1
    db.session.commit()

    for id_ in (waiting.id, suspected.id, UUID(int=0)):
        assert console.get(f"/console/comments/{id_}").status_code == 404
