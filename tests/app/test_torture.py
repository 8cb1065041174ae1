"""Each text of tests/torture.py through every form, address and parameter of the pages.

Which fields there are is not written down: requests tell which names the code asked for. A door
that is not in DOORS yet, or a field whose fate is not, fails a test with its name.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser
from urllib.parse import quote, urlencode

import pytest
import time_machine
from flask import Request
from flask.testing import FlaskClient
from flask_wtf import FlaskForm
from markupsafe import escape
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import FieldList

from analysis.language.labels import Label
from app.accounts.models import Staff
from app.accounts.signing_in import new_code
from app.parts import Parts
from app.worker.jobs import drain, jobs
from surveys.cases.handling import history_of
from surveys.claims.stages import Stage
from surveys.clock import utc_now
from surveys.db import db
from surveys.invitations.tokens import Purpose
from surveys.outbox.delivery import deliver_next
from surveys.plans.publishing import current_plan
from surveys.questionnaires.models import QuestionKey
from surveys.questionnaires.publishing import current_questionnaire
from surveys.responses.masking import mask
from surveys.responses.models import Response
from tests.factories import (
    DAY,
    NOON,
    make_case,
    make_claim,
    make_clause,
    make_invitation,
    make_reading,
    make_response,
    make_sent_invitation,
    token_of,
)
from tests.fakes import RecordingCarrier
from tests.forms import filled
from tests.torture import HUGE, TORMENTS, Torment

SIGN_IN = "/console/sign-in"
PASSWORD = "a long password"
# Stages that the claims of the factories went through.
STAGES = [stage for stage in Stage if stage is not Stage.INVESTIGATION]


class Asked(ImmutableMultiDict):
    """Parameters or a form that remember which names were asked for."""

    names: set[str] = set()

    def __getitem__(self, name):
        self.names.add(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        self.names.add(name)
        return super().__contains__(name)

    def get(self, name, *args, **kwargs):
        self.names.add(name)
        return super().get(name, *args, **kwargs)

    def getlist(self, name, *args, **kwargs):
        self.names.add(name)
        return super().getlist(name, *args, **kwargs)


class AskedRequest(Request):
    parameter_storage_class = Asked


@pytest.fixture(autouse=True)
def _requests_remember_what_they_were_asked(app, monkeypatch):
    monkeypatch.setattr(app, "request_class", AskedRequest)


@pytest.fixture(autouse=True)
def _three_days_after_payment():
    with time_machine.travel(NOON + 3 * DAY, tick=False):
        yield


@dataclass(frozen=True)
class House:
    client: FlaskClient
    parts: Parts


# What becomes of a text in a field: the statuses that may answer it.
Fate = Callable[[Torment], set[int]]


def refused(_torment):
    return {422}


def refused_as_stale(_torment):
    return {409}


def optional_choice(torment):
    return {303} if torment.text == "" else {422}


def passed_over(_torment):
    """A wish of the page, like its language: what is unknown falls back."""
    return {200, 302, 303}


def ticked(_torment):
    """A box that comes is ticked, whatever it says."""
    return {302, 303}


def comment(torment):
    """The form counts what was typed, before anything is taken away."""
    return {303} if len(in_form(torment).replace("\r\n", "\n")) <= 4000 else {422}


def pressed_once_more(_torment):
    """No page of ours holds it: nothing is wrong with what was typed, and a new one comes."""
    return {422}


def overtaken(_torment):
    """No version of ours was seen before, so that somebody else's may have come meanwhile."""
    return {422}


def not_found(_torment):
    return {404}


def nothing_or_refused(torment):
    return {422} if in_form(torment).strip() else {303}


def seen_owner(torment):
    """Nobody had the case: what says otherwise is out of date."""
    return {409} if in_form(torment) else {303}


def note(torment):
    typed = len(in_form(torment).replace("\r\n", "\n"))
    return {303} if typed <= 4000 and kept_of(torment) else {422}


def last_note(torment):
    return {303} if len(in_form(torment).replace("\r\n", "\n")) <= 4000 else {422}


def phrase(torment):
    line = " ".join(kept_of(torment).split())
    return {200, 303} if len(line) <= 200 and any(map(str.isalnum, line)) else {422}


def kept_of(torment):
    return torment.kept if torment.kept is not None else in_form(torment)


