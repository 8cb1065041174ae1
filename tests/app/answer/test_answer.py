from datetime import timedelta

import pytest
import time_machine

from analysis.counts import DailyCount
from surveys.claims.models import Language
from surveys.claims.stages import Stage
from surveys.db import db
from surveys.invitations.tokens import Purpose
from surveys.responses.models import Rating, Response
from tests.factories import (
    DAY,
    NOON,
    make_claim,
    make_invitation,
    make_questionnaire,
    make_response,
    make_sent_invitation,
    token_of,
)
from tests.forms import filled

ASKED_AT = NOON + DAY
ANSWERED_AT = NOON + 2 * DAY
EXPIRES_AT = ASKED_AT + timedelta(days=14)
XSS = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _two_days_after_payment():
    with time_machine.travel(ANSWERED_AT, tick=False):
        yield


@pytest.fixture
def invitation(parts):
    return make_sent_invitation(parts, make_claim(language="en"))


@pytest.fixture
def url(invitation, parts):
    return f"/a/{token_of(invitation, parts)}"


def stored() -> tuple[int, int, int]:
    db.session.rollback()
    return tuple(db.session.query(kind).count() for kind in (Response, Rating, DailyCount))


def the_response() -> Response:
    db.session.rollback()
    return db.session.query(Response).one()


def is_chosen(page: str, name: str, value: int) -> bool:
    start = page.index(f'name="{name}" value="{value}"')
    return "checked" in page[start : page.index(">", start)]


def test_the_page_and_its_correction_ask_as_the_mail_did(client, invitation, parts, url):
    make_questionnaire(
        recommend=("권하실래요?", "Would you tell others?"),
        payout=("<i>빨랐어요.</i>", "<i>It was quick.</i>"),
        comment=("더 있나요?", "Anything else?"),
    )
    later = f"/a/{token_of(make_sent_invitation(parts, make_claim(language='en')), parts)}"

    old, new, korean = (client.get(each).text for each in (url, later, f"{later}?language=ko"))

    assert all(words in old for words in ("recommend us to friends", "What should we know?"))
    assert all(words in new for words in ("Would you tell others?", "Anything else?"))
    assert "&lt;i&gt;It was quick.&lt;/i&gt;" in new
    assert all(words in korean for words in ("권하실래요?", "더 있나요?", "&lt;i&gt;빨랐어요."))
    client.post(url, data=filled(url, score=9))
    assert "recommend us to friends" in client.get(f"{url}/correct").text


# Opening the link


