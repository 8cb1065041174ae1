"""Every page that a customer can come to, in every state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from analysis.digests.subscribing import subscribe
from app.parts import Parts
from surveys.claims.models import Language
from surveys.claims.stages import Stage
from surveys.clock import utc_now
from surveys.db import db
from surveys.invitations.models import Invitation
from surveys.invitations.tokens import Purpose
from surveys.outbox.suppression import suppress
from surveys.responses.answering import record_answer
from tests.factories import NOON, make_answer, make_claim, make_sent_invitation, token_of
from tests.forms import filled

COMMENT = "서류를 세 번이나 다시 냈어요. 그래도 입금은 정말 빨랐어요."
PHONE = "010-1234-5678"
CALL = {"wants_call_back": True, "call_back_phone": PHONE}
INVESTIGATED = {"investigation_started_at": NOON, "investigation_ended_at": NOON}


@dataclass(frozen=True)
class State:
    """How a page is come to: by opening an address, or by sending a form to it."""

    name: str
    path: str
    status: int = 200
    form: Mapping[str, str] | None = None


def open_invitation(parts: Parts, **values) -> Invitation:
    """An invitation that may be answered today."""
    invitation = make_sent_invitation(parts, make_claim(**INVESTIGATED, **values))
    invitation.expires_at = utc_now() + timedelta(days=7)
    db.session.commit()
    return invitation


@dataclass(frozen=True)
class Visits:
    """Makes what the states of one language need, and tells the way to each."""

    parts: Parts
    language: Language

    def __call__(self) -> list[State]:
        states = [*self._questions(), *self._thanks(), *self._refusals(), *self._preferences()]
        states += [*self._unsubscribing(), State("nowhere", self._in("/nowhere"), 404)]
        db.session.commit()
        return states

    def _questions(self) -> list[State]:
        page = self._page(self._invitation())
        wrong = {"comment": COMMENT, "payout": "2", "wants_call_back": "y", "call_back_by": "phone"}
        answered = self._answered(3, comment=COMMENT, **CALL)
        return [
            State("question", self._in(page)),
            State("question of a number", self._in(f"{page}?score=9")),
            State("question refused", self._in(page), 422, wrong),
            State("question once more", self._in(page), 422, {"score": "9", "nonce": "of old"}),
            State("where no person comes", self._in(f"{page}/details")),
            State("correction", self._in(f"{answered}/correct")),
            State("correction refused", self._in(f"{answered}/correct"), 422, {"score": "11"}),
        ]

    def _thanks(self) -> list[State]:
        given = {
            "promoter": self._answered(10, comment=COMMENT),
            "passive": self._answered(8),
            "detractor": self._answered(2, comment=COMMENT),
            "call by phone": self._answered(2, **CALL),
            "call by mail": self._answered(2, wants_call_back=True),
        }
        return [State(f"thanks, {who}", self._in(f"{at}/thanks")) for who, at in given.items()]

    def _refusals(self) -> list[State]:
        answered = self._answered(7)
        expired, closed = self._invitation(), self._invitation()
        record_answer(token_of(closed, self.parts), self._answer(4, comment=COMMENT), utc_now())
        for invitation in (expired, closed):
            invitation.expires_at = utc_now() - timedelta(days=1)
        stale = {"score": "3", "seen_at": "2025-03-05T12:00:00+00:00"}
        return [
            State("unknown", self._in("/a/unknown"), 404),
            State("answered", self._in(answered), 409, {"score": "0"}),
            State("changed", self._in(f"{answered}/correct"), 409, stale),
            State("expired", self._in(self._page(expired)), 410),
            State("closed", self._in(f"{self._page(closed)}/thanks")),
            State("closed to correction", self._in(f"{self._page(closed)}/correct"), 410),
        ]

    def _preferences(self) -> list[State]:
        bounced = self._invitation(email=f"gone.{self.language}@example.com")
        suppress(bounced.claim.customer.email, "550 5.1.1", utc_now())
        page = self._in(f"{self._page(self._invitation(), Purpose.UNSUBSCRIBE)}/preferences")
        ask = {"asking": "welcome", "language": str(self.language), "seen": "welcome"}
        return [
            State("preferences", page),
            State("preferences saved", page, form=ask),
            State("preferences refused", page, 422, {"seen": "welcome"}),
            State(
                "preferences of who cannot be reached",
                self._in(f"{self._page(bounced, Purpose.UNSUBSCRIBE)}/preferences"),
            ),
        ]

    def _unsubscribing(self) -> list[State]:
        customer = self._in(self._page(self._invitation(), Purpose.UNSUBSCRIBE))
        address, ring = f"{self.language}@example.com", self.parts.keyring
        digest = subscribe(address, self.language, utc_now(), self.parts.zone, ring)
        subscriber = self._in(f"/d/{ring.derive(digest.key_id, Purpose.DIGEST, digest.id)}")
        return [
            State("unsubscribe", customer),
            State("unsubscribed", customer, form={"really": "y"}),
            State("end of the digest", subscriber),
            State("digest ended", subscriber, form={"really": "y"}),
        ]

    def _invitation(self, **values) -> Invitation:
        return open_invitation(self.parts, language=str(self.language), **values)

    def _answer(self, score: int, **values):
        ratings = {Stage.FILING: 4, Stage.PAYOUT: 5}
        return make_answer(score, ratings=ratings, language=self.language, **values)

    def _answered(self, score: int, **values) -> str:
        """The page of an invitation that has its answer."""
        invitation = self._invitation()
        record_answer(token_of(invitation, self.parts), self._answer(score, **values), utc_now())
        return self._page(invitation)

    def _page(self, invitation: Invitation, purpose: Purpose = Purpose.ANSWER) -> str:
        kind = "a" if purpose is Purpose.ANSWER else "u"
        return f"/{kind}/{token_of(invitation, self.parts, purpose)}"

    def _in(self, path: str) -> str:
        return f"{path}{'&' if '?' in path else '?'}language={self.language}"


def visit(page, url: str, state: State) -> None:
    """Come to the state as a browser does."""
    if state.form is None:
        reply = page.goto(url + state.path)
    else:
        # Any page of ours may send a form to any other.
        page.goto(f"{url}/a/unknown")
        with page.expect_navigation() as navigation:
            page.evaluate(SEND, [state.path, list(_sent(state).items())])
        reply = navigation.value
    assert reply.status == state.status, (state.name, reply.status)


def _sent(state: State) -> Mapping[str, object]:
    """The form, with the nonce that the customer's pages have in theirs."""
    form = state.form or {}
    is_answer = state.path.startswith("/a/") and "nonce" not in form
    return filled(state.path, **form) if is_answer else form


SEND = """([path, fields]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = path;
  for (const [name, value] of fields) {
    const input = document.createElement("input");
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}"""
