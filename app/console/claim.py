"""The page of one claim: when it was asked about, by which mail, or why not."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response as WebResponse

from app.console.claim_words import outcome_name
from app.console.claims import became_of
from app.console.story import Storyteller
from app.parts import parts
from surveys.claims.finding import find_claim
from surveys.claims.models import Claim
from surveys.clock import utc_now
from surveys.db import db, write
from surveys.invitations.eligibility import opt_outs_against
from surveys.outbox.suppression import find_suppression, lift
from surveys.responses.asking import asking_about

pages = Blueprint("claim", __name__, url_prefix="/console")


@pages.get("/claims/<claim_id:claim_id>")
def show(claim_id: str) -> str:
    claim = _claim(claim_id)
    now = utc_now()
    asking = asking_about(claim, now)
    customer = claim.customer
    return render_template(
        "console/claim.html",
        claim=claim,
        asking=asking,
        became=became_of(claim, asking.invitation if asking else None),
        teller=Storyteller(claim, asking, now, parts().zone),
        suppression=find_suppression(customer.address) if customer.address else None,
        opt_outs=db.session.scalars(opt_outs_against(customer)).all(),
        zone=parts().zone,
        outcome_name=outcome_name,
    )


@pages.post("/lift-suppression")
def lift_suppression() -> WebResponse:
    """Only for who says that they know; the customer's own opt-out is not ours to lift."""
    claim = _claim(request.form.get("claim_id", ""))
    back = redirect(url_for(".show", claim_id=claim.external_id))
    if "known" not in request.form:
        flash(gettext("Nothing was changed. Please tick first that mail reaches this address."))
        return back
    address = claim.customer.address
    if address is not None:
        write(lambda: lift(address))
    flash(gettext("Mail goes to this address again, from the next claim on."))
    return back


def _claim(claim_id: str) -> Claim:
    claim = find_claim(claim_id)
    if claim is None:
        abort(404)
    return claim
