import re
from datetime import timedelta

import pytest

from app.console.claims import PAGE
from surveys.claims.models import Claim, EventType
from surveys.claims.records import EventRecord
from surveys.db import db
from surveys.responses.models import Standing
from tests.factories import (
    DAY,
    NOON,
    claim_record,
    make_claim,
    make_imported,
    make_invitation,
    make_response,
    make_sent_invitation,
    take_at_noon,
)

CLAIMS = "/console/claims"
EMAIL = "Haneul@Example.com"


def listed(page: str, *ids: str) -> list[str]:
    """Which of these claims the page lists, in its order."""
    places = {claim_id: page.find(f'href="{CLAIMS}/{claim_id}"') for claim_id in ids}
    return sorted((each for each in ids if places[each] >= 0), key=places.get)


def find(console, wanted: str):
    return console.post(CLAIMS, data={"wanted": wanted})


def many(n: int, **values) -> None:
    records = [
        claim_record(claim_id=f"M-{place:03}", paid_at=NOON + timedelta(minutes=place), **values)
        for place in range(n)
    ]
    take_at_noon(records, [])


def test_without_claims_the_page_says_how_they_come(console):
    assert "Claims stand here as soon as" in console.get(CLAIMS).text


def test_the_newest_payment_stands_first_and_unpaid_claims_last(console):
    make_claim(claim_id="A", paid_at=NOON)
    make_claim(claim_id="B", paid_at=None)
    make_claim(claim_id="C", paid_at=NOON + DAY)

    assert listed(console.get(CLAIMS).text, "A", "B", "C") == ["C", "A", "B"]


def test_a_row_says_what_became_of_asking(console, parts):
    make_response(parts, score=3, claim=make_claim(claim_id="A"))
    make_invitation(parts, make_claim(claim_id="B", email=None))

    page = console.get(CLAIMS).text

    assert '<span class="score detractor">3</span>' in page
    assert ">No e-mail address</td>" in page


def test_neither_name_nor_address_is_listed(console):
    make_claim(name="김하늘", email=EMAIL)

    page = console.get(CLAIMS).text

    assert "김하늘" not in page
    assert "haneul" not in page.lower()


@pytest.mark.parametrize(
    ("became", "expected"),
    [
        ("", ["none", "sent", "answered", "imported", "new", "unpaid"]),
        ("nonsense", ["none", "sent", "answered", "imported", "new", "unpaid"]),
        ("no_email", ["none"]),
        ("not_asked", ["none"]),
        ("opted_out", []),
        ("expired", ["sent", "answered"]),
        ("imported", ["imported"]),
        ("answered", ["answered", "imported"]),
        ("undecided", ["new"]),
        ("unpaid", ["unpaid"]),
    ],
)
def test_claims_are_narrowed_to_what_became_of_asking(console, parts, became, expected):
    at = [NOON - timedelta(hours=n) for n in range(5)]
    make_invitation(parts, make_claim(claim_id="none", email=None, paid_at=at[0]))
    make_sent_invitation(parts, make_claim(claim_id="sent", paid_at=at[1]))
    make_response(parts, claim=make_claim(claim_id="answered", paid_at=at[2]))
    make_imported(parts, make_claim(claim_id="imported", paid_at=at[3]))
    make_claim(claim_id="new", paid_at=at[4])
    make_claim(claim_id="unpaid", paid_at=None)

    page = console.get(f"{CLAIMS}?became={became}").text

    ids = ["none", "sent", "answered", "imported", "new", "unpaid"]
    assert listed(page, *ids) == expected


def test_an_answer_that_does_not_count_is_not_listed_as_one(console, parts):
    make_response(parts, claim=make_claim(claim_id="A")).standing = Standing.SUSPECTED

    assert listed(console.get(f"{CLAIMS}?became=answered").text, "A") == []
    assert 'class="score' not in console.get(CLAIMS).text


def test_a_narrow_list_without_claims_says_how_to_see_the_others(console):
    make_claim()

    assert "No claim is like this." in console.get(f"{CLAIMS}?became=bounced").text


# Pages


def test_older_claims_follow_page_by_page_each_once(console):
    many(PAGE + 1)
    take_at_noon([claim_record(claim_id=f"U-{n}", paid_at=None) for n in range(PAGE)], [])

    path, seen = CLAIMS, []
    while path:
        page = console.get(path).text
        seen.append(re.findall(r'<th scope="row"><a [^>]+>([^<]+)', page))
        older = re.search(r'<a href="([^"]+)">Older claims', page)
        path = older and older[1]

    assert [len(rows) for rows in seen] == [PAGE, PAGE, 1]
    assert len({claim_id for rows in seen for claim_id in rows}) == 2 * PAGE + 1
    assert seen[0][0] == f"M-{PAGE:03}"
    assert (seen[1][0], seen[1][1]) == ("M-000", f"U-{PAGE - 1}")


