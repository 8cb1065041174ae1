"""The page of the mail, for readers as old as Outlook and as strict as Naver."""

import re
from html.parser import HTMLParser

import pytest

from tests.factories import make_claim, make_invitation, make_questionnaire, token_of

LARGEST_MAIL = 40_000
# What a mail shows with the head taken away, as webmail does it.
NEEDED = ("font-size:", "line-height:", "color:")
# What Word cannot lay out.
TOO_NEW = ("flex", "grid", "var(", "rgb(", "rem", "position:")
TARGET_PX = 44
languages = pytest.mark.parametrize("language", ["ko", "en"])


class Elements(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def of(self, *tags):
        return [attributes for tag, attributes in self.found if tag in tags]


@pytest.fixture
def html(parts, language):
    longest = ("나" * 200, "n" * 200)
    make_questionnaire(recommend=longest)
    claim = make_claim(language=language, name="김" * 200)
    return parts.invitations.letter(make_invitation(parts, claim)).html


@pytest.fixture
def elements(html):
    return Elements(html)


@languages
def test_the_mail_is_small_and_fetches_nothing(html, elements):
    assert len(html.encode()) < LARGEST_MAIL
    assert not elements.of("img", "link", "script", "iframe", "object", "video", "svg", "form")
    assert "url(" not in html
    assert "@import" not in html


@languages
def test_each_table_is_for_layout_and_said_to_be(elements):
    tables = elements.of("table")

    assert {table.get("role") for table in tables} == {"presentation"}
    assert {(table["cellpadding"], table["cellspacing"]) for table in tables} == {("0", "0")}
    assert not elements.of("button", "input", "main", "section")


@languages
def test_what_is_needed_stands_on_the_element_itself(elements):
    words = [element for element in elements.of("p", "h1", "a")]
    targets = [link for link in elements.of("a") if "?score=" in link["href"]]

    assert all("color:" in word["style"] for word in words)
    assert all(
        need in style for style in (target["style"] for target in targets) for need in NEEDED
    )
    assert not any(new in (e.get("style") or "") for _, e in elements.found for new in TOO_NEW)


@languages
def test_the_eleven_numbers_are_large_and_have_words_at_both_ends(html, elements, language):
    targets = [link for link in elements.of("a") if "?score=" in link["href"]]
    heights = [int(re.search(r"line-height:(\d+)px", link["style"])[1]) for link in targets]
    ends = {"ko": ("0 · 전혀", "10 · 꼭"), "en": ("0 · Not at all", "10 · Gladly")}[language]

    assert [link["href"].partition("?")[2] for link in targets] == [
        f"score={score}" for score in range(11)
    ]
    assert min(heights) >= TARGET_PX
    assert all("display:block" in link["style"] for link in targets)
    assert all(end in html for end in ends)


@languages
def test_the_colour_of_the_insurer_is_there_and_a_dark_screen_is_thought_of(html, elements, parts):
    metas = {meta.get("name"): meta.get("content") for meta in elements.of("meta")}
    head, _, body = html.partition("</head>")

    assert f"background:{parts.insurer.colour}" in body
    assert metas["color-scheme"] == "light dark"
    assert "prefers-color-scheme: dark" in head
    darkened = set(re.findall(r"\.(ground|paper|ink|quiet|target)\b", head))
    used = {name for _, each in elements.found for name in (each.get("class") or "").split()}
    assert used == darkened


@languages
def test_outlook_gets_a_width_of_its_own(html):
    opened = html.count("<!--[if mso]>")

    assert opened == html.count("<![endif]-->") == 3
    assert re.search(r"<!--\[if mso\]><table[^>]* width=\"560\"[^>]*><tr><td><!\[endif\]-->", html)


def test_the_plain_twin_says_the_same(parts):
    invitation = make_invitation(parts, make_claim(language="en"))
    letter = parts.invitations.letter(invitation)
    words = re.sub(r"<style.*?</style>|<[^>]+>", " ", letter.html, flags=re.DOTALL)

    for line in letter.text.splitlines():
        if line and "http" not in line and not line.startswith("Open the link"):
            assert " ".join(line.split()) in " ".join(words.split()), line
    assert letter.text.count(f"/a/{token_of(invitation, parts)}?score=") == 11