def password(torment):
    return {302} if 12 <= len(in_form(torment)) <= 200 else {422}


# What becomes of them is said of the whole form.
IN_NO_FIELD = (overtaken, pressed_once_more)


@dataclass(frozen=True)
class Door:
    """How to post to an endpoint: its address and a good form, and the fate of each field."""

    opened: Callable[[House], tuple[str, dict[str, str]]]
    fates: dict[str, Fate]


def answering(house):
    invitation = make_sent_invitation(house.parts)
    wish = {"wants_call_back": "y", "call_back_by": "phone", "call_back_phone": "010-1234-5678"}
    url = f"/a/{token_of(invitation, house.parts)}"
    return url, filled(url, score="9", comment="fine", **wish)


def correcting(house):
    response = make_response(house.parts, 3, comment="too slow")
    seen_at = response.answered_at.isoformat()
    url = f"/a/{token_of(response.invitation, house.parts)}/correct"
    wish = {"wants_call_back": "y", "call_back_by": "phone", "call_back_phone": "010-1234-5678"}
    return url, filled(url, score="9", comment="fine", seen_at=seen_at, **wish)


def first_administrator(house):
    for table in reversed(db.metadata.sorted_tables):
        if table.name in ("staff", "staff_session", "sign_in_code", "subscription"):
            db.session.execute(table.delete())
    house.client.delete_cookie("hearback")
    code = new_code(utc_now())
    return "/console/sign-in-code", {
        "code": code,
        "email": "first@example.com",
        "password": PASSWORD,
    }


def preferring(house):
    invitation = make_sent_invitation(house.parts)
    url = f"/u/{token_of(invitation, house.parts, Purpose.UNSUBSCRIBE)}/preferences"
    return url, {"asking": "welcome", "language": "ko", "seen": "welcome"}


def looking_after(deed, **data):
    def opened(house):
        return f"/console/cases/{make_case(house.parts).id}/{deed}", data

    return opened


def correcting_reading(house):
    response = make_response(house.parts, comment="slow")
    reading = make_reading(response, make_clause(Label.NEGATIVE))
    said = {"label": "positive", "clauses-0-label": "positive"}
    places = {"clauses-0-stage": "none", "clauses-0-topic": "none"}
    return f"/console/comments/{response.id}", {"seen": str(reading.id), **said, **places}


def planning(_house):
    plan = current_plan()
    names = [name for name in PLAN if name != "after"]
    data = {name: str(getattr(plan, name)) for name in names}
    data |= {name: data[name][:5] for name in ("window_opens", "window_closes")}
    return "/console/asking/plan", data | {"after": str(plan.version)}


def wording(url):
    def opened(_house):
        questionnaire = current_questionnaire()
        data = {
            f"{key}_{language}": getattr(phrase, language)
            for key, phrase in questionnaire.wording().items()
            for language in ("korean", "english")
        }
        return url, data | {"after": str(questionnaire.version)}

    return opened


