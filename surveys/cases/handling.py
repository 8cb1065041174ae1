"""What people do with a case: each deed is a line in its history."""

import uuid
from datetime import datetime

from sqlalchemy import select

from surveys.cases.models import Case, CaseNote, CaseOutcome, CaseState, Deed
from surveys.cleaning import clean_text
from surveys.db import db
from surveys.errors import BadInput, CaseMoved, UnknownCase
from surveys.responses.masking import mask

LONGEST_NOTE = 4000


def find_case(case_id: uuid.UUID) -> Case:
    """The case, locked until the transaction ends; raises UnknownCase."""
    query = select(Case).where(Case.id == case_id).with_for_update()
    case = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if case is None:
        raise UnknownCase
    return case


def history_of(case: Case) -> list[CaseNote]:
    """Every note and deed, oldest first."""
    query = select(CaseNote).where(CaseNote.case_id == case.id)
    return list(db.session.scalars(query.order_by(CaseNote.written_at, CaseNote.id)))


def take(case: Case, who: str, now: datetime) -> None:
    """Look after a case that nobody has; raises CaseMoved where somebody does, or did."""
    if case.owner == who and case.closed_at is None:
        return
    if case.state is not CaseState.OPEN:
        raise CaseMoved
    case.owner, case.taken_at = who, now
    _write(case, who, now, Deed.TAKEN)


def hand_over(case: Case, who: str, to: str, seen_owner: str | None, now: datetime) -> None:
    """Give the case to a colleague; raises CaseMoved when it is not `seen_owner`'s any more."""
    if case.closed_at is not None or case.owner != seen_owner:
        raise CaseMoved
    if to != case.owner:
        case.owner, case.taken_at = to, now
        _write(case, who, now, Deed.HANDED_OVER, to)


def add_note(case: Case, who: str, text: str, now: datetime) -> None:
    """Keep a note, masked as comments are; raises BadInput for none, or one too long."""
    note = _masked(text)
    if not note:
        raise BadInput("note", "must not be empty")
    _write(case, who, now, Deed.NOTE, text=note)


def close(case: Case, who: str, outcome: CaseOutcome, text: str, now: datetime) -> None:
    """End a case, with a last note if there is one; whoever closes an open case had taken it."""
    if case.closed_at is not None:
        raise CaseMoved
    note = _masked(text)
    if case.owner is None:
        case.owner, case.taken_at = who, now
    case.closed_at, case.outcome = now, outcome
    _write(case, who, now, Deed.CLOSED, outcome, note)


def open_again(case: Case, who: str, now: datetime) -> None:
    """Take up a case that was closed; its clock is the one it had."""
    if case.closed_at is None:
        raise CaseMoved
    case.closed_at = case.outcome = None
    _write(case, who, now, Deed.OPENED_AGAIN)


def _masked(text: str) -> str:
    return mask(clean_text(text, "note", LONGEST_NOTE)).text


def _write(
    case: Case, who: str, now: datetime, deed: Deed, detail: str | None = None, text: str = ""
) -> None:
    note = CaseNote(case=case, author=who, written_at=now, deed=deed, detail=detail, text=text)
    db.session.add(note)
    db.session.flush()
