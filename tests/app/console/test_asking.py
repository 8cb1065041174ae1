import re
from datetime import timedelta
from unicodedata import normalize

import pytest

from surveys.db import db
from surveys.plans.models import SurveyPlan
from surveys.plans.publishing import current_plan, plan_versions
from surveys.questionnaires.models import Question, Questionnaire
from surveys.questionnaires.publishing import current_questionnaire, questionnaire_versions
from tests.factories import DAY, WORDING, make_invitation, make_plan, make_questionnaire

PLAN = {
    "after": "1",
    "delay_hours": "24",
    "window_opens": "09:00",
    "window_closes": "20:00",
    "reminder_after_days": "4",
    "open_for_days": "14",
    "quarantine_days": "90",
    "too_late_after_days": "14",
}
WORDS = {
    "after": "1",
    **{f"{key}_korean": phrase.korean for key, phrase in WORDING.items()},
    **{f"{key}_english": phrase.english for key, phrase in WORDING.items()},
}
XSS = "<script>alert(1)</script>"
PLAN_PAGE = "/console/asking/plan"
WORDS_PAGE = "/console/asking/questionnaire"


def problem_of(page: str, field: str) -> str:
    """What stands beside a field."""
    return re.search(rf'id="{field}-problem">([^<]*)<', page)[1]


@pytest.fixture
def publish_plan(console):
    return lambda **values: console.post(PLAN_PAGE, data={**PLAN, **values})


@pytest.fixture
def publish_words(console):
    return lambda **values: console.post(WORDS_PAGE, data={**WORDS, **values})


@pytest.mark.parametrize("path", ["", "/plan", "/questionnaire", "/questionnaire/1"])
def test_these_pages_are_for_staff(client, staff, path):
    assert client.get(f"/console/asking{path}").status_code == 302


def test_the_plan_is_told_in_sentences_and_the_words_in_both_languages(console):
    page = console.get("/console/asking").text

    assert "We ask 24 hours after the money was paid, between 09:00 and 20:00." in page
    assert "came with Hearback" in page
    assert WORDING["payout"].korean in page
    assert WORDING["payout"].english in page


def test_earlier_versions_stand_there_with_who_and_when(console):
    make_plan("cx@example.com", delay=timedelta(hours=2))
    make_questionnaire("cx@example.com", payout=("빨랐어요.", "It was quick."))

    page = console.get("/console/asking").text

    assert page.index("We ask 2 hours") < page.index("We ask 24 hours")
    assert page.count("Version 2 · 2025-03-04 12:00 · cx@example.com") == 2
    assert page.count("Version 1 · ") == 2
    assert "/console/asking/questionnaire/1" in page


def test_a_plan_is_published_by_who_changed_it_for_what_comes_after(console, publish_plan, parts):
    before = make_invitation(parts)

    told = publish_plan(delay_hours="0", reminder_after_days="")

    assert (told.status_code, told.location) == (303, "/console/asking?told=published")
    plan = current_plan()
    assert (plan.version, plan.published_by) == (2, "lead@example.com")
    assert (plan.delay_hours, plan.reminder_after_days) == (0, None)
    assert before.plan.version == 1
    assert "What is queued or open already stays" in console.get(told.location).text


def test_a_change_that_changes_nothing_is_no_version(console, publish_plan, publish_words):
    for told in (publish_plan(), publish_words()):
        assert "Nothing was different" in console.get(told.location).text

    assert len(plan_versions()) == len(questionnaire_versions()) == 1


def test_pressing_twice_publishes_once(publish_plan):
    twice = [publish_plan(delay_hours="5").location for _ in range(2)]

    assert twice == ["/console/asking?told=published"] * 2
    assert len(plan_versions()) == 2


def test_the_form_says_how_it_is_now_and_what_will_change(console):
    page = console.get(PLAN_PAGE).text

    assert "Publish version 2" in page
    assert "Mails in the queue, reminders and open links keep the plan" in page
    assert 'name="delay_hours" type="text" value="24"' in page.replace(" required", "")
    assert 'value="09:00"' in page