PLAN = {
    **dict.fromkeys(("delay_hours", "window_opens", "window_closes", "open_for_days"), refused),
    **dict.fromkeys(("quarantine_days", "too_late_after_days"), refused),
    "reminder_after_days": nothing_or_refused,
    "after": overtaken,
}
WORDING = {f"{key}_{language}": phrase for key in QuestionKey for language in ("korean", "english")}
ANSWER = {
    "score": refused,
    "comment": comment,
    "wants_call_back": ticked,
    "call_back_by": optional_choice,
    "call_back_phone": refused,
    "language": passed_over,
    "nonce": pressed_once_more,
    **dict.fromkeys(STAGES, optional_choice),
}
SIGNING_IN = {"email": refused, "password": refused, "next": passed_over, "language": passed_over}
# FieldList and FormField of WTForms are asked for by the names of what they hold.
CORRECTION = {
    "seen": refused_as_stale,
    "complaint": ticked,
    **dict.fromkeys(("label", "clauses-0-stage", "clauses-0-topic", "clauses-0-label"), refused),
}
SEARCH = {"wanted": passed_over, "after": passed_over}
DOORS = {
    "answer.record": Door(answering, ANSWER),
    "correct.record": Door(correcting, ANSWER | {"seen_at": refused_as_stale}),
    "sign_in.ask": Door(
        lambda _: (SIGN_IN, {"email": "lead@example.com", "password": PASSWORD}), SIGNING_IN
    ),
    "sign_in.with_code": Door(
        first_administrator,
        SIGNING_IN | {"password": password, "code": refused, "digest": ticked},
    ),
    "sign_in.language": Door(
        lambda _: ("/console/language", {"language": "en", "next": "/console/"}),
        {"language": passed_over, "next": passed_over},
    ),
    "preferences.save": Door(
        preferring, {"asking": refused, "language": refused, "seen": passed_over}
    ),
    "cases.note": Door(looking_after("note", note="called"), {"note": note}),
    "cases.close": Door(
        looking_after("close", outcome="solved", note=""), {"outcome": refused, "note": last_note}
    ),
    "cases.hand_over": Door(
        looking_after("hand-over", to="lead@example.com", seen_owner=""),
        {"to": refused, "seen_owner": seen_owner},
    ),
    "asking.change_plan": Door(planning, PLAN),
    "asking.change_questionnaire": Door(
        wording("/console/asking/questionnaire"), WORDING | {"after": overtaken}
    ),
    # The sample page is made of the customer's form, which looks for an answer.
    "previews.draft": Door(
        wording("/console/asking/previews/draft/page/ko"),
        dict.fromkeys([*ANSWER, *Stage, "after"], passed_over) | WORDING,
    ),
    "comment.correct": Door(correcting_reading, CORRECTION),
    "claims.find": Door(lambda _: ("/console/claims", {"wanted": "C-1"}), SEARCH),
    "claim.lift_suppression": Door(
        lambda _: ("/console/lift-suppression", {"claim_id": make_claim().external_id}),
        {"claim_id": not_found, "known": ticked},
    ),
}
# Endpoints that read nothing but their address.
WITHOUT_FORM = {
    *("unsubscribe.end_asking", "unsubscribe.end_digest", "sign_in.out"),
    *("cases.take", "cases.open_again", "suspects.release", "suspects.dismiss"),
}
PARAMETERS_OF_PAGES = {
    "answer.show": answering,
    "answer.details": lambda house: (f"{answering(house)[0]}/details", {}),
    "answer.thanks": lambda house: (correcting(house)[0].replace("correct", "thanks"), {}),
    "correct.show": correcting,
}


def pages_with(app, method):
    """Endpoints that answer to this method, but for the API, which has its own test."""
    rules = [rule for rule in app.url_map.iter_rules() if method in rule.methods]
    return [rule for rule in rules if not rule.rule.startswith(("/api", "/static"))]


def in_form(torment):
    """What a form holds of a text. Browsers send no half characters; their bytes stay in view."""
    return "".join(
        quote(sign.encode("utf-8", "surrogatepass")) if "\ud800" <= sign <= "\udfff" else sign
        for sign in torment.text
    )


def encoded(data):
    return urlencode(data, errors="surrogatepass")


def post(client, url, data):
    kind = "application/x-www-form-urlencoded"
    return client.post(url, data=encoded(data), content_type=kind)


def names_asked(ask):
    Asked.names.clear()
    ask()
    return {str(name) for name in Asked.names}


# Forms


def test_every_form_is_tried_here(app):
    doors = {rule.endpoint for rule in pages_with(app, "POST")}

    assert doors - WITHOUT_FORM == set(DOORS), "say in DOORS how to post to it"


def test_every_field_of_a_form_class_has_its_fate(app):
    """Of forms, too, that are posted nowhere: no request would tell of those."""
    fields = {name for door in DOORS.values() for name in door.fates}

    for form in every_form(FlaskForm):
        own = {name for name in dir(form) if hasattr(getattr(form, name), "_formfield")}
        own -= {name for name in own if getattr(form, name).field_class is FieldList}
        assert own <= fields, f"say in DOORS how to post to {form.__name__}"


def every_form(kind):
    for form in kind.__subclasses__():
        if form.__module__.startswith("app."):
            yield form
        yield from every_form(form)


@pytest.mark.parametrize("endpoint", DOORS)
def test_the_fate_of_every_field_of_a_form_is_said(console, parts, endpoint):
    url, data = DOORS[endpoint].opened(House(console, parts))
    if endpoint == "sign_in.ask":
        console.delete_cookie("hearback")

    names = names_asked(lambda: post(console, url, data))

    of_every_page = {"csrf_token", "language"}
    assert names - of_every_page <= set(DOORS[endpoint].fates), "say in DOORS what becomes of it"


