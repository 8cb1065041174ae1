from datetime import timedelta

import pytest
import time_machine

from tests.factories import DAY, NOON, make_claim, make_response, token_of
from tests.forms import filled

ANSWERED_AT = NOON + 2 * DAY
CLOSED_AT = NOON + 15 * DAY
GLAD, MENDED, SORRY = "It is good to hear", "What troubles most people", "We are sorry"
BY_WISH = "only if you wish"


@pytest.fixture
def thanks(client, parts):
    """The page of thanks for an answer like this, as it is at a moment."""

    def thanks(score, at=ANSWERED_AT, **values):
        response = make_response(parts, score, make_claim(language="en"), **values)
        url = f"/a/{token_of(response.invitation, parts)}/thanks?language=en"
        with time_machine.travel(at, tick=False):
            return client.get(url).text

    return thanks


@pytest.mark.parametrize(
    ("score", "said"), [(0, SORRY), (6, SORRY), (7, MENDED), (8, MENDED), (9, GLAD), (10, GLAD)]
)
def test_the_thanks_fit_the_score(thanks, score, said):
    page = thanks(score)

    assert [words for words in (GLAD, MENDED, SORRY) if words in page] == [said]
    assert ("Within one working day" in page) == (BY_WISH in page) == (said == SORRY)


@pytest.mark.parametrize("score", [2, 8, 10])
def test_who_wants_to_hear_from_us_is_told_how_and_when(thanks, score):
    called = thanks(score, wants_call_back=True, call_back_phone="010-1234-5678")
    written = thanks(score, wants_call_back=True)

    assert "We call you within one working day, at the number that ends in 5678." in called
    assert "010-1234" not in called
    assert "We write to you within one working day" in written
    assert BY_WISH not in called + written


def test_the_thanks_speak_the_language_of_the_answer(client, parts):
    response = make_response(parts, claim=make_claim(language="ko"), language="en")
    url = f"/a/{token_of(response.invitation, parts)}/thanks"

    with time_machine.travel(ANSWERED_AT, tick=False):
        assert '<html lang="en">' in client.get(url).text
        assert '<html lang="ko">' in client.get(f"{url}?language=ko").text


def test_an_answer_is_closed_when_the_time_is_over(thanks):
    before, after = (
        thanks(3, at, comment="too <slow>", wants_call_back=True)
        for at in (CLOSED_AT - timedelta(seconds=1), CLOSED_AT)
    )

    assert "Thank you for telling us." in before
    assert "Your answer is closed now." in after
    assert "too &lt;slow&gt;" in after
    assert "/correct" in before
    assert "/correct" not in after
    assert "working day" not in after


def test_who_would_correct_a_closed_answer_is_told_so(client, parts):
    response = make_response(parts, 3, make_claim(language="en"), comment="slow")
    url = f"/a/{token_of(response.invitation, parts)}/correct"

    with time_machine.travel(CLOSED_AT, tick=False):
        replies = [client.get(url), client.post(url, data=filled(url, score="9"))]

    assert [reply.status_code for reply in replies] == [410, 410]
    assert all("Your answer is closed now." in reply.text for reply in replies)
