"""What the answer page does by itself, with its script and without."""

import pytest
from playwright.sync_api import expect

from surveys.db import db
from surveys.responses.models import Response
from tests.browser.people import look_at_it
from tests.browser.states import PHONE, open_invitation
from tests.factories import token_of

KEPT = "Object.values(localStorage).join()"
DRAFTS = "Object.keys(localStorage).filter((key) => key.startsWith('draft ')).length"
# A little more than the script waits for a pause in typing.
PAUSE_MS = 700


@pytest.fixture
def url(site, parts):
    return f"{site}/a/{token_of(open_invitation(parts), parts)}"


def stored() -> list[Response]:
    db.session.rollback()
    return db.session.query(Response).all()


def comment(page):
    return page.get_by_label("저희가 꼭 알았으면")


def write_draft(page, url):
    page.goto(f"{url}?score=9")
    page.get_by_role("group", name="지급").get_by_role("radio", name="5").check(force=True)
    comment(page).fill("입금이 빨랐어요.")
    page.get_by_label("이 일로 연락을").check()
    page.wait_for_timeout(PAUSE_MS)


def test_what_was_typed_is_there_again_until_the_answer_is_stored(page, url):
    write_draft(page, url)
    page.reload()

    expect(comment(page)).to_have_value("입금이 빨랐어요.")
    expect(page.get_by_label("이 일로 연락을")).to_be_checked()
    payout = page.get_by_role("group", name="지급")
    expect(payout.get_by_role("radio", name="5")).to_be_checked()
    page.get_by_role("button", name="답변 보내기").click()
    expect(page.get_by_role("heading", name="들려주셔서")).to_be_visible()
    # The script comes after the page.
    page.wait_for_function(f"{DRAFTS} === 0")
    assert [row.comment for row in stored()] == ["입금이 빨랐어요."]


def test_a_draft_is_kept_when_the_page_is_left_at_once(page, url):
    page.goto(f"{url}?score=9")
    comment(page).fill("급히 닫아요")
    page.goto(f"{url}?score=9")

    expect(comment(page)).to_have_value("급히 닫아요")


def test_the_number_tapped_last_counts_and_the_rest_of_the_draft_stays(page, url):
    write_draft(page, url)
    page.goto(f"{url}?score=2")

    expect(page.get_by_role("radio", name="2", exact=True).first).to_be_checked()
    expect(comment(page)).to_have_value("입금이 빨랐어요.")


def test_the_other_language_has_the_draft_too(page, url):
    write_draft(page, url)
    page.get_by_role("link", name="English").click()

    expect(page.get_by_role("textbox", name="What should we know?")).to_have_value(
        "입금이 빨랐어요."
    )


def test_no_telephone_number_is_left_on_the_device(page, url):
    write_draft(page, url)
    page.get_by_label("전화로").check()
    page.get_by_label("전화번호").fill(PHONE)
    page.wait_for_timeout(PAUSE_MS)

    assert "입금이" in page.evaluate(KEPT)
    assert "010-1234" not in page.evaluate(KEPT)


def test_drafts_of_yesterday_are_forgotten(page, url):
    write_draft(page, url)
    page.evaluate(
        "for (const [key, value] of Object.entries(localStorage))"
        " localStorage.setItem(key, JSON.stringify({...JSON.parse(value), at: 0}))"
    )
    page.reload()

    page.wait_for_function(f"{DRAFTS} === 0")
    expect(comment(page)).to_have_value("")


def test_a_draft_of_a_correction_gives_way_to_a_newer_answer(page, url):
    page.goto(f"{url}?score=9")
    look_at_it(page)
    page.get_by_role("button", name="답변 보내기").click()
    page.goto(f"{url}/correct")
    comment(page).fill("고치던 말")
    page.wait_for_timeout(PAUSE_MS)
    page.reload()
    expect(comment(page)).to_have_value("고치던 말")

    other = page.context.new_page()
    other.goto(f"{url}/correct")
    other.evaluate("localStorage.clear()")
    other.reload()
    comment(other).fill("다른 창에서 고친 말")
    look_at_it(other)
    other.get_by_role("button", name="고친 답변").click()
    expect(other.get_by_text("다른 창에서 고친 말")).to_be_visible()
    page.goto(f"{url}/correct")

    expect(comment(page)).to_have_value("다른 창에서 고친 말")