@pytest.mark.parametrize("query", ["", "?score=9", "?score=0&language=ko"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_the_link_stores_nothing(client, url, method, query):
    response = client.open(url + query, method=method)

    assert response.status_code == 200
    assert stored() == (0, 0, 0)


@pytest.mark.parametrize("score", [0, 9, 10])
def test_the_score_of_the_mail_is_chosen(client, url, score):
    page = client.get(f"{url}?score={score}").text

    assert [n for n in range(11) if is_chosen(page, "score", n)] == [score]


@pytest.mark.parametrize("query", ["", "?score=11", "?score=-1", "?score=abc", "?score="])
def test_no_score_is_chosen_where_the_link_holds_none(client, url, query):
    page = client.get(url + query).text

    assert not any(is_chosen(page, "score", n) for n in range(11))


def test_only_the_stages_passed_are_asked_in_order_and_with_their_dates(client, url):
    page = client.get(url).text

    shown = [stage for stage in Stage if f'id="{stage}"' in page]
    places = [page.index(f'id="{stage}"') for stage in shown]
    assert shown == [stage for stage in Stage if stage is not Stage.INVESTIGATION]
    assert places == sorted(places)
    assert "Feb 27, 2025 – Feb 28, 2025" in page


def test_a_stage_of_one_day_shows_that_day_once(client, parts):
    claim = make_claim(
        language="en",
        payout_started_at=NOON - timedelta(hours=2),
        filing_ended_at=None,
    )
    page = client.get(f"/a/{token_of(make_sent_invitation(parts, claim), parts)}").text

    assert '<span class="dates">Mar 4, 2025</span>' in page


def test_the_page_speaks_the_language_of_the_claim(client, parts):
    korean = make_sent_invitation(parts, make_claim(language="ko"))
    url = f"/a/{token_of(korean, parts)}"

    assert '<html lang="ko">' in client.get(url).text
    assert "2025. 2. 27." in client.get(url).text
    assert '<html lang="en">' in client.get(f"{url}?language=en").text
    assert '<html lang="ko">' in client.get(f"{url}?language=xx").text


def test_no_page_of_a_customer_sets_a_cookie(client, url):
    responses = [
        client.get(url),
        client.post(url, data={}),
        client.post(url, data=filled(url, score="9")),
        client.get(f"{url}/thanks"),
        client.get("/a/unknown"),
    ]

    assert [r.status_code for r in responses] == [200, 422, 303, 200, 404]
    assert not any("Set-Cookie" in response.headers for response in responses)


# Sending the answer


def test_an_answer_is_stored_and_thanked_for(client, url):
    answer = {"score": "3", "payout": "2", "comment": "Late.", "wants_call_back": "y"}

    response = client.post(f"{url}?language=en", data=filled(url, **answer))

    row = the_response()
    assert (response.status_code, response.location) == (303, f"{url}/thanks")
    assert (row.score, row.comment, row.wants_call_back) == (3, "Late.", True)
    assert (row.language, row.answered_at) == (Language.ENGLISH, ANSWERED_AT)
    assert [(r.stage, r.value) for r in db.session.query(Rating)] == [(Stage.PAYOUT, 2)]


def test_the_score_alone_is_an_answer_and_zero_is_one(client, url):
    client.post(url, data=filled(url, score="0"))

    row = the_response()
    assert (row.score, row.comment, row.wants_call_back) == (0, "", False)
    assert row.reading_due_at is None


def test_the_answer_is_shown_with_thanks(client, url):
    client.post(url, data=filled(url, score="10", comment="Quick."))

    page = client.get(f"{url}/thanks").text

    assert "10 / 10" in page
    assert "Quick." in page


@pytest.mark.parametrize("score", ["11", "-1", "abc", "", None, "9.5", "1_0", "９"])
def test_what_is_not_a_score_is_refused_and_all_else_is_kept(client, url, score):
    typed = {"payout": "2", "comment": "Late & <slow>.", "wants_call_back": "y"}

    response = client.post(url, data=filled(url, **typed, **({"score": score} if score else {})))

    assert response.status_code == 422
    assert stored() == (0, 0, 0)
    assert "Please choose a number from 0 to 10." in response.text
    assert is_chosen(response.text, "payout", 2)
    assert is_chosen(response.text, "wants_call_back", "y")
    assert "Late &amp; &lt;slow&gt;.</textarea>" in response.text


@pytest.mark.parametrize("rating", ["0", "6", "abc", "-1", " ", " 5"])
def test_what_is_not_a_rating_is_refused_and_the_score_is_kept(client, url, rating):
    response = client.post(url, data=filled(url, score="7", payout=rating))

    assert response.status_code == 422
    assert stored() == (0, 0, 0)
    assert is_chosen(response.text, "score", 7)


def test_a_rating_of_a_stage_not_passed_is_left_out(client, url):
    client.post(url, data=filled(url, score="7", investigation="1", payout="4"))

    the_response()
    assert [rating.stage for rating in db.session.query(Rating)] == [Stage.PAYOUT]


@pytest.mark.parametrize(("length", "status"), [(4000, 303), (4001, 422)])
def test_a_comment_may_have_four_thousand_characters(client, url, length, status):
    response = client.post(url, data=filled(url, score="7", comment="가" * length))

    assert response.status_code == status
    assert ("가" * 4001 in response.text) is (status == 422)


def test_a_new_line_counts_as_one_character_as_the_browser_counts_it(client, url):
    comment = "\r\n".join("가" * 2000)[:-2] + "가"

    response = client.post(url, data=filled(url, score="7", comment=comment))

    assert response.status_code == 303
    assert len(the_response().comment) <= 4000


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"score=7&comment=a%00b", "ab"),
        (b"score=7&comment=a%ED%A0%80b", "a%ED%A0%80b"),
        (b"score=7&comment=%E2%80%AEgnp", "gnp"),
        (b"score=7&comment=880101-1234568", "[주민번호]"),
    ],
)
def test_signs_that_no_text_may_hold_never_reach_the_database(client, url, sent, kept):
    kind = "application/x-www-form-urlencoded"

    nonce = f"&nonce={filled(url)['nonce']}".encode()
    response = client.post(url, data=sent + nonce, content_type=kind)

    assert response.status_code == 303
    assert the_response().comment == kept


