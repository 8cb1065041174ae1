"""What an agent does: finds who waits for a call, looks after them, and closes the case."""

from playwright.sync_api import expect

from tests.browser.people import become_administrator, look_at_it


def ask_for_a_call(house, page):
    page.goto(f"{house.url}/mailbox/")
    page.get_by_role("link", name="보험금을 받기까지 어떠셨어요?").click()
    page.frame_locator("iframe").get_by_role("link", name="2", exact=True).click()
    page.get_by_label("이 일로 연락을 받고 싶어요.").check()
    page.get_by_label("전화로").check()
    page.get_by_label("전화번호").fill("010 1234 5678")
    look_at_it(page)
    page.get_by_role("button", name="답변 보내기").click()
    expect(page.get_by_text("끝자리가 5678인 번호로 전화드려요.")).to_be_visible()


def test_a_wish_for_a_call_becomes_a_case_that_is_taken_and_closed(invited_house, page):
    ask_for_a_call(invited_house, page)
    become_administrator(invited_house, page)

    page.get_by_role("link", name="챙길 고객").click()
    page.get_by_role("link", name="연락 원함").click()
    expect(page.get_by_text("김하늘")).to_be_visible()
    expect(page.get_by_role("link", name="010-1234-5678")).to_be_visible()
    page.get_by_role("button", name="제가 맡을게요").click()
    page.get_by_label("메모 남기기").fill("전화드리고 사과했어요.")
    page.get_by_role("button", name="메모 저장").click()
    page.get_by_label("해결함").check()
    page.get_by_role("button", name="마무리하기").click()

    expect(page.get_by_role("heading", name="마무리: 해결함")).to_be_visible()
    expect(page.get_by_text("전화드리고 사과했어요.")).to_be_visible()
