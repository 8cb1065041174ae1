"""GET of one claim: what is known of it, and what became of asking."""

from http import HTTPStatus

from flask import Blueprint
from flask import Response as WebResponse

from app.api.access import key_with
from app.api.keys import Scope
from app.api.problems import Refused
from app.api.reading import NoParameters, parameters
from app.api.shapes import ClaimShape, InvitationShape, PlanShape, SpanShape
from surveys.claims.finding import find_claim, spans_of
from surveys.claims.models import Claim
from surveys.clock import utc_now
from surveys.responses.asking import asking_about

MASTER_DATA = (
    *("language", "product", "region", "channel", "age_band", "handler_team"),
    *("amount_claimed", "amount_paid", "decision", "paid_at"),
)


pages = Blueprint("api_claims", __name__, url_prefix="/api/v1")


@pages.get("/claims/<claim_id:claim_id>", provide_automatic_options=False)
def show(claim_id: str) -> WebResponse:
    key_with(Scope.CLAIMS_READ)
    parameters(NoParameters)
    claim = find_claim(claim_id)
    if claim is None:
        raise Refused(HTTPStatus.NOT_FOUND, "unknown_claim", "No claim has this id.")
    shape = _shape(claim)
    return WebResponse(shape.model_dump_json(), mimetype="application/json")


def _shape(claim: Claim) -> ClaimShape:
    return ClaimShape(
        claim_id=claim.external_id,
        customer_id=claim.customer.external_id,
        **{name: getattr(claim, name) for name in MASTER_DATA},
        spans=_spans(claim),
        invitation=_invitation(claim),
    )


def _spans(claim: Claim) -> list[SpanShape]:
    return [
        SpanShape(stage=span.stage, started_at=span.started_at, ended_at=span.ended_at)
        for span in spans_of(claim)
    ]


def _invitation(claim: Claim) -> InvitationShape | None:
    asking = asking_about(claim, utc_now())
    if asking is None:
        return None
    plan = asking.invitation.plan
    return InvitationShape(
        plan=PlanShape(name=plan.name, version=plan.version),
        questionnaire=asking.invitation.questionnaire.version,
        state=asking.state,
        reason=asking.invitation.reason,
        due_at=asking.invitation.due_at,
        sent_at=asking.sent_at,
        message_id=asking.message_id,
        response_id=asking.answer.id if asking.answer else None,
    )
