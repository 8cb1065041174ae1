"""Mail scanners as they come, over real HTTP and with a real Chromium, and people among them."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import cycle, islice

import pytest
import time_machine

from surveys.clock import utc_now
from surveys.responses.models import Standing
from tests.browser.links import Records, invite
from tests.browser.visitors import (
    A_LOOK_S,
    MACHINES,
    PEOPLE,
    WORDS,
    Visitor,
    follow_all_links,
    go_back_in_silence,
    look_around,
    send_what_was_found,
)
from tests.factories import DAY
from tests.forms import filled
from tests.house import open_house

# Machines look at the links of all people, half of them send something after the person did.
PEOPLE_N, LATE_N, ALONE_N = 50, 25, 100
SCANNER = b"Mozilla/5.0 (compatible; LinkCheck/1.0)"
# The suite's clock runs on in the pages that are sent too late.
THIRTEEN_HOURS = timedelta(hours=13)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Behind a proxy that tells the addresses of visitors, with mails that are out."""
    folder = tmp_path_factory.mktemp("house")
    with open_house(folder, TRUSTED_PROXIES="1") as house:
        house.links = iter(invite(house, folder, PEOPLE_N + ALONE_N + 10))
        yield house


@pytest.fixture
def records(house):
    records = Records(house)
    yield records
    records.engine.dispose()


@pytest.fixture
def links(house):
    """Those of a mail that nobody has opened yet."""
    return next(house.links)


@pytest.fixture
def machine(house, links):
    return Visitor(house.url, links, "198.51.100.7", SCANNER)


@pytest.fixture
def person(house, links):
    return Visitor(house.url, links, "192.0.2.1")


def held_back(records, links):
    row = records.answer(links)
    return row.standing is Standing.SUSPECTED and row.suspicions


def test_eleven_links_at_once_and_an_answer_are_held_back(records, links, machine):
    follow_all_links(machine)

    assert held_back(records, links) == ["many_scores"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_answers_and_ends_nothing(records, links, machine, method):
    for path in (links.answer, f"{links.answer}?score=0", links.unsubscribe):
        assert machine.ask(method, path).status_code == 200

    assert records.answer(links) is None
    assert records.opt_outs() == 0


def test_a_page_that_is_stale_or_of_another_link_stores_nothing(app, records, links, machine):
    with time_machine.travel(utc_now() - THIRTEEN_HOURS):
        stale = filled(links.answer, score=0)
    for form in (stale, filled("/a/another", score=0)):
        assert machine.ask("POST", links.answer, data=form).status_code == 422

    assert records.answer(links) is None


def test_what_a_machine_sends_after_a_person_changes_nothing(app, records, links, machine, person):
    person.answer(9)

    plain = machine.ask("POST", links.answer, data=filled(links.answer, score=0))
    machine.ask("HEAD", links.answer)
    suspicious = machine.ask("POST", links.answer, data=filled(links.answer, score=0))

    assert (plain.status_code, suspicious.status_code) == (409, 303)
    assert records.answer(links).score == 9
    assert records.sent_in_vain(links) == {0}


# A browser


def test_chromium_that_stays_for_half_a_minute_answers_nothing(house, records, links, page):
    page.clock.install()
    page.goto(f"{house.url}{links.answer}?score=9")
    page.mouse.wheel(0, 2000)
    page.clock.run_for(30_000)
    page.wait_for_timeout(2_500)

    assert page.url.endswith("?score=9")
    assert records.answer(links) is None


def test_chromium_that_follows_every_link_and_sends_the_form_is_held_back(
    house, records, links, page
):
    page.goto(f"{house.url}{links.answer}?score=9")
    for address in page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
        if address.startswith(house.url):
            page.request.get(address)
    page.locator("#comment").fill(WORDS["comment"])
    page.wait_for_timeout(A_LOOK_S * 1000)
    page.locator("button.send").click()

    assert held_back(records, links) == ["honeypot"]


def test_a_person_with_chromium_neither_sees_nor_reaches_the_honeypot(house, records, links, page):
    page.goto(f"{house.url}{links.answer}?score=9")
    assert not page.locator("a[href$='/details']").is_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        assert not page.evaluate("(document.activeElement.href || '').endsWith('/details')")
    page.wait_for_timeout(A_LOOK_S * 1000)
    page.locator("button.send").click()

    assert records.answer(links).standing is Standing.CONFIRMED


# Everybody together


def machines_at(house, links):
    """A machine a link, each kind in its turn and from an address of its own."""
    return [
        (kind, Visitor(house.url, each, f"198.51.100.{n}", SCANNER))
        for n, (each, kind) in enumerate(zip(links, cycle(MACHINES), strict=False))
    ]


def people_at(house, links, chance):
    kinds = [kind for kind, n in PEOPLE.items() for _ in range(n)]
    chance.shuffle(kinds)
    return [
        (kind, Visitor(house.url, each, f"192.0.2.{n}"), chance.randrange(11))
        for n, (each, kind) in enumerate(zip(links, kinds, strict=True))
    ]


def let_them_come(visits):
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(kind, *who) for kind, *who in visits]:
            done.result()


def counted(house):
    today = utc_now().date()
    days = ("--from", str(today - 2 * DAY), "--to", str(today + 3 * DAY))
    return json.loads(house.run("flask", "report", "build", *days))


def test_of_two_hundred_visits_machines_are_not_counted_and_people_are_not_lost(house, records):
    chance = random.Random(5)
    before = counted(house)
    of_people = list(islice(house.links, PEOPLE_N))
    alone = list(islice(house.links, ALONE_N))
    people = people_at(house, of_people, chance)

    late = [Visitor(house.url, each, "198.51.100.200") for each in of_people[:LATE_N]]

    let_them_come(machines_at(house, of_people[LATE_N:]) + [(look_around, each) for each in late])
    records.let_an_hour_pass()
    of_machines = machines_at(house, alone)
    everybody = people + of_machines
    chance.shuffle(everybody)
    let_them_come(everybody)
    let_them_come([(send_what_was_found, each) for each in late])

    suspected = []
    for kind, who, score in people:
        answer = records.answer(who.links)
        if answer.standing is Standing.CONFIRMED:
            assert answer.score == score, kind
        else:
            suspected.append(kind)
            assert score in {answer.score, *records.sent_in_vain(who.links)}, kind
    assert suspected == [go_back_in_silence]
    machines = [
        (kind.__name__, row.standing, row.suspicions)
        for kind, who in of_machines
        if (row := records.answer(who.links)) is not None
    ]
    assert machines
    assert [each for each in machines if each[1] is not Standing.SUSPECTED] == []
    assert records.opt_outs() == 0
    after = counted(house)
    assert after["nps"]["n"] - before["nps"]["n"] == PEOPLE_N - len(suspected)
    assert after["left_out"] - before["left_out"] == len(machines) + len(suspected)
