from sqlalchemy import delete

from surveys.claims.models import EventType
from surveys.claims.records import EventRecord
from surveys.db import db
from surveys.invariants import check_surveys
from surveys.invitations.models import Reason
from surveys.outbox.models import MailKind, MailState
from surveys.outbox.queueing import queue_mail
from surveys.questionnaires.models import Question, QuestionKey
from surveys.questionnaires.publishing import current_questionnaire
from surveys.responses.models import Standing
from surveys.responses.suspecting import dismiss
from tests.factories import (
    DAY,
    NOON,
    make_case,
    make_claim,
    make_imported,
    make_invitation,
    make_response,
    make_sent_invitation,
    make_suspected,
    take_at_noon,
)


def broken():
    """The rules that do not hold, with the id that is given as an example."""
    db.session.flush()
    return {finding.name: finding.example for finding in check_surveys() if finding.found}


def tear_out(table):
    """Empty a table past its foreign keys, as a damaged database loses rows."""
    db.session.commit()
    sqlite = db.engine.dialect.name == "sqlite"
    connection = db.engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute(
        "PRAGMA foreign_keys = OFF" if sqlite else "SET session_replication_role = replica"
    )
    cursor.execute(f"DELETE FROM {table}")
    connection.commit()
    connection.invalidate()


def test_on_an_empty_database_every_rule_holds(app):
    assert broken() == {}


def test_after_claims_invitations_mails_and_answers_every_rule_holds(parts):
    make_claim()
    make_invitation(parts)
    make_invitation(parts, make_claim(email=None))
    make_response(parts, comment="늦었어요")

    assert broken() == {}


def test_a_database_without_a_plan_is_found(app):
    tear_out("survey_plan")

    assert broken() == {"published": None}


def test_a_questionnaire_that_lost_a_question_is_found(app):
    db.session.execute(delete(Question).where(Question.key == QuestionKey.PAYOUT))

    assert broken() == {"questionnaire_whole": str(current_questionnaire().id)}


def test_a_paid_claim_that_no_plan_will_look_at_is_found(app):
    claim = make_claim()
    claim.plan_due_at = None

    assert broken() == {"paid_claim_decided": claim.external_id}


def test_a_paid_claim_that_is_decided_and_waits_for_its_plan_is_found(parts):
    claim = make_invitation(parts).claim
    claim.plan_due_at = NOON

    assert broken() == {"paid_claim_decided": claim.external_id}


def test_an_event_that_waits_for_a_known_claim_is_found(app):
    waiting = EventRecord(claim_id="C-1", type=EventType.CLAIM_PAID, at=NOON)
    take_at_noon([], [waiting])
    assert broken() == {}

    make_claim().external_id = "C-1"

    assert list(broken()) == ["event_applied"]


def test_a_reason_beside_a_mail_that_goes_out_is_found(parts):
    invitation = make_sent_invitation(parts)
    invitation.reason = Reason.OPTED_OUT

    assert broken() == {"invitation_state": str(invitation.id)}


def test_a_cancelled_mail_without_any_reason_is_found(parts):
    invitation = make_invitation(parts)
    invitation.mail.state = MailState.CANCELLED

    assert broken() == {
        "invitation_state": str(invitation.id),
        "cancelled_mail": str(invitation.mail_id),
    }


def test_a_mail_that_was_cancelled_with_the_reason_of_its_invitation_is_in_order(parts):
    invitation = make_invitation(parts)
    invitation.reason = Reason.OPTED_OUT
    invitation.mail.state = MailState.CANCELLED
    invitation.mail.cancelled_because = Reason.OPTED_OUT

    assert broken() == {}


def test_a_mail_of_no_invitation_is_found(app):
    mail = queue_mail(MailKind.INVITATION, NOON, NOON + DAY, "survey.example.com", NOON)

    assert broken() == {"mail_of_invitation": str(mail.id)}


def test_a_response_whose_invitation_is_gone_is_found(parts):
    response_id = str(make_response(parts).id)

    tear_out("invitation")

    assert broken()["response_invitation"] == response_id


def test_an_invitation_whose_mail_is_gone_is_found(parts):
    invitation_id = str(make_invitation(parts).id)

    tear_out("outbox_email")

    assert set(broken().items()) == {
        ("invitation_state", invitation_id),
        ("invitation_mail", invitation_id),
    }


def test_an_answer_given_elsewhere_needs_no_mail_and_its_own_is_given_up(parts):
    invitation = make_invitation(parts)

    make_imported(parts, claim=invitation.claim)

    assert broken() == {}


def test_a_reminder_of_no_invitation_is_found(app):
    mail = queue_mail(MailKind.REMINDER, NOON, NOON + DAY, "example.com", NOON)

    assert broken() == {"mail_of_reminder": str(mail.id)}


def test_an_unhappy_answer_without_its_case_is_found(parts):
    case = make_case(parts)
    response_id = str(case.response_id)
    db.session.delete(case)

    assert broken() == {"unhappy_case": response_id}


def test_a_case_of_an_answer_that_nobody_is_known_to_have_given_is_found(parts):
    case = make_case(parts)
    case.response.standing = Standing.SUSPECTED

    assert broken() == {"case_response": str(case.id)}


def test_a_dismissal_of_which_nobody_knows_is_found(parts):
    kept, lost = make_suspected(parts), make_suspected(parts)
    dismiss(kept, "lead@example.com", NOON)
    lost.standing = Standing.DISMISSED

    assert broken() == {"dismissed_by_somebody": str(lost.id)}
