"""Rows for tests: say what the test is about, the rest is filled in."""

import csv
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from alembic.script import ScriptDirectory

from analysis.answers import take_answer
from analysis.intake import take_answers, take_in, take_records
from analysis.language.labels import Label, Topic
from analysis.language.reading import ClauseReading, CommentReading
from analysis.readings.latest import latest_readings
from analysis.readings.models import Clause, Reading
from app import MIGRATIONS
from app.parts import Parts
from surveys.cases.models import Case
from surveys.cases.opening import case_of
from surveys.claims.intake import Receipt
from surveys.claims.models import Claim, Language
from surveys.claims.records import ClaimRecord, EventRecord, Record
from surveys.claims.stages import Stage
from surveys.db import db
from surveys.invitations.inviting import current_versions, decide
from surveys.invitations.models import Invitation
from surveys.invitations.tokens import Purpose
from surveys.outbox.models import MailState
from surveys.plans.models import SurveyPlan
from surveys.plans.publishing import current_plan, publish_plan
from surveys.questionnaires.models import Phrase, QuestionKey, Questionnaire
from surveys.questionnaires.publishing import current_questionnaire, publish_questionnaire
from surveys.responses.answering import Answer
from surveys.responses.models import Response, Suspicion
from surveys.responses.records import AnswerRecord
from surveys.responses.suspecting import hold_back

SEOUL = ZoneInfo("Asia/Seoul")
# A Tuesday noon in Seoul: inside every plan's window.
NOON = datetime(2025, 3, 4, 12, tzinfo=SEOUL)
DAY = timedelta(days=1)

_FIRST = ScriptDirectory(str(MIGRATIONS)).get_revision("7c2e91b4d0a8").module
# The plan and the wording that the migration begins every installation with.
PLAN = SurveyPlan(**_FIRST.PLAN).timing()
WORDING = {QuestionKey(key): Phrase(*words) for key, words in _FIRST.WORDING.items()}

_numbers = itertools.count(1)


def publish_first_versions() -> None:
    """What the migration writes into every database."""
    publish_plan(PLAN, 0, NOON - 30 * DAY, None)
    publish_questionnaire(WORDING, 0, NOON - 30 * DAY, None)


def make_plan(by: str = "lead@example.com", **values) -> SurveyPlan:
    """The next version of the plan, with these settings of its own."""
    newest = current_plan()
    return publish_plan(replace(newest.timing(), **values), newest.version, NOON, by)


def make_questionnaire(by: str = "lead@example.com", **phrases: tuple[str, str]) -> Questionnaire:
    """The next version of the questionnaire, with these phrases of its own, Korean and English."""
    newest = current_questionnaire()
    new = {QuestionKey(key): Phrase(*words) for key, words in phrases.items()}
    return publish_questionnaire({**newest.wording(), **new}, newest.version, NOON, by)


def claim_record(**values) -> ClaimRecord:
    """A paid claim of its own customer that went through four stages."""
    n = next(_numbers)
    paid_at = values.pop("paid_at", NOON)
    spans = {
        "filing_started_at": NOON - 5 * DAY,
        "filing_ended_at": NOON - 4 * DAY,
        "document_review_started_at": NOON - 4 * DAY,
        "document_review_ended_at": NOON - 2 * DAY,
        "decision_started_at": NOON - 2 * DAY,
        "decision_ended_at": NOON - DAY,
        "payout_started_at": NOON - DAY,
        "payout_ended_at": NOON,
    }
    usual = {
        "claim_id": f"C{n}",
        "customer_id": f"K{n}",
        "name": "김하늘",
        "email": f"customer{n}@example.com",
        "language": "ko",
        "product": "auto",
        "region": "seoul",
        "channel": "app",
        "age_band": "30s",
        "handler_team": "team-01",
        "amount_claimed": 500_000,
        "amount_paid": 500_000,
        "decision": "approved",
        "paid_at": paid_at,
    }
    return ClaimRecord(**{**usual, **spans, **values})


