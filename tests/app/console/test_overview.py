import pytest
import time_machine

from surveys.db import db
from surveys.outbox.models import PauseReason, SenderPause
from tests.factories import (
    DAY,
    NOON,
    make_claim,
    make_imported,
    make_invitation,
    make_response,
    make_suspected,
)

PAGES = ["/console/", "/console/report"]
WEEK = "?from=2025-03-03&to=2025-03-10"


@pytest.mark.parametrize("path", PAGES)
def test_with_nothing_to_show_the_figures_are_dashes(console, path):
    text = console.get(path).text

    assert '<p class="figure">–</p>' in text
    assert "No answers in this period yet." in text
    assert "Response rate: – of the mails sent." in text


@pytest.mark.parametrize("path", PAGES)
def test_a_score_is_shown_with_its_interval_from_ten_answers_on(console, parts, path):
    for score in (10, 9, 9, 9, 8, 8, 7, 7, 6, 0):
        make_response(parts, score=score)

    text = console.get(path + WEEK).text

    assert '<p class="figure">20.0</p>' in text
    assert "from 10 answers." in text
    assert "9–10: 4" in text


@pytest.mark.parametrize("path", PAGES)
def test_who_was_not_asked_is_shown_with_the_reason(console, parts, path):
    make_invitation(parts, make_claim(email=""))

    assert "No e-mail address" in console.get(path + WEEK).text


@pytest.mark.parametrize("path", PAGES)
def test_answers_that_were_imported_are_said_where_there_are_any(console, parts, path):
    without = console.get(path + WEEK).text
    make_imported(parts)

    with_one = console.get(path + WEEK).text
    korean = console.get(f"{path}{WEEK}&language=ko").text

    assert "asked about elsewhere" not in without
    assert "1 claim was asked about elsewhere, and its answer was imported." in with_one
    assert "다른 곳에서 물어보고 가져온 답변은 1건이에요." in korean


def test_the_last_eight_weeks_with_today_are_shown_by_default(console):
    with time_machine.travel(NOON, tick=False):
        console.post(
            "/console/sign-in", data={"email": "lead@example.com", "password": "a long password"}
        )
        page = console.get("/console/").text

    assert 'name="from" value="2025-01-08"' in page
    assert 'name="to" value="2025-03-05"' in page


@pytest.mark.parametrize(
    "query",
    [
        "?from=abc&to=2025-03-10",
        "?from=2025-03-10&to=2025-03-10",
        "?from=2025-03-10&to=2025-03-03",
        "?from=0001-01-01&to=0001-01-08",
        "?from=0001-01-01",
        "?from=2025-01-01&to=9999-12-31",
        "?by=nonsense",
    ],
)
@pytest.mark.parametrize("path", PAGES)
def test_a_period_that_cannot_be_read_never_breaks_the_page(console, path, query):
    assert console.get(path + query).status_code == 200


def test_the_axis_can_be_chosen(console, parts):
    make_response(parts, at=NOON + 10 * DAY)

    answered = console.get(f"/console/{WEEK}").text
    paid = console.get(f"/console/{WEEK}&by=paid").text

    assert "No answers in this period yet." in answered
    assert "Too few answers for a score: 1 answer." in paid


@pytest.mark.parametrize(
    ("language", "notice"),
    [
        ("en", "restored on 2025-03-04 12:00 from the backup of 2025-03-03 12:00"),
        ("ko", "2025-03-04 12:00에 데이터베이스를 2025-03-03 12:00 백업으로 되돌렸어요"),
    ],
)
def test_while_the_sender_is_paused_the_overview_says_so(console, language, notice):
    db.session.add(SenderPause(since=NOON, because=PauseReason.RESTORED, set_back_to=NOON - DAY))

    page = console.get(f"/console/?language={language}").text

    assert notice in page
    assert "<code>flask outbox release</code>" in page


def test_without_a_pause_the_overview_says_nothing_of_it(console):
    assert "flask outbox release" not in console.get("/console/").text


@pytest.mark.parametrize("path", PAGES)
def test_what_is_left_out_of_the_figures_is_said_where_there_is_any(console, parts, path):
    without = console.get(path + WEEK).text
    make_suspected(parts)

    with_one = console.get(path + WEEK).text
    korean = console.get(f"{path}{WEEK}&language=ko").text

    assert "left out" not in without
    assert "1 answer is left out, because a machine seems to have sent it." in with_one
    assert "자동 프로그램이 보낸 것으로 보이는 답변 1건은 뺐어요." in korean


def test_the_overview_leads_to_answers_that_look_like_a_machines(console, parts):
    assert "/console/suspects" not in console.get("/console/").text
    make_suspected(parts)

    page = console.get("/console/").text

    assert "1 answer looks like a machine’s" in page
    assert 'href="/console/suspects"' in page