def in_groups(door):
    """The fields of a door, those that share a harmless fate together, so that it stays quick."""
    leading_on = [name for name, fate in door.fates.items() if fate in (passed_over, ticked)]
    choices = [name for name, fate in door.fates.items() if fate is optional_choice]
    phrases = [name for name, fate in door.fates.items() if fate is phrase]
    together = (leading_on, choices, phrases)
    alone = [[name] for name in door.fates if not any(name in group for group in together)]
    return [tuple(group) for group in (*alone, *together) if group]


FIELDS = [(endpoint, group) for endpoint, door in DOORS.items() for group in in_groups(door)]


@pytest.mark.parametrize(("endpoint", "fields"), FIELDS)
def test_a_text_in_a_form_meets_its_fate(console, parts, endpoint, fields):
    door, house, url = DOORS[endpoint], House(console, parts), None
    for torment in TORMENTS:
        if url is None or endpoint == "sign_in.with_code":
            url, data = door.opened(house)
        if endpoint == "sign_in.ask":
            console.delete_cookie("hearback")
        reply = post(console, url, data | dict.fromkeys(fields, torment.text))
        allowed = set.union(*(door.fates[field](torment) for field in fields))
        assert reply.status_code in allowed, torment.name
        assert "<script>alert" not in reply.text, torment.name
        if reply.status_code == 422:
            named = [field for field in fields if door.fates[field] not in IN_NO_FIELD]
            assert all(names_field(reply.text, field) for field in named), torment.name
        elif reply.status_code == 303:
            if fields == ("comment",):
                look_at_the_answer(console, reply.location, torment)
            url = None


def names_field(page, field):
    """The summary of the answer page leads to it; a console's field says what is wrong with it."""
    is_beside = f'id="{field}"' in page and 'class="problem"' in page
    return f'href="#{field}"' in page or is_beside


def test_a_note_on_a_case_shows_as_it_is_kept(console, parts):
    for torment in TORMENTS:
        if note(torment) == {303}:
            case = make_case(parts)
            url = f"/console/cases/{case.id}"
            post(console, f"{url}/note", {"note": torment.text})
            kept = mask(kept_of(torment)).text
            assert [row.text for row in history_of(case)] == [kept], torment.name
            assert f">{escape(kept)}</p>" in console.get(url).text, torment.name


def look_at_the_answer(client, thanks, torment):
    """What was stored is what should be, and the pages that follow show it."""
    kept = mask(torment.kept if torment.kept is not None else in_form(torment)).text
    db.session.rollback()
    last = db.session.query(Response).order_by(Response.id.desc()).first()
    assert last.comment == kept, torment.name
    assert str(escape(kept)) in client.get(thanks).text, torment.name
    correction = client.get(thanks.replace("thanks", "correct")).text
    assert f">{escape(kept)}</textarea>" in correction, torment.name


def test_who_signs_up_with_any_password_can_sign_in_with_it(console, parts):
    for torment in TORMENTS:
        if password(torment) == {302}:
            url, data = first_administrator(House(console, parts))
            post(console, url, data | {"password": torment.text})
            console.delete_cookie("hearback")
            data = {"email": "first@example.com", "password": torment.text}
            assert post(console, SIGN_IN, data).status_code == 302, torment.name


@pytest.mark.parametrize("endpoint", DOORS)
def test_ten_megabytes_in_a_form_are_refused_before_they_are_read(console, parts, endpoint):
    url, data = DOORS[endpoint].opened(House(console, parts))
    if endpoint == "sign_in.ask":
        console.delete_cookie("hearback")

    reply = post(console, url, data | {next(iter(DOORS[endpoint].fates)): HUGE.text})

    assert reply.status_code == 413
    assert "shorter" in reply.text or "줄여" in reply.text


# Addresses


def test_a_text_as_a_link_leads_to_nothing(console, app):
    rules = [
        (method, rule)
        for method in ("GET", "POST")
        for rule in pages_with(app, method)
        if rule.arguments
    ]
    for torment in TORMENTS:
        text = quote(torment.text.encode("utf-8", "surrogatepass"), safe="")
        for method, rule in rules:
            url = re.sub("<[^>]+>", text.replace("\\", r"\\"), rule.rule)
            if torment.text and not text.startswith("."):
                status = console.open(url, method=method).status_code
                assert status in (404, 405), (method, rule.rule, torment.name)


