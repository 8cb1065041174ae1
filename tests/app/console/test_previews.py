import pytest

from surveys.claims.models import Claim
from surveys.db import db
from surveys.invitations.models import Invitation
from surveys.questionnaires.models import Questionnaire
from tests.app.console.test_asking import WORDS, XSS
from tests.factories import make_questionnaire

DRAFT = {
    **WORDS,
    "recommend_korean": "권하실래요?",
    "recommend_english": "Would you tell others?",
    "payout_korean": XSS,
    "payout_english": XSS,
}
QUESTION = {"ko": "권하실래요?", "en": "Would you tell others?"}
every_kind = pytest.mark.parametrize("kind", ["page", "mail", "text"])
both_languages = pytest.mark.parametrize("language", ["ko", "en"])


def url(kind, language, version="draft"):
    return f"/console/asking/previews/{version}/{kind}/{language}"


def rows():
    return [db.session.query(kind).count() for kind in (Claim, Invitation, Questionnaire)]


@every_kind
@both_languages
def test_a_draft_is_shown_and_nothing_is_stored(console, kind, language):
    shown = console.post(url(kind, language), data=DRAFT)

    assert shown.status_code == 200
    assert QUESTION[language] in shown.text
    assert XSS not in shown.text
    assert rows() == [0, 0, 1]


@every_kind
@both_languages
def test_any_version_is_shown(console, kind, language):
    make_questionnaire(recommend=(QUESTION["ko"], QUESTION["en"]))

    old, new = (console.get(url(kind, language, version)).text for version in (1, 2))

    assert QUESTION[language] in new
    assert QUESTION[language] not in old
    assert rows() == [0, 0, 2]


@pytest.mark.parametrize(
    ("language", "words"), [("ko", ["조사", "하늘새"]), ("en", ["Investigation", "Saegil"])]
)
def test_the_page_is_the_customers_with_all_five_stages(console, language, words):
    page = console.get(url("page", language, 1)).text

    assert page.count('class="stage card"') == 5
    assert f'<html lang="{language}">' in page
    assert words[0] in page
    assert "customer.css" in page


def test_nothing_can_be_sent_from_the_page(console):
    shown = console.get(url("page", "en", 1))

    assert '<button class="button send" disabled' in shown.text
    assert "Nothing can be sent from here." in shown.text
    assert "form-action 'none'" in shown.headers["Content-Security-Policy"]
    assert console.post(url("page", "en", 1), data={"score": 9}).status_code == 405


@every_kind
def test_a_preview_stands_in_a_frame_of_ours_only_and_runs_nothing(console, kind):
    policy = console.get(url(kind, "en", 1)).headers["Content-Security-Policy"]

    assert "frame-ancestors 'self'" in policy
    assert "default-src 'none'" in policy
    assert ("'unsafe-inline'" in policy) is (kind == "mail")
    assert "script-src 'unsafe" not in policy


@pytest.mark.parametrize("path", ["/questionnaire", "/questionnaire/1"])
def test_the_pages_around_it_let_nothing_in_the_frame_send(console, path):
    page = console.get(f"/console/asking{path}")

    assert 'sandbox="allow-same-origin"' in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]


@every_kind
def test_a_draft_that_cannot_be_asked_says_which_words(console, kind):
    refused = console.post(url(kind, "ko"), data={**DRAFT, "payout_english": " "})

    assert refused.status_code == 422
    assert "Promise of the stage: Payout (English)" in refused.text
    assert "1 to 200 characters" in refused.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (url("page", "en", 2), 404),
        (url("letter", "en", 1), 404),
        (url("page", "fr", 1), 404),
        (url("page", "en"), 405),
    ],
)
def test_what_there_is_none_of_is_not_shown(console, path, status):
    assert console.get(path).status_code == status


@every_kind
def test_previews_are_for_staff(client, staff, kind):
    assert client.get(url(kind, "en", 1)).status_code == 302
    assert client.post(url(kind, "en"), data=DRAFT).status_code == 302
