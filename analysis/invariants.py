"""What must be true of counts, readings and digests, given the rows below them."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select

from analysis.digests.models import Digest
from analysis.readings.models import Reading, is_present
from analysis.recounting import miscounted
from surveys.invariants import Finding, Invariant, look_into
from surveys.outbox.models import MailKind, OutboxEmail
from surveys.responses.models import Response, Standing


def check_analysis(zone: ZoneInfo) -> Iterator[Finding]:
    """Each rule of what the analysis keeps."""
    yield look_into(_comments_are_read())
    yield look_into(_machines_are_not_read())
    for invariant in _of_digests():
        yield look_into(invariant)
    yield _counts_are_right(zone)


def _comments_are_read() -> Invariant:
    present = and_(Reading.response_id == Response.id, is_present())
    unread = select(Response.id).outerjoin(Reading, present)
    return Invariant(
        "comment_read",
        "the comment of a confirmed response has a reading that counts or waits for one",
        unread.where(
            Response.standing == Standing.CONFIRMED,
            Response.comment != "",
            Response.reading_due_at.is_(None),
            Reading.id.is_(None),
        ).order_by(Response.id),
    )


def _machines_are_not_read() -> Invariant:
    return Invariant(
        "held_back_unread",
        "a response that does not count has no reading",
        select(Response.id)
        .join(Reading, Reading.response_id == Response.id)
        .where(Response.standing != Standing.CONFIRMED)
        .order_by(Response.id),
    )


def _of_digests() -> Iterator[Invariant]:
    yield Invariant(
        "digest_once",
        "a subscriber has one digest a period",
        select(Digest.subscription_id)
        .group_by(Digest.subscription_id, Digest.starts_on)
        .having(func.count() > 1),
    )
    digests = select(func.coalesce(Digest.id, OutboxEmail.id)).select_from(Digest)
    without_mail = and_(Digest.mail_id.is_not(None), OutboxEmail.id.is_(None))
    without_digest = and_(OutboxEmail.kind == MailKind.DIGEST, Digest.id.is_(None))
    yield Invariant(
        "digest_mail",
        "the mail of a digest is in the outbox, and belongs to one digest",
        digests.join(OutboxEmail, Digest.mail_id == OutboxEmail.id, full=True).where(
            or_(without_mail, without_digest)
        ),
    )


def _counts_are_right(zone: ZoneInfo) -> Finding:
    cells = miscounted(zone)
    example = " ".join(str(part) for part in min(cells)) if cells else None
    rule = "the daily counts are those of a rebuild"
    return Finding("daily_counts", rule, len(cells), example)