def test_a_text_in_the_parameters_of_a_page_breaks_nothing(console, app, parts):
    make_response(parts, 3, comment="too slow")
    house = House(console, parts)
    for rule in pages_with(app, "GET"):
        if rule.arguments and rule.endpoint not in PARAMETERS_OF_PAGES:
            continue
        opened = PARAMETERS_OF_PAGES.get(rule.endpoint)
        url = opened(house)[0] if opened else rule.rule
        names = names_asked(lambda url=url: console.get(url))
        for torment in TORMENTS:
            reply = console.get(f"{url}?{encoded(dict.fromkeys(names, torment.text))}")
            assert reply.status_code in (200, 302, 404, 503), (url, torment.name)
            assert "<script>alert" not in reply.text


# Where stored text shows


class Words(HTMLParser):
    """The comments on a page, without the names of stages that stand between their clauses."""

    def __init__(self, page):
        super().__init__()
        self.comments, self._within, self._skipped = [], False, 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        kinds = (dict(attributes).get("class") or "").split()
        if tag == "p" and "words" in kinds:
            self._within = True
            self.comments.append("")
        elif tag == "span" and (self._skipped or "stage-tag" in kinds):
            self._skipped += 1

    def handle_endtag(self, tag):
        if tag == "p":
            self._within = False
        elif tag == "span" and self._skipped:
            self._skipped -= 1

    def handle_data(self, data):
        if self._within and not self._skipped:
            self.comments[-1] += data


def test_every_comment_is_read_and_shows_in_the_console_as_it_is_kept(console, parts):
    wanted = set()
    for torment in TORMENTS:
        kept = torment.in_field(4000, is_line=False)
        if kept:
            make_response(parts, 3, comment=torment.text)
            wanted.add(mask(kept).text)
    db.session.commit()
    reading = next(job for job in jobs(parts) if job.name == "read")
    drain(reading, lambda: False)
    pages = [console.get(f"/console/comments?page={n}").text for n in (1, 2, 3)]

    assert {comment for page in pages for comment in Words(page).comments} == wanted
    assert db.session.query(Response).filter(Response.reading_due_at.is_not(None)).count() == 0
    assert not any("<script>alert" in page for page in pages)


def test_segments_and_ids_show_beside_the_comment_as_they_are_kept(console, parts):
    seen = set()
    for n, torment in enumerate(TORMENTS):
        kept = torment.in_field(60)
        if kept and kept not in seen:
            seen.add(kept)
            fields = dict.fromkeys(("claim_id", "product", "region"), torment.text)
            make_response(parts, claim=make_claim(customer_id=f"P{n}", **fields), comment="slow")
            page = console.get("/console/comments").text
            assert f"{escape(kept)} · {escape(kept)} · <a" in page, torment.name
            assert f">{escape(kept)}</a>" in page, torment.name
            assert "<script>alert" not in page


def test_a_name_stands_in_the_mail_as_it_is_kept_and_in_no_header(parts):
    for n, torment in enumerate(TORMENTS):
        kept = torment.in_field(200)
        if kept is None:
            continue
        claim = make_claim(name=torment.text, email=f"to{n}@example.com", language="en")
        invitation = make_invitation(parts, claim)
        db.session.commit()
        carrier = RecordingCarrier()
        assert deliver_next(invitation.due_at, parts.post_office(carrier)), torment.name
        (carried,) = carrier.carried
        mail = message_from_bytes(carried.message, policy=default)
        greeting = f"Dear {kept}," if kept else "Hello,"
        assert mail["To"] == carried.recipient == f"to{n}@example.com"
        assert mail["Bcc"] is None
        assert mail.get_body(("plain",)).get_content().split("\r\n")[0] == greeting, torment.name
        assert str(escape(greeting)) in mail.get_body(("html",)).get_content(), torment.name


def test_staff_are_kept_by_the_address_that_they_gave(console, parts):
    url, data = first_administrator(House(console, parts))

    post(console, url, data | {"email": " First@Example.com\0"})

    db.session.rollback()
    assert db.session.query(Staff).one().email == "first@example.com"
