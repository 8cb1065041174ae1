from collections import Counter

from sqlalchemy import select

from app.demo.insurer import FRESH, UNFINISHED, Scale, Told, play
from surveys.cases.models import Case, CaseState
from surveys.claims.models import Claim
from surveys.db import db
from surveys.invitations.models import Invitation
from surveys.outbox.models import MailKind, MailState, OutboxEmail
from surveys.responses.models import Rating, Response
from tests.factories import NOON, publish_first_versions

SMALL = Scale(30, 4, 7)


def played(parts, scale: Scale = SMALL) -> Told:
    return play(scale, NOON, parts, lambda: None)


def story() -> list[tuple]:
    """All that was played, but for keys, which are made anew."""
    rows = db.session.execute(
        select(
            Claim.external_id,
            Claim.region,
            Claim.paid_at,
            Invitation.reason,
            Invitation.due_at,
            Response.score,
            Response.comment,
            Response.answered_at,
        )
        .outerjoin(Invitation, Invitation.claim_id == Claim.id)
        .outerjoin(Response, Response.invitation_id == Invitation.id)
        .order_by(Claim.external_id)
    )
    return [tuple(row) for row in rows]


def clear() -> None:
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(table.delete())
    publish_first_versions()
    db.session.commit()


def test_the_same_seed_plays_the_same_story(parts):
    told, first = played(parts), story()
    clear()

    again, second = played(parts), story()

    assert (told.claims, len(first)) == (30, 30)
    assert told.answers > 3
    assert (again, second) == (told, first)


def test_another_seed_plays_another_story(parts):
    played(parts)
    first = story()
    clear()

    played(parts, Scale(30, 4, 8))

    assert story() != first


def test_each_paid_claim_has_one_invitation_or_one_reason(parts):
    played(parts)

    invitations = db.session.scalars(select(Invitation)).all()
    assert len({invitation.claim_id for invitation in invitations}) == len(invitations) == 30
    assert db.session.query(Claim).filter(Claim.plan_due_at.is_not(None)).count() == 0


def test_nobody_answers_before_the_mail_or_after_now(parts):
    told = played(parts)

    responses = db.session.scalars(select(Response)).all()
    assert len(responses) == told.answers
    assert all(r.invitation.mail.sent_at < r.answered_at <= NOON for r in responses)
    assert db.session.query(Rating).count() > 0


def test_only_mails_of_the_last_days_lie_in_the_mailbox_and_wait_for_an_answer(parts):
    told = played(parts, Scale(120, 2, 7))

    sent = db.session.query(OutboxEmail).filter_by(state=MailState.SENT)
    fresh = Counter(mail.kind for mail in sent.filter(OutboxEmail.sent_at > NOON - FRESH))
    assert fresh.total() == len(list(parts.carrier.folder.glob("*.eml")))
    assert fresh[MailKind.INVITATION] == told.fresh > 0
    assert fresh[MailKind.REMINDER] > 0
    assert not any(r.invitation.mail.sent_at > NOON - FRESH for r in db.session.query(Response))


def test_progress_is_told_once_a_claim(parts):
    told = []

    play(Scale(5, 4, 7), NOON, parts, lambda: told.append(1))

    assert len(told) == 5


def test_unhappy_customers_are_looked_after_and_the_last_ones_wait(parts):
    played(parts, Scale(120, 2, 7))

    cases = db.session.scalars(select(Case)).all()
    closed = [case for case in cases if case.closed_at is not None]
    assert closed
    assert all(case.owner and case.outcome for case in closed)
    recent = [case for case in cases if case.opened_at > NOON - UNFINISHED]
    assert recent
    assert all(case.state is not CaseState.CLOSED for case in recent)
