from datetime import timedelta

import pytest

from analysis.language.labels import Label, Topic
from analysis.language.terms import terms_of
from analysis.readings.finding import keep_words
from app.console.paging import PAGE
from surveys.claims.stages import Stage
from surveys.db import db
from surveys.responses.models import Response
from tests.factories import (
    DAY,
    NOON,
    make_claim,
    make_clause,
    make_reading,
    make_response,
    make_suspected,
)

COMMENTS = "/console/comments"
XSS = "<script>alert(1)</script>"


def unhappy_about_payout(parts, comment: str = "Too late.") -> None:
    response = make_response(parts, score=2, comment=comment)
    make_reading(response, make_clause(Label.NEGATIVE, Stage.PAYOUT, topic=Topic.SPEED))
    keep_words(response, terms_of(comment, "en"))


def happy_about_filing(parts, comment: str = "So easy.") -> None:
    response = make_response(parts, score=10, comment=comment)
    make_reading(response, make_clause(Label.POSITIVE, Stage.FILING))
    keep_words(response, terms_of(comment, "en"))


def many(parts, n: int) -> None:
    for place in range(n):
        at = NOON + 2 * DAY + timedelta(minutes=place)
        make_response(parts, at=at, comment=f"Comment {place:03}.")


def test_without_comments_the_page_says_when_some_will_come(console):
    page = console.get(COMMENTS).text

    assert "Comments stand here as soon as the first customers have written." in page


def test_the_newest_comment_stands_first(console, parts):
    many(parts, 3)

    page = console.get(COMMENTS).text

    places = [page.index(f"Comment {n:03}.") for n in (2, 1, 0)]
    assert places == sorted(places)


def test_answers_without_words_and_unconfirmed_ones_are_left_out(console, parts):
    make_response(parts, comment="")
    make_suspected(parts, comment="A machine wrote this.")

    page = console.get(COMMENTS).text

    assert "A machine" not in page
    assert "<small>0</small>" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Too late.", "So easy."}),
        ("?label=negative", {"Too late."}),
        ("?stage=filing", {"So easy."}),
        ("?label=negative&stage=payout", {"Too late."}),
        ("?label=negative&stage=filing", set()),
        ("?label=nonsense&stage=nonsense", {"Too late.", "So easy."}),
        ("?words=late", {"Too late."}),
        ("?words=EAS", {"So easy."}),
        ("?words=late&stage=filing", set()),
        ("?topic=speed", {"Too late."}),
    ],
)
def test_comments_are_found_by_mood_stage_topic_and_words(console, parts, query, shown):
    unhappy_about_payout(parts)
    happy_about_filing(parts)

    page = console.get(COMMENTS + query).text

    assert {comment for comment in ("Too late.", "So easy.") if comment[3:] in page} == shown


def test_a_filter_that_finds_nothing_says_how_to_see_the_others(console, parts):
    happy_about_filing(parts)

    page = console.get(f"{COMMENTS}?label=negative").text

    assert "No comment is like this." in page


def test_a_search_stays_in_its_fields_and_on_the_next_page(console, parts):
    many(parts, PAGE + 1)
    for response in db.session.query(Response):
        keep_words(response, terms_of(response.comment, "en"))

    page = console.get(f"{COMMENTS}?words=comment").text

    assert 'value="comment"' in page
    assert f"{COMMENTS}?page=2&amp;words=comment" in page


def test_a_comment_with_two_clauses_of_one_mood_is_listed_once(console, parts):
    response = make_response(parts, comment="Slow. Rude. Late.")
    clauses = [make_clause(Label.NEGATIVE, Stage.PAYOUT, start) for start in (0, 6, 12)]
    make_reading(response, *clauses)

    page = console.get(f"{COMMENTS}?label=negative&stage=payout").text

    assert page.count('<li class="comment">') == 1
    assert page.count('class="clause negative"') == 3


def test_a_page_holds_so_many_and_the_next_one_the_rest(console, parts):
    many(parts, PAGE + 1)

    first, second = (console.get(f"{COMMENTS}?page={n}").text for n in (1, 2))

    assert first.count('<li class="comment">') == PAGE
    assert second.count('<li class="comment">') == 1
    assert "Comment 000." in second


@pytest.mark.parametrize("number", [0, -1, 2, 10**30])
def test_a_page_that_does_not_exist_is_not_found(console, parts, number):
    many(parts, PAGE)

    assert console.get(f"{COMMENTS}?page={number}").status_code == 404


def test_words_of_customers_and_claims_are_shown_as_text(console, parts):
    claim = make_claim(region=XSS, product=XSS)
    make_response(parts, claim=claim, comment=f"Hello {XSS}")

    for path in (COMMENTS, "/console/"):
        page = console.get(path).text

        assert XSS not in page
        assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3
