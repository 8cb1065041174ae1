"""An invented claim that went through all five stages, for previews. It is never stored."""

from datetime import datetime, timedelta

from app.parts import Parts
from surveys.claims.models import Claim, Customer, Language, StageSpan
from surveys.claims.stages import Stage
from surveys.db import new_id
from surveys.invitations.models import Invitation
from surveys.questionnaires.models import Questionnaire

NAMES = {Language.KOREAN: "김하늘", Language.ENGLISH: "Sky Kim"}
# How long each stage took, up to a payment a day ago.
DAYS = {
    Stage.FILING: 0,
    Stage.DOCUMENT_REVIEW: 2,
    Stage.INVESTIGATION: 5,
    Stage.DECISION: 1,
    Stage.PAYOUT: 1,
}
OPEN_FOR = timedelta(days=14)


def sample_spans(now: datetime) -> list[StageSpan]:
    spans, at = [], now - timedelta(days=1 + sum(DAYS.values()))
    for stage, days in DAYS.items():
        ended_at = at + timedelta(days=days)
        spans.append(StageSpan(stage=stage, started_at=at, ended_at=ended_at))
        at = ended_at
    return spans


def sample_invitation(
    questionnaire: Questionnaire, language: Language, now: datetime, parts: Parts
) -> Invitation:
    """Its links lead nowhere, because no invitation has them."""
    customer = Customer(name=NAMES[language], email="sky@example.com")
    return Invitation(
        id=new_id(),
        claim=Claim(customer=customer, language=language),
        questionnaire=questionnaire,
        key_id=parts.keyring.current_id,
        expires_at=now + OPEN_FOR,
    )