def write_claims(path: Path, records: Iterable[ClaimRecord]) -> Path:
    """A claims.csv of these records."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(ClaimRecord.model_fields))
        writer.writeheader()
        writer.writerows(record.model_dump(mode="json") for record in records)
    return path


def take_at_noon(claims: Sequence[ClaimRecord], events: Sequence[EventRecord]) -> list[Receipt]:
    return take_in(claims, events, NOON, SEOUL)


def take_records_at_noon(records: Sequence[Record]) -> list[Receipt]:
    return take_records(records, NOON, SEOUL)


def make_claim(**values) -> Claim:
    record = claim_record(**values)
    take_at_noon([record], [])
    return db.session.query(Claim).filter_by(external_id=record.claim_id).one()


def make_invitation(parts: Parts, claim: Claim | None = None, now: datetime = NOON) -> Invitation:
    """The decision of the present plan on a paid claim, as the worker would make it."""
    return decide(claim or make_claim(), now, parts.inviter, current_versions())


def make_sent_invitation(parts: Parts, claim: Claim | None = None) -> Invitation:
    invitation = make_invitation(parts, claim)
    invitation.mail.state = MailState.SENT
    invitation.mail.sent_at = invitation.due_at
    db.session.flush()
    return invitation


def token_of(invitation: Invitation, parts: Parts, purpose: Purpose = Purpose.ANSWER) -> str:
    return parts.keyring.derive(invitation.key_id, purpose, invitation.id)


def make_answer(score: int = 9, **values) -> Answer:
    usual = {
        "ratings": {Stage.PAYOUT: 5},
        "comment": "",
        "wants_call_back": False,
        "language": Language.KOREAN,
    }
    return Answer(score=score, **{**usual, **values})


def make_response(
    parts: Parts,
    score: int = 9,
    claim: Claim | None = None,
    at: datetime = NOON + 2 * DAY,
    **values,
) -> Response:
    invitation = make_sent_invitation(parts, claim)
    answer = make_answer(score, **values)
    return take_answer(token_of(invitation, parts), answer, at, parts.zone)


def make_suspected(
    parts: Parts,
    score: int = 9,
    claim: Claim | None = None,
    at: datetime = NOON + 2 * DAY,
    found: Sequence[Suspicion] = (Suspicion.HEAD,),
    **values,
) -> Response:
    """An answer that was held back for these reasons."""
    invitation = make_sent_invitation(parts, claim)
    answer = make_answer(score, **values)
    hold_back(token_of(invitation, parts), answer, found, "a machine", at)
    return db.session.query(Response).filter_by(invitation_id=invitation.id).one()


def make_case(parts: Parts, score: int = 3, **values) -> Case:
    """The case that an unhappy answer opens."""
    case = case_of(make_response(parts, score, **values))
    assert case is not None
    return case


def answer_record(claim_id: str, **values) -> AnswerRecord:
    """An answer given elsewhere a day after the money came."""
    usual = {"asked_at": NOON + DAY, "answered_at": NOON + 2 * DAY, "nps": 9, "language": "ko"}
    return AnswerRecord(**{"claim_id": claim_id, **usual, **values})


def make_imported(parts: Parts, claim: Claim | None = None, **values) -> Response:
    """An answer given elsewhere that was imported a month later."""
    claim = claim or make_claim()
    record = answer_record(claim.external_id, **values)
    take_answers([record], NOON + 30 * DAY, parts.inviter)
    theirs = db.session.query(Response).join(Response.invitation)
    return theirs.filter(Invitation.claim_id == claim.id).one()


def make_clause(
    label: Label, stage: Stage | None = None, start: int = 0, topic: Topic | None = None
) -> ClauseReading:
    polarity = {Label.NEGATIVE: -0.5, Label.NEUTRAL: 0.0, Label.POSITIVE: 0.5}.get(label)
    return ClauseReading("...", start, start + 3, stage, topic, polarity, label)


def make_found(*clauses: ClauseReading, model: str = "test") -> CommentReading:
    """What a model would find in a comment with these clauses."""
    first = clauses[0] if clauses else make_clause(Label.NOT_SCORED)
    return CommentReading("en", first.label, first.polarity, 0.9, (), clauses, model, False)


def make_reading(
    response: Response, *clauses: ClauseReading, at: datetime = NOON + 2 * DAY, model: str = "test"
) -> Reading:
    """A stored reading, in the place of the one before; the response waits for none any more. It
    is not counted."""
    found = make_found(*clauses, model=model)
    before = latest_readings([response.id]).get(response.id)
    if before:
        before.reading.replaced_at = at
        db.session.flush()
    reading = Reading(
        comment_revision=response.comment_revision,
        response=response,
        model=found.model,
        language=found.language,
        label=found.label,
        polarity=found.polarity,
        confidence=found.confidence,
        words=[],
        complaint=False,
        read_at=at,
    )
    db.session.add(reading)
    db.session.flush()
    for clause in clauses:
        place = {"start": clause.start, "end": clause.end}
        said = {"stage": clause.stage, "topic": clause.topic, "label": clause.label}
        row = Clause(reading_id=reading.id, polarity=clause.polarity, **place, **said)
        db.session.add(row)
    response.reading_due_at = None
    db.session.flush()
    return reading