def test_words_of_customers_are_shown_as_text(client, url):
    client.post(url, data=filled(url, score="7", comment=XSS))

    page = client.get(f"{url}/thanks").text

    assert XSS not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_form_that_is_sent_twice_is_stored_once(client, url):
    first = client.post(url, data=filled(url, score="7"))
    second = client.post(url, data=filled(url, score="0"))

    assert (first.status_code, second.status_code) == (303, 409)
    assert "Your answer is with us already." in second.text
    assert the_response().score == 7


def test_an_answer_needs_no_token_of_a_form(client, url, app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    response = client.post(url, data=filled(url, score="7"))

    assert response.status_code == 303


def test_what_is_larger_than_a_megabyte_is_refused(client, url):
    response = client.post(url, data=filled(url, score="7", comment="a" * (1024 * 1024)))

    assert response.status_code == 413
    assert stored() == (0, 0, 0)


# Links that do not lead to a question


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 44, "%00", "가"])
def test_a_forged_link_gets_one_page_that_tells_nothing(client, method, token):
    response = client.open(f"/a/{token}", method=method, data={"score": "7"})

    assert response.status_code == 404
    assert "We do not know this link." in response.text
    assert "Traceback" not in response.text


def test_the_link_to_unsubscribe_opens_no_question(client, parts, invitation):
    token = token_of(invitation, parts, Purpose.UNSUBSCRIBE)

    assert client.get(f"/a/{token}").status_code == 404


def test_a_claim_that_was_not_asked_about_has_no_page(client, parts):
    invitation = make_invitation(parts, make_claim(email=""))

    assert client.get(f"/a/{token_of(invitation, parts)}").status_code == 404


@pytest.mark.parametrize(
    ("at", "get", "post"),
    [(EXPIRES_AT - timedelta(minutes=1), 200, 303), (EXPIRES_AT, 410, 410)],
)
def test_a_link_expires_after_fourteen_days(client, url, at, get, post):
    with time_machine.travel(at, tick=False):
        assert client.get(url).status_code == get
        assert client.post(url, data=filled(url, score="7")).status_code == post


def test_an_answered_link_leads_to_the_answer(client, parts):
    response = make_response(parts, claim=make_claim(language="en"))
    url = f"/a/{token_of(response.invitation, parts)}"

    again = client.get(f"{url}?score=0")

    assert (again.status_code, again.location) == (302, f"{url}/thanks")


def test_thanks_before_an_answer_lead_to_the_question(client, url):
    early = client.get(f"{url}/thanks")

    assert (early.status_code, early.location) == (302, url)


@pytest.mark.parametrize("body", [[1], {"score": "5", "comment": 7}, {"score": "5"}])
def test_only_a_form_is_an_answer(client, url, body):
    assert client.post(url, json=body).status_code == 422

    assert stored() == (0, 0, 0)
