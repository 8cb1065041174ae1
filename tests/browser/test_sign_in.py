import pytest


@pytest.fixture(scope="module")
def browser_context_args(browser_context_args):
    return browser_context_args | {"viewport": {"width": 360, "height": 740}}


def test_the_door_of_the_console_fits_a_small_phone(house, page):
    page.goto(f"{house.url}/console/sign-in")

    assert page.locator("h1").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
