"""Finds a claim by the id that the claims system gave it, with the road it went."""

from sqlalchemy import select

from surveys.claims.models import Claim, StageSpan
from surveys.claims.stages import Stage
from surveys.cleaning import clean_line
from surveys.db import db
from surveys.errors import BadInput

LONGEST_ID = 100


def find_claim(external_id: str) -> Claim | None:
    """The claim with this id, or None; what no id can be made of is no claim's."""
    wanted = clean_id(external_id)
    if wanted is None:
        return None
    return db.session.scalars(select(Claim).where(Claim.external_id == wanted)).one_or_none()


def clean_id(text: str) -> str | None:
    """As ids are kept, or None for what cannot be one."""
    if "\0" in text:
        return None
    try:
        return clean_line(text, "id", LONGEST_ID) or None
    except BadInput:
        return None


def spans_of(claim: Claim) -> list[StageSpan]:
    """The stages that the claim went through, in the order of the road."""
    query = select(StageSpan).where(StageSpan.claim_id == claim.id)
    order = list(Stage)
    return sorted(db.session.scalars(query), key=lambda span: order.index(span.stage))
