"""Every page of a customer and every mail through the Nu HTML checker: make check-html.

It is no part of the test suite, because it needs Java. VNU_JAR names the checker.
"""

import json
import os
import subprocess

import pytest

from analysis.digests.queueing import queue_next_digest
from analysis.digests.subscribing import subscribe
from surveys.claims.models import Language
from surveys.db import db
from surveys.outbox.models import MailKind, OutboxEmail
from tests.browser.states import Visits
from tests.factories import DAY, NOON, make_claim, make_invitation

# Two attributes that Outlook needs; the checker warns of them.
FOR_OUTLOOK = ("The “cellpadding” attribute", "The “cellspacing” attribute")
MONDAY = NOON + 6 * DAY


@pytest.fixture
def pages(client, parts):
    """The HTML of each page and mail by its name."""
    pages = {}
    for language in Language:
        for state in Visits(parts, language)():
            if state.form is None:
                reply = client.get(state.path)
            else:
                reply = client.post(state.path, data=state.form)
            assert reply.status_code == state.status, state.name
            pages[f"{state.name} ({language})"] = reply.text
        invitation = make_invitation(parts, make_claim(language=language))
        pages[f"mail ({language})"] = parts.invitations.letter(invitation).html
        pages[f"digest ({language})"] = digest(parts, language)
    return pages


def digest(parts, language):
    subscribe(f"{language}@example.com", language, NOON, parts.zone, parts.keyring)
    while queue_next_digest(MONDAY, parts.zone, parts.domain):
        pass
    mail = db.session.query(OutboxEmail).filter_by(kind=MailKind.DIGEST).order_by("id").all()[-1]
    return parts.post_office().composers[MailKind.DIGEST](mail, MONDAY).html


def test_the_html_of_every_page_and_mail_is_without_a_fault(pages, tmp_path):
    files = {}
    for n, (name, html) in enumerate(pages.items()):
        path = tmp_path / f"{n}.html"
        path.write_text(html, encoding="utf-8")
        files[path.name] = name

    checked = subprocess.run(
        ["java", "-jar", os.environ["VNU_JAR"], "--format", "json", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )

    found = {
        f"{files[message['url'].rpartition('/')[2]]}: {message['message']}"
        for message in json.loads(checked.stderr)["messages"]
        if not message["message"].startswith(FOR_OUTLOOK)
    }
    print(f"{len(files)} pages and mails checked, {len(found)} faults found")
    assert not found, "\n".join(sorted(found))
