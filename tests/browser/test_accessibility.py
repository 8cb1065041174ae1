"""Every page of a customer, for whoever sees little, zooms in or asks for a dark screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from surveys.claims.models import Language
from tests.browser.states import Visits, visit
from tests.factories import make_claim, make_invitation

AXE = Axe()
# The page of the mail reader, around a mail, has these.
LANDMARKS = ("region", "landmark-one-main")
PHONE = {"width": 360, "height": 740}
# The phone at 200 % is 180 px wide, but no page need fit below 320 (WCAG 2.2, 1.4.10).
NARROW = {"width": 320, "height": 640}
LARGE_TEXT = "document.documentElement.style.fontSize = '200%'"
WIDTH = "document.documentElement.scrollWidth"
both_languages = pytest.mark.parametrize("language", list(Language))


@both_languages
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_a_customer_has_a_fault_that_axe_finds(site, page, parts, language, scheme):
    page.emulate_media(color_scheme=scheme)
    found = {}
    for state in Visits(parts, language)():
        visit(page, site, state)
        expect(page.locator("html")).to_have_attribute("lang", language)
        report = AXE.run(page)
        if report.violations_count:
            found[state.name] = report.generate_report()

    assert not found, "\n".join(f"{name}: {report}" for name, report in found.items())


@both_languages
def test_nothing_is_cut_off_at_twice_the_size(site, page, parts, language):
    wide = {}
    for state in Visits(parts, language)():
        page.set_viewport_size(NARROW)
        visit(page, site, state)
        zoomed = page.evaluate(WIDTH)
        page.evaluate(LARGE_TEXT)
        if zoomed > NARROW["width"] or page.evaluate(WIDTH) > NARROW["width"]:
            wide[state.name] = (zoomed, page.evaluate(WIDTH))

    assert not wide


@both_languages
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_mail_has_a_fault_that_axe_finds(page, parts, language, scheme):
    page.emulate_media(color_scheme=scheme)
    invitation = make_invitation(parts, make_claim(language=language))
    page.set_content(parts.invitations.letter(invitation).html)

    report = AXE.run(page, options={"rules": {rule: {"enabled": False} for rule in LANDMARKS}})

    assert report.violations_count == 0, report.generate_report()
    assert page.evaluate(WIDTH) <= PHONE["width"]
