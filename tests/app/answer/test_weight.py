"""What a phone has to fetch before somebody can answer, all of it, as it is before any packing."""

import re

import pytest
import time_machine

from surveys.claims.stages import Stage
from tests.factories import DAY, NOON, make_claim, make_sent_invitation, token_of

LARGEST_PAGE = 30_000
LARGEST_SCRIPT = 4_000
FETCHED = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="([^"]+)"')
EVERY_STAGE = {
    f"{stage}_{side}_at": NOON + (n + late - len(Stage)) * DAY
    for n, stage in enumerate(Stage)
    for side, late in (("started", 0), ("ended", 1))
}


@pytest.fixture(params=["ko", "en"])
def url(parts, request):
    claim = make_claim(language=request.param, **EVERY_STAGE)
    return f"/a/{token_of(make_sent_invitation(parts, claim), parts)}"


@pytest.mark.parametrize("data", [None, {"comment": "a", "wants_call_back": "y", "payout": "9"}])
def test_the_page_with_its_styles_and_its_script_is_small(client, url, data):
    with time_machine.travel(NOON + 2 * DAY, tick=False):
        page = client.get(url) if data is None else client.post(url, data=data)

    weights = {url: len(page.data)}
    for address in FETCHED.findall(page.text):
        with client.get(address) as fetched:
            weights[address] = len(fetched.data)

    assert page.text.count('class="stage card"') == len(Stage)
    assert {"/brand.css", "/static/customer.css", "/static/answer.js"} <= weights.keys()
    assert sum(weights.values()) < LARGEST_PAGE, weights
    assert weights["/static/answer.js"] < LARGEST_SCRIPT
