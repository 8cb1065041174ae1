import pytest
from sqlalchemy import select

from analysis.digests.models import Subscription
from analysis.digests.subscribing import subscribe
from surveys.claims.models import Language
from surveys.db import db
from surveys.invitations.models import OptOut, Reason
from surveys.invitations.tokens import Purpose
from surveys.outbox.models import MailState
from tests.factories import NOON, SEOUL, make_claim, make_invitation, token_of

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def invitation(parts):
    return make_invitation(parts, make_claim(language="en"))


@pytest.fixture
def url(invitation, parts):
    return f"/u/{token_of(invitation, parts, Purpose.UNSUBSCRIBE)}"


@pytest.fixture
def subscription(parts):
    return subscribe("lead@example.com", Language.ENGLISH, NOON, SEOUL, parts.keyring)


@pytest.fixture
def digest_url(subscription, parts):
    token = parts.keyring.derive(subscription.key_id, Purpose.DIGEST, subscription.id)
    return f"/d/{token}"


def opt_outs() -> int:
    db.session.rollback()
    return db.session.query(OptOut).count()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_the_link_changes_nothing(client, url, invitation, method):
    response = client.open(url, method=method)

    assert response.status_code == 200
    assert opt_outs() == 0
    assert invitation.mail.state is MailState.QUEUED


def test_the_page_offers_one_button(client, url):
    page = client.get(url).text

    assert '<form method="post"><button' in page
    assert "Stop asking me" in page


@pytest.mark.parametrize("data", [ONE_CLICK, {}])
def test_one_click_acts_at_once_without_cookie_or_redirect(client, url, invitation, data):
    response = client.post(url, data=data)

    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert "We will not ask you again." in response.text
    assert opt_outs() == 1
    assert invitation.reason is Reason.OPTED_OUT
    assert invitation.mail.state is MailState.CANCELLED


def test_one_click_needs_no_token_of_a_form(client, url, app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    assert client.post(url, data=ONE_CLICK).status_code == 200
    assert opt_outs() == 1


def test_clicking_twice_is_the_same_as_once(client, url):
    statuses = [client.post(url, data=ONE_CLICK).status_code for _ in range(2)]

    assert statuses == [200, 200]
    assert opt_outs() == 1


@pytest.mark.parametrize("path", ["/u/x", "/d/x", f"/u/{'A' * 43}", f"/d/{'A' * 43}"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_forged_link_ends_nothing(client, invitation, subscription, path, method):
    response = client.open(path, method=method)

    assert response.status_code == 404
    assert opt_outs() == 0
    assert db.session.scalars(select(Subscription)).one().ended_at is None


def test_the_link_of_the_question_does_not_unsubscribe(client, invitation, parts):
    response = client.post(f"/u/{token_of(invitation, parts)}", data=ONE_CLICK)

    assert response.status_code == 404
    assert opt_outs() == 0


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_the_link_of_a_digest_changes_nothing(client, digest_url, subscription, method):
    assert client.open(digest_url, method=method).status_code == 200

    db.session.rollback()
    assert subscription.ended_at is None


def test_one_click_ends_the_digest_at_once(client, digest_url, subscription):
    responses = [client.post(digest_url, data=ONE_CLICK) for _ in range(2)]

    db.session.rollback()
    assert [response.status_code for response in responses] == [200, 200]
    assert not any("Set-Cookie" in response.headers for response in responses)
    assert "The weekly digest ends here." in responses[0].text
    assert subscription.ended_at is not None
