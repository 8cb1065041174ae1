import pytest
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def browser_context_args(browser_context_args):
    return browser_context_args | {
        "viewport": {"width": 360, "height": 740},
        "locale": "en-US",
        "java_script_enabled": False,
    }


@pytest.fixture
def console(house, page):
    """The first administrator, signed in."""
    page.goto(f"{house.url}/console/first-administrator")
    page.fill("#code", house.run("flask", "staff", "code").split()[-1])
    page.fill("#email", "lead@example.com")
    page.fill("#password", "a long password")
    page.click("text=Begin")
    return page


def test_a_draft_is_seen_as_the_customer_will_see_it_and_then_published(house, console):
    refused = []
    console.on("console", lambda message: refused.append(message.text))
    console.goto(f"{house.url}/console/asking/questionnaire")
    console.fill("#recommend_english", "Would you tell others?")
    seen = console.frame_locator("iframe[name=preview]")

    for kind in ("page", "mail", "text"):
        console.click(f"button[formaction$='/{kind}/en']")
        expect(seen.get_by_text("Would you tell others?")).to_be_visible()

    assert console.input_value("#recommend_english") == "Would you tell others?"
    console.click("text=Publish version 2")
    expect(console.get_by_role("status")).to_contain_text("Published.")
    expect(console.get_by_text("Would you tell others?")).to_be_visible()
    assert refused == []
