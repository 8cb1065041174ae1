"""The list of claims, the newest payment first, and the way to one of them.

What somebody types to find a claim may be a customer's address, and addresses must not stand in
the logs of web servers. So it comes by POST, and the way leads on by an id that is known here.
"""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager
from werkzeug import Response as WebResponse

from analysis.reports.sentences import reason_name
from app.console.claim_words import state_name
from app.parts import parts
from surveys.claims.finding import clean_id, find_claim
from surveys.claims.models import Claim, ClaimEvent, Customer
from surveys.cleaning import clean_line
from surveys.clock import utc_now
from surveys.db import db
from surveys.errors import BadInput
from surveys.invitations.eligibility import has_address_of
from surveys.invitations.models import Invitation, InvitationState, Reason
from surveys.responses.asking import is_in_state
from surveys.responses.models import Response, Standing

pages = Blueprint("claims", __name__, url_prefix="/console")

PAGE = 25
LONGEST_ADDRESS = 254
# What may have become of asking, besides the states and reasons of an invitation.
UNPAID, UNDECIDED, ANSWERED = "unpaid", "undecided", "answered"

Listed = Row[tuple[Claim, Invitation | None, Response | None]]


@dataclass(frozen=True)
class Wanted:
    """Which claims to list, from the page's address: ids only."""

    became: str
    # The start of a claim's or a customer's id.
    start: str | None
    customer: str | None
    # A customer, together with whoever shares their address.
    address_of: str | None

    @classmethod
    def asked(cls) -> "Wanted":
        values = {name: request.args.get(name, "") for name in ("start", "customer", "address_of")}
        became = request.args.get("became", "")
        known = {UNPAID, UNDECIDED, ANSWERED, *InvitationState, *Reason}
        ids = {name: clean_id(value) for name, value in values.items()}
        return cls(became=became if became in known else "", **ids)

    def as_query(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def is_narrow(self) -> bool:
        return bool(self.as_query())


@pages.get("/claims")
def show() -> str:
    wanted = Wanted.asked()
    found = _after(_filtered(wanted), _last_seen())
    return _page(found[:PAGE], wanted, last=found[PAGE - 1][0] if len(found) > PAGE else None)


@pages.post("/claims")
def find() -> WebResponse | str:
    """To the claim itself, or to the list of those that what was typed may mean."""
    typed = _typed()
    if not typed:
        return redirect(url_for(".show"))
    if (claim := find_claim(typed)) is not None:
        return redirect(url_for("claim.show", claim_id=claim.external_id), 303)
    if (customer := _customer(Customer.external_id == typed)) is not None:
        return redirect(url_for(".show", customer=customer.external_id), 303)
    if (customer := _customer(Customer.address == typed.lower())) is not None:
        return redirect(url_for(".show", address_of=customer.external_id), 303)
    start = Wanted("", clean_id(typed), None, None)
    if start.start and _after(_filtered(start), None):
        return redirect(url_for(".show", start=start.start), 303)
    return _page([], Wanted("", None, None, None), typed=typed, waiting=_events_waiting(typed))


def _page(rows: Sequence[Listed], wanted: Wanted, **more: object) -> str:
    return render_template(
        "console/claims.html",
        rows=[(claim, became_of(claim, invitation), answer) for claim, invitation, answer in rows],
        wanted=wanted,
        kinds=_kinds(),
        zone=parts().zone,
        **more,
    )


def became_of(claim: Claim, invitation: Invitation | None) -> str:
    """What became of asking, in a word or two."""
    if invitation is None:
        return _kinds()[UNPAID if claim.paid_at is None else UNDECIDED]
    if invitation.reason is not None:
        return reason_name(invitation.reason)
    return state_name(invitation.state(utc_now()))


def _kinds() -> dict[str, str]:
    """What the list can be narrowed to, in words."""
    return {
        UNPAID: gettext("Not paid yet"),
        UNDECIDED: gettext("Waits for the plan"),
        **{str(state): state_name(state) for state in InvitationState},
        ANSWERED: gettext("Answered"),
        **{str(r): gettext("Not asked: %(why)s", why=reason_name(r)) for r in Reason},
    }


def _typed() -> str:
    try:
        return clean_line(request.form.get("wanted", ""), "wanted", LONGEST_ADDRESS)
    except BadInput:
        return ""


def _customer(condition: ColumnElement[bool]) -> Customer | None:
    return db.session.scalars(select(Customer).where(condition).order_by(Customer.id)).first()


def _events_waiting(typed: str) -> int:
    told = (ClaimEvent.claim_external_id == typed) & ClaimEvent.claim_id.is_(None)
    return db.session.scalar(select(func.count()).select_from(ClaimEvent).where(told)) or 0


def _filtered(wanted: Wanted) -> Select[tuple[Claim, Invitation, Response]]:
    is_answer = (Response.invitation_id == Invitation.id) & (
        Response.standing == Standing.CONFIRMED
    )
    query = (
        select(Claim, Invitation, Response)
        .join(Claim.customer)
        .outerjoin(Invitation, Invitation.claim_id == Claim.id)
        .outerjoin(Invitation.mail)
        .outerjoin(Response, is_answer)
        .options(contains_eager(Claim.customer), contains_eager(Invitation.mail))
    )
    if wanted.became:
        query = query.where(_became(wanted.became))
    if wanted.start:
        start = wanted.start
        query = query.where(
            or_(_begins(Claim.external_id, start), _begins(Customer.external_id, start))
        )
    if wanted.customer:
        query = query.where(Customer.external_id == wanted.customer)
    if wanted.address_of:
        customer = _customer(Customer.external_id == wanted.address_of)
        query = query.where(has_address_of(customer) if customer else Customer.id.is_(None))
    return query


def _begins(column: InstrumentedAttribute[str], start: str) -> ColumnElement[bool]:
    """Not LIKE, which takes no notice of capitals on SQLite and does on PostgreSQL."""
    return func.substr(column, 1, len(start)) == start


def _became(became: str) -> ColumnElement[bool]:
    if became in list(InvitationState):
        return is_in_state(InvitationState(became), utc_now())
    if became in list(Reason):
        return Invitation.reason == Reason(became)
    if became == ANSWERED:
        return Response.id.is_not(None)
    paid = Claim.paid_at.is_(None) if became == UNPAID else Claim.paid_at.is_not(None)
    return paid & Invitation.id.is_(None)


def _last_seen() -> Claim | None:
    """The claim after which the page begins: a place in an index, however far down it lies."""
    if "after" not in request.args:
        return None
    try:
        claim = db.session.get(Claim, uuid.UUID(request.args["after"]))
    except ValueError:
        claim = None
    return claim or abort(404)


def _after(query: Select[tuple[Claim, Invitation, Response]], seen: Claim | None) -> list[Listed]:
    """A page and one more: first the paid ones by payment, then those not paid yet, by id."""
    found: list[Listed] = []
    paid = query.where(Claim.paid_at.is_not(None))
    unpaid = query.where(Claim.paid_at.is_(None))
    if seen is not None and seen.paid_at is not None:
        older = or_(Claim.paid_at < seen.paid_at, Claim.id < seen.id)
        paid = paid.where(Claim.paid_at <= seen.paid_at, older)
    elif seen is not None:
        unpaid = unpaid.where(Claim.id < seen.id)
    if seen is None or seen.paid_at is not None:
        paid = paid.order_by(Claim.paid_at.desc(), Claim.id.desc()).limit(PAGE + 1)
        found.extend(db.session.execute(paid))
    if len(found) <= PAGE:
        rest = unpaid.order_by(Claim.id.desc()).limit(PAGE + 1 - len(found))
        found.extend(db.session.execute(rest))
    return found
