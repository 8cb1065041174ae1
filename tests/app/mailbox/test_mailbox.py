import pytest

from app import create_app
from surveys.db import db
from surveys.outbox.delivery import deliver_next
from tests.factories import DAY, NOON, make_claim, make_invitation

XSS = "<script>alert(1)</script>"


@pytest.fixture
def mail(parts) -> str:
    """The file name of a delivered invitation."""
    make_invitation(parts, make_claim(language="en", name=XSS))
    db.session.commit()
    deliver_next(NOON + DAY, parts.post_office())
    return next(parts.carrier.folder.glob("*.eml")).name


def test_an_empty_mailbox_says_how_mails_come_about(client):
    page = client.get("/mailbox/").text

    assert "No mail yet." in page


def test_the_mailbox_lists_its_mails(client, mail):
    page = client.get("/mailbox/").text

    assert f'href="/mailbox/{mail}"' in page
    assert "@example.com" in page


def test_a_mail_is_shown_with_its_envelope_and_its_plain_text(client, mail):
    response = client.get(f"/mailbox/{mail}")

    assert "Saegil Insurance" in response.text
    assert "?score=10" in response.text
    assert f'src="/mailbox/{mail}/body"' in response.text
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]


def test_the_frame_holds_the_html_whose_links_leave_the_frame(client, mail):
    response = client.get(f"/mailbox/{mail}/body")

    assert '<head><base target="_top">' in response.text
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_the_name_of_a_customer_is_text_in_page_and_mail(client, mail):
    pages = [client.get(f"/mailbox/{mail}{end}").text for end in ("", "/body")]

    assert all(XSS not in page for page in pages)
    assert all("&lt;script&gt;" in page for page in pages)


@pytest.mark.parametrize(
    "name", ["nothing.eml", "..%2F..%2Fetc%2Fpasswd", "%2e%2e", "../conftest.py", "*.eml"]
)
@pytest.mark.parametrize("end", ["", "/body"])
def test_a_name_that_is_no_mail_of_the_folder_is_not_found(client, mail, name, end):
    assert client.get(f"/mailbox/{name}{end}").status_code == 404


@pytest.mark.parametrize(
    ("host", "remote", "headers", "status"),
    [
        ("127.0.0.1:8080", "127.0.0.1", {}, 200),
        ("localhost", "::1", {}, 200),
        ("[::1]:8080", "::1", {}, 200),
        ("evil.example.com", "127.0.0.1", {}, 403),
        ("localhost.evil.example.com:80", "127.0.0.1", {}, 403),
        ("127.0.0.1:8080", "192.0.2.7", {}, 403),
        ("127.0.0.1:8080", "127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, 403),
    ],
)
def test_the_mailbox_opens_on_the_machine_itself_only(client, mail, host, remote, headers, status):
    visit = {"base_url": f"http://{host}", "environ_overrides": {"REMOTE_ADDR": remote}}

    for path in ("/mailbox/", f"/mailbox/{mail}", f"/mailbox/{mail}/body"):
        assert client.get(path, headers=dict(headers), **visit).status_code == status


@pytest.mark.parametrize(
    "setting",
    [{"MAIL_URL": "smtp://127.0.0.1:2525"}, {"PUBLIC_URL": "https://survey.example.com"}],
)
def test_there_is_no_mailbox_beside_a_relay_or_beyond_localhost(setting):
    secret = {"SECRET_KEY": "a key for tests only", "DATABASE_URL": "sqlite://"}

    app = create_app({**secret, **setting})

    assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/mailbox")]
