import pytest

from surveys.claims.models import Language
from surveys.claims.records import parse_record
from surveys.claims.stages import Stage
from surveys.errors import BadRecord
from surveys.responses.answering import LONGEST_COMMENT
from surveys.responses.records import AnswerRecord

ASKED = "2025-03-05T12:00:00+09:00"
ANSWERED = "2025-03-05T12:30:00+09:00"
LINE = {"claim_id": "C1", "asked_at": ASKED, "answered_at": ANSWERED, "nps": 7}
SCORE_CURE = "must be a whole number from 0 to 10"


def taken(**values) -> AnswerRecord:
    return parse_record(AnswerRecord, {**LINE, **values})


def refusals_of(**values):
    with pytest.raises(BadRecord) as refused:
        taken(**values)
    return [(refusal.field, refusal.message) for refusal in refused.value.refusals]


def test_a_line_may_hold_nothing_but_who_when_and_the_score():
    record = taken()

    assert (record.ratings, record.comment, record.language) == ({}, "", Language.KOREAN)


def test_what_a_line_holds_is_kept():
    record = taken(ratings={"filing": 1, "payout": 5}, comment="좋아요", language="en")

    assert record.ratings == {Stage.FILING: 1, Stage.PAYOUT: 5}
    assert (record.comment, record.language) == ("좋아요", Language.ENGLISH)


@pytest.mark.parametrize("nps", [0, 10])
def test_the_lowest_and_the_highest_score_are_scores(nps):
    assert taken(nps=nps).nps == nps


@pytest.mark.parametrize("nps", [-1, 11, True, False, "7", 7.0, None, [], 10**400])
def test_a_score_is_a_whole_number_on_the_scale_and_nothing_else(nps):
    assert refusals_of(nps=nps) == [("nps", SCORE_CURE)]


@pytest.mark.parametrize("value", [0, 6, True, "5", 5.0, None, []])
def test_a_rating_is_a_whole_number_on_its_scale_and_nothing_else(value):
    ((field, message),) = refusals_of(ratings={"filing": 5, "payout": value})

    assert field == "ratings"
    assert message == "of payout must be a whole number from 1 to 5, or be left out"


@pytest.mark.parametrize("name", ["claims", "=1+1", "\ud800", "x" * 10_000])
def test_a_stage_that_does_not_exist_is_named_in_letters_that_every_file_holds(name):
    ((field, message),) = refusals_of(ratings={name: 5})

    assert field == "ratings"
    assert message.startswith(f"names {name[:60]!a}; the stages are filing, document_review,")
    assert message.isascii()


@pytest.mark.parametrize("ratings", [[], "filing", 5, True])
def test_ratings_that_are_no_object_are_refused(ratings):
    reason = 'must be an object of stages and ratings, like {"filing": 5}'

    assert refusals_of(ratings=ratings) == [("ratings", reason)]


def test_null_stands_for_no_ratings_and_no_words():
    record = taken(ratings=None, comment=None, language=None)

    assert (record.ratings, record.comment, record.language) == ({}, "", Language.KOREAN)


def test_a_comment_may_have_4000_characters_and_no_more():
    assert len(taken(comment="가" * LONGEST_COMMENT).comment) == 4000

    refusals = refusals_of(comment="가" * (LONGEST_COMMENT + 1))

    assert refusals == [("comment", "at most 4000 characters, not 4001")]


def test_a_comment_is_cleaned_as_everywhere():
    assert taken(comment=" 좋\0아요\r\n\u202e감사 ").comment == "좋아요\n감사"


def test_half_a_character_in_a_comment_is_refused():
    ((field, message),) = refusals_of(comment="좋\ud800")

    assert field == "comment"
    assert "lone surrogate" in message


@pytest.mark.parametrize("comment", [5, True, [], {}])
def test_a_comment_that_is_no_text_is_refused(comment):
    assert refusals_of(comment=comment) == [("comment", "must be text")]


def test_an_answer_may_come_as_it_is_asked_for_but_not_before():
    assert taken(answered_at=ASKED).answered_at == taken().asked_at

    early = refusals_of(answered_at="2025-03-05T02:59:59Z")

    assert early == [("answered_at", "lies before asked_at")]


def test_an_asking_before_1970_is_a_slip():
    assert taken(asked_at="1970-01-01T00:00:00Z").nps == 7

    assert refusals_of(asked_at="1969-12-31T23:59:59Z") == [("asked_at", "lies before 1970")]


@pytest.mark.parametrize("field", LINE)
def test_what_an_answer_must_have_is_named_when_it_is_missing(field):
    values = {name: value for name, value in LINE.items() if name != field}

    with pytest.raises(BadRecord) as refused:
        parse_record(AnswerRecord, values)

    assert [(bad.field, bad.message) for bad in refused.value.refusals] == [(field, "is missing")]


def test_a_field_that_we_do_not_know_is_refused_by_its_name():
    refusals = refusals_of(diagnosis="x")

    assert refusals == [("diagnosis", "is not a field that we know; please remove it")]


def test_every_wrong_field_is_named_at_once():
    refusals = refusals_of(nps=11, comment=5, language="fr", asked_at="2025-03-05")

    assert {field for field, _ in refusals} == {"nps", "comment", "language", "asked_at"}
