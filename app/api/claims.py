"""GET of one claim: what is known of it, and what became of asking."""

from http import HTTPStatus

from flask import Blueprint
from flask import Response as WebResponse
from sqlalchemy import select
from werkzeug.routing import PathConverter

from app.api.access import key_with
from app.api.keys import Scope
from app.api.problems import Refused
from app.api.reading import NoParameters, parameters
from app.api.shapes import ClaimShape, InvitationShape, SpanShape
from surveys.claims.models import Claim, StageSpan
from surveys.claims.stages import Stage
from surveys.cleaning import clean_line
from surveys.clock import utc_now
from surveys.db import db
from surveys.errors import BadInput
from surveys.invitations.models import Invitation
from surveys.responses.models import Response, Standing

MASTER_DATA = (
    *("language", "product", "region", "channel", "age_band", "handler_team"),
    *("amount_claimed", "amount_paid", "decision", "paid_at"),
)


class ClaimId(PathConverter):
    """A claim's id is the insurer's own: it may hold a slash, and begin with one."""

    regex = r"[\s\S]+?"
    part_isolating = False


pages = Blueprint("api_claims", __name__, url_prefix="/api/v1")


@pages.get("/claims/<claim_id:claim_id>", provide_automatic_options=False)
def show(claim_id: str) -> WebResponse:
    key_with(Scope.CLAIMS_READ)
    parameters(NoParameters)
    shape = _shape(_claim(claim_id))
    return WebResponse(shape.model_dump_json(), mimetype="application/json")


def _claim(claim_id: str) -> Claim:
    unknown = Refused(HTTPStatus.NOT_FOUND, "unknown_claim", "No claim has this id.")
    if "\0" in claim_id:
        raise unknown
    try:
        wanted = clean_line(claim_id, "claim_id", 100)
    except BadInput as error:
        raise unknown from error
    claim = db.session.scalars(select(Claim).where(Claim.external_id == wanted)).one_or_none()
    if claim is None:
        raise unknown
    return claim


def _shape(claim: Claim) -> ClaimShape:
    return ClaimShape(
        claim_id=claim.external_id,
        customer_id=claim.customer.external_id,
        **{name: getattr(claim, name) for name in MASTER_DATA},
        spans=_spans(claim),
        invitation=_invitation(claim),
    )


def _spans(claim: Claim) -> list[SpanShape]:
    order = list(Stage)
    found = db.session.scalars(select(StageSpan).where(StageSpan.claim_id == claim.id))
    return [
        SpanShape(stage=span.stage, started_at=span.started_at, ended_at=span.ended_at)
        for span in sorted(found, key=lambda span: order.index(span.stage))
    ]


def _invitation(claim: Claim) -> InvitationShape | None:
    query = select(Invitation).where(Invitation.claim_id == claim.id)
    invitation = db.session.scalars(query).one_or_none()
    if invitation is None:
        return None
    response = select(Response.id).where(
        Response.invitation_id == invitation.id, Response.standing == Standing.CONFIRMED
    )
    mail = invitation.mail
    return InvitationShape(
        state=invitation.state(utc_now()),
        reason=invitation.reason,
        due_at=invitation.due_at,
        sent_at=mail.sent_at if mail else None,
        message_id=mail.message_id if mail else None,
        response_id=db.session.scalar(response),
    )
