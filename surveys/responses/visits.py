"""Keeps the looks at answer links. They change no answer, and no address is in them."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from surveys.db import db
from surveys.invitations.models import Invitation
from surveys.responses.models import Method, Visit

# As many looks at one link as are looked into; people need two or three.
MOST = 500


def keep_visit(
    invitation_id: uuid.UUID,
    visitor: str,
    now: datetime,
    method: Method,
    score: int | None = None,
    honeypot: bool = False,
) -> None:
    visit = Visit(
        invitation_id=invitation_id,
        at=now,
        method=method,
        score=score,
        honeypot=honeypot,
        visitor=visitor,
    )
    db.session.add(visit)
    db.session.flush()


def scores_sent_in_vain(invitation: Invitation) -> list[int]:
    """Those of answers that changed nothing, in the order of their coming."""
    query = select(Visit.score).where(
        Visit.invitation_id == invitation.id, Visit.method == Method.POST
    )
    return [score for score in db.session.scalars(query.order_by(Visit.at)) if score is not None]


def visits_to(invitation: Invitation) -> Sequence[Visit]:
    """The latest looks at the link, newest first."""
    query = select(Visit).where(Visit.invitation_id == invitation.id)
    return db.session.scalars(query.order_by(Visit.at.desc()).limit(MOST)).all()