def test_the_characters_left_are_told_near_the_end(page, url):
    page.goto(url)
    left = page.locator("#left")
    expect(left).to_have_attribute("aria-live", "polite")
    comment(page).fill("가" * 3799)
    page.wait_for_timeout(PAUSE_MS)
    expect(left).to_be_empty()

    comment(page).press("End")
    comment(page).press_sequentially("나")

    expect(left).to_have_text("남은 글자 수: 200")


def test_the_enter_that_ends_a_composition_sends_nothing(page, url):
    page.goto(f"{url}?score=9")
    keyboard = page.context.new_cdp_session(page)
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    comment(page).focus()
    for text in ("ㅎ", "하", "한"):
        keyboard.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": 1, "selectionEnd": 1}
        )
        page.wait_for_timeout(PAUSE_MS)
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    keyboard.send("Input.insertText", {"text": "한"})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    comment(page).press("Enter")
    comment(page).press_sequentially("a")

    expect(comment(page)).to_have_value("한\na")
    assert stored() == []


def press_until(page, key, place):
    """As somebody does who has no mouse; a hundred times is too often."""
    for _ in range(100):
        if place.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{place} is not reached by {key}")


def test_an_answer_is_given_by_keyboard_alone(page, url):
    page.goto(url)
    scores = page.locator("#score")
    press_until(page, "Tab", scores.get_by_role("radio", name="0", exact=True))
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(scores.get_by_role("radio", name="3")).to_be_checked()
    expect(scores.locator("input:checked + span")).to_have_css("outline-style", "solid")
    press_until(page, "Tab", comment(page))
    page.keyboard.type("slow")
    press_until(page, "Tab", page.get_by_label("이 일로 연락을"))
    page.keyboard.press("Space")
    press_until(page, "Tab", page.get_by_label("이메일로"))
    page.keyboard.press("ArrowDown")
    press_until(page, "Tab", page.get_by_label("전화번호"))
    page.keyboard.type(PHONE)
    press_until(page, "Tab", page.get_by_role("button", name="답변 보내기"))
    page.keyboard.press("Enter")

    expect(page.get_by_text("끝자리가 5678인 번호로 전화드려요.")).to_be_visible()
    assert [(row.score, row.comment, row.call_back_phone) for row in stored()] == [
        (3, "slow", PHONE)
    ]


def test_what_a_tick_brings_shows_with_it_only(page, url):
    page.goto(url)
    mail, number = page.get_by_label("이메일로"), page.get_by_label("전화번호")
    expect(mail).to_be_hidden()
    page.get_by_label("이 일로 연락을").check()
    expect(mail).to_be_visible()
    expect(number).to_be_hidden()
    page.get_by_label("전화로").check()
    expect(number).to_be_visible()


def test_all_of_it_works_without_a_script(browser, url):
    page = browser.new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(f"{url}?score=2")
    page.get_by_label("이 일로 연락을").check()
    page.get_by_label("전화로").check()
    page.get_by_role("button", name="답변 보내기").click()
    expect(page.get_by_role("alert")).to_contain_text("010-1234-5678처럼")
    page.get_by_label("전화번호").fill(PHONE)
    look_at_it(page)
    page.get_by_role("button", name="답변 보내기").click()
    expect(page.get_by_text("끝자리가 5678인 번호로 전화드려요.")).to_be_visible()
    page.get_by_role("link", name="답변 고치기").click()
    expect(page.get_by_label("전화번호")).to_have_value(PHONE)
    page.get_by_label("이 일로 연락을").uncheck()
    look_at_it(page)
    page.get_by_role("button", name="고친 답변").click()
    expect(page.get_by_text("원하실 때만 연락드려요.")).to_be_visible()
    page.close()

    assert [row.call_back_phone for row in stored()] == [None]
