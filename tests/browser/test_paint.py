"""How light the page is on a poor phone, and how soon it is there, which is told but not tested:
python -m pytest -s tests/browser/test_paint.py"""

from contextlib import contextmanager
from urllib.request import urlopen

from tests.browser.states import open_invitation
from tests.factories import token_of

NETWORK = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 1_600_000 / 8,
}
SLOWER_CPU = 4
LARGEST_PAGE = 30_000
TRIES = 3
PAINTED = """new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntriesByName("first-contentful-paint")[0]
    .startTime)).observe({ type: "paint", buffered: true });
})"""


@contextmanager
def slow_page(browser):
    """A phone that was never here, on a slow network, and the sizes of all that it fetches."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="ko-KR")
    page, sizes = context.new_page(), []
    protocol = context.new_cdp_session(page)
    protocol.on("Network.loadingFinished", lambda it: sizes.append(it["encodedDataLength"]))
    protocol.send("Network.enable")
    protocol.send("Network.emulateNetworkConditions", NETWORK)
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
    yield page, sizes
    context.close()


def test_the_question_is_painted_from_few_bytes_on_a_slow_phone(site, browser, parts):
    url = f"{site}/a/{token_of(open_invitation(parts), parts)}?score=9"
    # A server that has been running has its templates compiled.
    urlopen(url).close()
    paints, weights = [], []
    for _ in range(TRIES):
        with slow_page(browser) as (page, sizes):
            page.goto(url, wait_until="networkidle")
            paints.append(page.evaluate(PAINTED))
            weights.append(sum(sizes))

    print(f"first paint {[round(paint) for paint in paints]} ms, {max(weights):.0f} bytes")
    assert all(paints)
    assert max(weights) < LARGEST_PAGE
