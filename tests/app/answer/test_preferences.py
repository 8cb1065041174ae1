import dataclasses

import pytest

from surveys.db import db
from surveys.invitations.models import OptOut
from surveys.invitations.tokens import Keyring, Purpose
from surveys.outbox.models import MailState
from tests.factories import NOON, make_claim, make_response, make_sent_invitation, token_of

STOP = {"asking": "unwanted", "language": "en", "seen": "welcome"}
ASK = {"asking": "welcome", "language": "en", "seen": "unwanted"}


@pytest.fixture
def invitation(parts):
    claim = make_claim(claim_id="CLAIM-77", customer_id="K-5", language="en", name="Sky Kim")
    return make_sent_invitation(parts, claim)


@pytest.fixture
def token(invitation, parts):
    return token_of(invitation, parts, Purpose.UNSUBSCRIBE)


@pytest.fixture
def url(token):
    return f"/u/{token}/preferences"


def opt_outs() -> int:
    db.session.rollback()
    return db.session.query(OptOut).count()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_the_page_changes_nothing(client, url, invitation, method):
    response = client.open(url, method=method)

    assert response.status_code == 200
    assert opt_outs() == 0
    assert invitation.claim.customer.wished_language is None


def test_the_page_shows_what_holds_and_nothing_about_the_person(client, url):
    page = client.get(url).text

    assert 'value="welcome" checked' in page
    assert 'value="en" checked' in page
    assert not any(word in page for word in ("Sky", "CLAIM-77", "K-5", "@example.com"))


def test_saving_says_what_holds_without_cookie(client, url):
    stopped, asked = client.post(url, data=STOP), client.post(url, data=ASK)

    assert "We do not ask you any more." in stopped.text
    assert "We will ask you after your next claim." in asked.text
    assert not any("Set-Cookie" in response.headers for response in (stopped, asked))
    assert opt_outs() == 0


def test_stopping_here_is_stopping_for_good(client, url):
    client.post(url, data=STOP)

    assert opt_outs() == 1
    assert 'value="unwanted" checked' in client.get(url).text


def test_a_form_needs_no_token(client, url, app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    assert client.post(url, data=STOP).status_code == 200
    assert opt_outs() == 1


def test_the_page_speaks_the_language_that_was_saved(client, url):
    page = client.post(url, data={**STOP, "language": "ko"}).text

    assert '<html lang="ko">' in page
    assert '<html lang="ko">' in client.get(url).text


def test_the_page_of_the_answer_speaks_it_too(client, url, invitation, parts):
    invitation.expires_at = NOON.replace(year=2100)
    client.post(url, data={**STOP, "language": "ko"})

    assert '<html lang="ko">' in client.get(f"/a/{token_of(invitation, parts)}").text


def test_who_shares_an_address_is_told_why_nobody_asks(client, url, invitation):
    address = invitation.claim.customer.address
    other = make_claim(email=address).customer
    db.session.add(OptOut(customer_id=other.id, address=address, created_at=NOON))

    page = client.post(url, data=ASK).text

    assert "somebody who shares your e-mail address told us to stop" in page
    assert "We will ask you" not in page
    assert opt_outs() == 1


@pytest.mark.parametrize(
    "wrong", [{"asking": "maybe"}, {"language": "fr"}, {"asking": ""}, {"language": "ko\0"}]
)
def test_a_form_that_is_not_ours_changes_nothing(client, url, invitation, wrong):
    response = client.post(url, data={**STOP, **wrong})

    assert response.status_code == 422
    assert "Nothing was saved." in response.text
    assert opt_outs() == 0
    assert invitation.claim.customer.wished_language is None


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("token", ["x", "A" * 43])
def test_an_unknown_link_gets_the_constant_page(client, invitation, token, method):
    response = client.open(f"/u/{token}/preferences", method=method, data=STOP)

    assert response.status_code == 404
    assert "We do not know this link." in response.text
    assert opt_outs() == 0


def test_the_link_of_the_question_does_not_open_it(client, invitation, parts):
    assert client.get(f"/u/{token_of(invitation, parts)}/preferences").status_code == 404


def test_every_page_of_the_customer_leads_there(client, url, token, invitation, parts):
    invitation.expires_at = NOON.replace(year=2100)
    answered = make_response(parts, claim=make_claim()).invitation
    pages = [f"/a/{token_of(invitation, parts)}", f"/u/{token}"]

    for page in pages:
        assert f'href="{url}"' in client.get(page).text, page
    assert f'href="{url}"' in client.post(f"/u/{token}").text
    thanks = client.get(f"/a/{token_of(answered, parts)}/thanks").text
    assert f'href="/u/{token_of(answered, parts, Purpose.UNSUBSCRIBE)}/preferences"' in thanks


def test_without_the_key_of_its_links_a_page_is_shown_without_this_one(
    client, invitation, parts, app, monkeypatch
):
    invitation.expires_at = NOON.replace(year=2100)
    answer = f"/a/{token_of(invitation, parts)}"
    changed = dataclasses.replace(parts, keyring=Keyring("another key"))
    monkeypatch.setitem(app.extensions, "hearback", changed)

    page = client.get(answer)

    assert page.status_code == 200
    assert "/preferences" not in page.text


def test_the_mail_that_waits_is_withdrawn(client, url, invitation):
    invitation.mail.state, invitation.mail.sent_at = MailState.QUEUED, None

    client.post(url, data=STOP)

    db.session.rollback()
    assert invitation.mail.state is MailState.CANCELLED