@pytest.mark.parametrize(
    ("field", "typed", "cure"),
    [
        ("delay_hours", "721", "from 0 to 720"),
        ("delay_hours", "-1", "from 0 to 720"),
        ("delay_hours", "soon", "from 0 to 720"),
        ("delay_hours", "9" * 5000, "from 0 to 720"),
        ("delay_hours", "1.5", "from 0 to 720"),
        ("delay_hours", "", "This is needed."),
        ("delay_hours", " ", "from 0 to 720"),
        ("quarantine_days", "\x00", "from 0 to 730"),
        ("open_for_days", "91", "from 1 to 90"),
        ("too_late_after_days", XSS, "from 1 to 365"),
        ("reminder_after_days", "14", "fewer days than the link stays open"),
        ("reminder_after_days", "x", "fewer days than the link stays open"),
        ("window_opens", "25:00", "a time like 09:00"),
        ("window_closes", "09:00", "later than the first one"),
    ],
)
def test_a_slip_is_told_beside_its_field_and_nothing_is_lost(publish_plan, field, typed, cure):
    refused = publish_plan(**{"quarantine_days": "33", field: typed})

    assert refused.status_code == 422
    assert cure in problem_of(refused.text, field)
    assert XSS not in refused.text
    assert field == "quarantine_days" or 'value="33"' in refused.text
    assert len(plan_versions()) == 1


def test_all_slips_are_told_at_once_and_each_links_to_its_field(publish_plan):
    page = publish_plan(delay_hours="999", open_for_days="0", window_closes="08:00").text

    assert all(f'href="#{name}"' in page for name in ("delay_hours", "open_for_days"))
    assert problem_of(page, "window_closes")


@pytest.mark.parametrize("after", ["1", "", "x", "9" * 30])
def test_who_was_overtaken_is_told_and_may_publish_after_it(publish_plan, console, after):
    make_plan(delay=timedelta(hours=2))

    told = publish_plan(after=after, delay_hours="5")

    assert told.status_code == 422
    assert "Somebody has published another version meanwhile." in told.text
    assert "We ask 2 hours" in told.text
    assert 'name="after" type="hidden" value="2"' in told.text
    assert publish_plan(after="2", delay_hours="5").status_code == 303
    assert current_plan().version == 3


def test_words_are_published_in_both_languages(console, publish_words, parts):
    told = publish_words(payout_korean=" 빨랐어요. ", payout_english="It was quick.")

    assert told.status_code == 303
    assert current_questionnaire().in_language("ko")["payout"] == "빨랐어요."
    assert current_questionnaire().published_by == "lead@example.com"
    assert "빨랐어요." in console.get("/console/asking").text


@pytest.mark.parametrize("typed", ["", "   ", "\u3164", "가" * 201, "!?"])
@pytest.mark.parametrize("field", ["recommend_korean", "comment_english"])
def test_words_that_cannot_be_asked_are_told_beside_their_field(publish_words, field, typed):
    refused = publish_words(**{"payout_korean": "제가 쓴 말", field: typed})

    assert refused.status_code == 422
    assert "1 to 200 characters" in problem_of(refused.text, field)
    assert "제가 쓴 말" in refused.text
    assert len(questionnaire_versions()) == 1


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (XSS, "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("빨랐어요 👩‍👩‍👧", "빨랐어요 👩‍👩‍👧"),
        ("\u202eשלום", "שלום"),
        (normalize("NFD", "좋았어요"), "좋았어요"),
        ("빨\x00랐어요", "빨랐어요"),
        ("{{ 7 * 7 }} %(n)s", "{{ 7 * 7 }} %(n)s"),
    ],
)
def test_other_words_are_kept_clean_and_shown_as_text(console, publish_words, typed, shown):
    assert publish_words(decision_korean=typed, decision_english=typed).status_code == 303

    pages = [console.get(f"/console/asking{path}").text for path in ("", "/questionnaire")]
    assert all(page.count(shown) == 2 for page in pages)
    assert all(XSS not in page for page in pages)


def test_ten_megabytes_are_refused_and_half_a_character_is_none(console, publish_words):
    assert publish_words(payout_korean="x" * 10_000_000).status_code == 413

    raw = "&".join(f"{name}=a" for name in WORDS if name != "after") + "&after=1&payout_korean=%ED"
    kind = "application/x-www-form-urlencoded"
    assert console.post(WORDS_PAGE, data=raw, content_type=kind).status_code == 303


def test_a_version_that_was_never_published_is_not_there(console):
    assert console.get("/console/asking/questionnaire/2").status_code == 404
    assert console.get("/console/asking/questionnaire/0").status_code == 404


def test_without_any_version_the_pages_say_so_and_cure_it(console, publish_plan, publish_words):
    for model in (Question, Questionnaire, SurveyPlan):
        db.session.execute(model.__table__.delete())
    page = console.get("/console/asking").text
    assert "No plan is published, so nobody can be asked." in page
    assert "No questionnaire is published, so nobody can be asked." in page
    assert "Publish version 1" in console.get(PLAN_PAGE).text
    assert "Publish version 1" in console.get(WORDS_PAGE).text

    assert publish_plan(after="0").status_code == publish_words(after="0").status_code == 303

    assert (current_plan().version, current_questionnaire().version) == (1, 1)
    assert current_plan().timing().quarantine == 90 * DAY
