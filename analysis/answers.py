"""An answer is stored and counted in one transaction; every door takes answers through here."""

from datetime import datetime
from zoneinfo import ZoneInfo

from analysis.counts import count_response
from surveys.db import db
from surveys.responses.answering import Answer, record_answer
from surveys.responses.models import Response


def take_answer(token: str, answer: Answer, now: datetime, zone: ZoneInfo) -> Response:
    """Store a confirmed response and count it; raises what `record_answer` raises."""
    response = record_answer(token, answer, now)
    # A claim that changes at the same moment either waits for this answer or is seen changed.
    db.session.refresh(response.invitation.claim, with_for_update=True)
    count_response(response, zone)
    return response
