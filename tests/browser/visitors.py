"""People and machines that open the links of a mail, over real HTTP."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx

from tests.browser.links import Links
from tests.forms import nonce_on

# A person looks at the page for longer than this before sending it.
A_LOOK_S = 2.1
WORDS = {"comment": "It took long, but people were kind."}
RATING = {"payout": "5"}
# One for all, since making one takes longer than a quick machine has.
NET = httpx.Client(timeout=60, verify=False)
PREFETCH = {"Sec-Purpose": "prefetch", "Purpose": "prefetch"}


@dataclass
class Visitor:
    """Somebody at an address with a browser; a privacy proxy changes the address each time."""

    house_url: str
    links: Links
    address: str
    agent: bytes = b"Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile"
    page: str = ""
    requests: int = 0
    has_moving_address: bool = False

    def ask(self, method: str, path: str, headers=None, **kwargs) -> httpx.Response:
        self.requests += 1
        address = f"203.0.113.{self.requests}" if self.has_moving_address else self.address
        sent = {"User-Agent": self.agent, "X-Forwarded-For": address, **(headers or {})}
        return NET.request(method, self.house_url + path, headers=sent, **kwargs)

    def open(self, score=None, **headers) -> str:
        query = "" if score is None else f"?score={score}"
        return self.ask("GET", self.links.answer + query, headers).text

    def open_all(self, **headers) -> None:
        with ThreadPoolExecutor(11) as pool:
            list(pool.map(lambda score: self.open(score, **headers), range(11)))

    def send(self, page: str, score: int, **values) -> httpx.Response:
        form = {"score": score, "nonce": nonce_on(page), **values}
        return self.ask("POST", self.links.answer, data=form)

    def answer(self, score: int, **values) -> httpx.Response:
        """As a person does it: open, look, send."""
        page = self.open(score)
        time.sleep(A_LOOK_S)
        return self.send(page, score, **values)


# Machines, by what they do. Whatever they send, they send the lowest score.


def follow_all_links(machine):
    machine.open_all()
    machine.answer(0)


def ask_for_the_head(machine):
    machine.ask("HEAD", f"{machine.links.answer}?score=0")
    machine.answer(0)


def fetch_ahead(machine):
    machine.open_all(**PREFETCH)


def send_at_once(machine):
    machine.send(machine.open(0), 0, **WORDS, **RATING)


def crawl(machine):
    look_around(machine)
    time.sleep(A_LOOK_S)
    send_what_was_found(machine)


def look_around(machine):
    machine.page = machine.open(0)
    for path in re.findall(r'href="(/[^"]+)"', machine.page):
        machine.ask("GET", path)


def send_what_was_found(machine):
    assert machine.send(machine.page, 0, **WORDS, **RATING).status_code == 303


def send_without_a_page(machine):
    for nonce in ("", "1741230000000.c2lnbmVk"):
        reply = machine.ask("POST", machine.links.answer, data={"score": 0, "nonce": nonce})
        assert reply.status_code in (409, 422)


def open_the_way_out(machine):
    for method in ("HEAD", "GET"):
        assert machine.ask(method, machine.links.unsubscribe).status_code == 200


MACHINES = (
    follow_all_links,
    ask_for_the_head,
    fetch_ahead,
    send_at_once,
    crawl,
    send_without_a_page,
    open_the_way_out,
)


# People, by what is odd about them.


def answer_plainly(person, score):
    person.answer(score)


def answer_in_words(person, score):
    person.answer(score, **WORDS, **RATING)


def read_in_an_app_that_fetches_ahead(person, score):
    person.open_all(**PREFETCH)
    person.answer(score)


def hide_behind_a_proxy(person, score):
    person.has_moving_address = True
    person.answer(score)


def have_no_browsers_name(person, score):
    person.agent = b""
    person.answer(score)


def have_an_odd_browsers_name(person, score):
    person.agent = b"\xec\x83\x88" + b"x" * 3000
    person.answer(score)


def go_back_and_say_why(person, score):
    person.open((score + 4) % 11)
    time.sleep(1)
    person.answer(score, **WORDS)


def go_back_and_rate(person, score):
    person.open((score + 4) % 11)
    time.sleep(1)
    person.answer(score, **RATING)


def go_back_in_silence(person, score):
    person.open((score + 4) % 11)
    time.sleep(1)
    person.answer(score)


def change_the_language(person, score):
    page = person.open(score)
    path = re.search(r'href="(\?language=ko[^"]*)"', page)[1].replace("&amp;", "&")
    korean = person.ask("GET", person.links.answer + path).text
    time.sleep(A_LOOK_S)
    person.send(korean, score)


def send_a_page_that_does_not_hold(person, score):
    form = {"score": score, "nonce": "of yesterday", **WORDS}
    again = person.ask("POST", person.links.answer, data=form)
    assert again.status_code == 422
    time.sleep(A_LOOK_S)
    person.send(again.text, score, **WORDS)


# Fifty people: how many of each kind.
PEOPLE = {
    answer_plainly: 14,
    answer_in_words: 8,
    read_in_an_app_that_fetches_ahead: 6,
    hide_behind_a_proxy: 6,
    have_no_browsers_name: 3,
    have_an_odd_browsers_name: 3,
    go_back_and_say_why: 2,
    go_back_and_rate: 2,
    go_back_in_silence: 1,
    change_the_language: 3,
    send_a_page_that_does_not_hold: 2,
}