def test_claims_paid_at_the_same_moment_are_parted_by_their_id(console):
    take_at_noon([claim_record(claim_id=f"S-{n:02}") for n in range(PAGE + 1)], [])
    seen = db.session.query(Claim).filter_by(external_id="S-01").one()

    page = console.get(f"{CLAIMS}?after={seen.id}").text

    assert listed(page, "S-00", "S-01", "S-02") == ["S-00"]


@pytest.mark.parametrize("after", ["x", "", "01a21378-b9ae-7115-9fdf-56facb7c07ec", "1\0"])
def test_a_page_after_no_claim_is_not_found(console, after):
    assert console.get(CLAIMS, query_string={"after": after}).status_code == 404


# Finding one


@pytest.mark.parametrize("claim_id", ["C-1", "2025/03/C-1", "a@b", "50%?#"])
def test_the_id_of_a_claim_leads_to_it(console, claim_id):
    make_claim(claim_id=claim_id)

    found = find(console, f" {claim_id} ")

    assert found.status_code == 303
    assert f"Claim {claim_id}".replace("&", "&amp;") in console.get(found.location).text


def test_an_address_leads_to_its_claims_and_stands_in_no_url(console):
    make_claim(claim_id="A", customer_id="K-1", email=EMAIL)
    make_claim(claim_id="B", customer_id="K-2", email=EMAIL.lower())
    make_claim(claim_id="C")

    found = find(console, f" {EMAIL.upper()} ")

    assert found.location == f"{CLAIMS}?address_of=K-1"
    page = console.get(found.location).text
    assert sorted(listed(page, "A", "B", "C")) == ["A", "B"]
    assert "example.com" not in page.lower()


def test_a_customers_id_leads_to_their_claims_only(console):
    make_claim(claim_id="A", customer_id="K-1", email=EMAIL)
    make_claim(claim_id="B", customer_id="K-2", email=EMAIL)

    found = find(console, "K-1")

    assert listed(console.get(found.location).text, "A", "B") == ["A"]


def test_the_beginning_of_an_id_leads_to_a_list(console):
    make_claim(claim_id="C-10", customer_id="X-1")
    make_claim(claim_id="C-11", customer_id="X-2")
    make_claim(claim_id="D-1", customer_id="C-1x")
    make_claim(claim_id="c-12", customer_id="X-3")

    found = find(console, "C-1")

    assert found.location == f"{CLAIMS}?start=C-1"
    page = console.get(found.location).text
    assert sorted(listed(page, "C-10", "C-11", "D-1", "c-12")) == ["C-10", "C-11", "D-1"]


@pytest.mark.parametrize("sign", ["%", "_", "\\"])
def test_signs_that_a_database_takes_for_any_other_mean_themselves(console, sign):
    make_claim(claim_id="C-1", customer_id="K")

    assert "No claim and no customer is like this." in find(console, sign).text


@pytest.mark.parametrize("typed", ["nobody@example.com", "김하늘", "x" * 300, "a\0b", "\ud83d"])
def test_what_nobody_knows_is_said_at_once_and_reaches_no_url(console, typed):
    make_claim(claim_id="C-1", name="김하늘")

    found = find(console, typed.encode("utf-8", "replace").decode())

    assert found.status_code in (200, 302)
    assert found.location in (None, CLAIMS)


def test_a_claim_of_which_only_events_came_is_explained(console):
    event = EventRecord(claim_id="C-9", type=EventType.CLAIM_PAID, at=NOON)
    take_at_noon([], [event])

    assert "1 event waits for this claim." in find(console, "C-9").text


def test_finding_nothing_in_particular_shows_the_list(console):
    assert find(console, "  ").location == CLAIMS


@pytest.mark.parametrize("name", ["start", "customer", "address_of"])
def test_a_made_up_address_of_the_page_finds_nothing(console, name):
    make_claim(claim_id="A")

    for value in ("zz", "'; --"):
        page = console.get(CLAIMS, query_string={name: value}).text
        assert "No claim is like this." in page
    assert console.get(CLAIMS, query_string={name: "\0"}).status_code == 200
