"""What a person does: reads the mail, answers on a phone, and finds it in the console."""

import re

from playwright.sync_api import expect

from tests.browser.people import become_administrator, look_at_it

COMMENT = "서류를 세 번이나 다시 냈어요. 그래도 입금은 정말 빨랐어요."
# The answer has to be read and counted within 30 seconds.
PATIENCE_MS = 30_000


def answer_from_the_mail(house, page):
    page.goto(f"{house.url}/mailbox/")
    page.get_by_role("link", name="보험금을 받기까지 어떠셨어요?").click()
    page.frame_locator("iframe").get_by_role("link", name="9", exact=True).click()
    expect(page.get_by_role("radio", name="9", exact=True)).to_be_checked()
    page.get_by_role("group", name="서류 검토").get_by_role("radio", name="2").check(force=True)
    page.get_by_role("group", name="지급").get_by_role("radio", name="5").check(force=True)
    page.get_by_label("저희가 꼭 알았으면").fill(COMMENT)
    look_at_it(page)
    page.get_by_role("button", name="답변 보내기").click()
    expect(page.get_by_role("heading", name="들려주셔서 고맙습니다.")).to_be_visible()


def wait_for_reading(page):
    """The page shows what is there when it is opened; a person would load it again."""
    comment = page.locator(".comment", has_text=re.compile("불만|중립|만족"))
    for _ in range(PATIENCE_MS // 1000):
        if comment.is_visible():
            return comment
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError("the comment was not read in time")


def look_at_every_page_in_two_widths(house, page):
    page.goto(f"{house.url}/console/claims")
    claim = page.locator("tbody a").first.get_attribute("href")
    console = (
        "/console/",
        "/console/cases",
        "/console/comments",
        "/console/claims",
        claim,
        "/console/report",
    )
    for path in ("/mailbox/", *console):
        page.goto(house.url + path)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_an_answer_given_on_a_phone_stands_read_and_counted_in_the_console(invited_house, page):
    house = invited_house
    answer_from_the_mail(house, page)
    become_administrator(house, page)

    comment = wait_for_reading(page)
    expect(comment.locator(".clause.positive")).to_contain_text("빨랐어요")
    expect(comment.locator(".score")).to_have_text("9")
    expect(page.get_by_text("9–10점 1명")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("서류 검토"))).to_contain_text("2.0")
    look_at_every_page_in_two_widths(house, page)
