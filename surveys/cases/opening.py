"""Makes a case of an answer that went badly, in the transaction of whatever showed it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from surveys.cases.models import Case, Cause
from surveys.db import db
from surveys.invitations.models import Origin
from surveys.responses.models import Response, Standing
from surveys.responses.suspecting import known_since

# The clock of a case runs from the answer, from the correction that made it unhappy, or from the
# release of an answer that was held back.
TIME_TO_CLOSE = timedelta(hours=24)
# The highest score of somebody who would not recommend us.
HIGHEST_UNHAPPY = 6


def case_of(response: Response) -> Case | None:
    query = select(Case).where(Case.response_id == response.id)
    return db.session.scalars(query).one_or_none()


def _locked_case_of(response: Response) -> Case | None:
    """Locked, so that nobody closes it while a cause is added that they have not seen."""
    query = select(Case).where(Case.response_id == response.id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def open_case_if_needed(response: Response, now: datetime) -> Case | None:
    """The case of an unhappy answer, or None where the answer needs none."""
    return open_case(response, causes_in(response), now)


def open_case(response: Response, causes: Iterable[Cause], now: datetime) -> Case | None:
    """Open a case for these causes, or add them to the one there is.

    A closed case is opened again by a cause that is new to it. Answers that came by an import, and
    those that nobody knows a person to have given, make none. The caller has locked the response.
    """
    found = list(causes)
    is_ours = response.invitation.origin is Origin.SURVEY
    if not found or not is_ours or response.standing is not Standing.CONFIRMED:
        return None
    case = _locked_case_of(response)
    if case is None:
        due_at = known_since(response) + TIME_TO_CLOSE
        case = Case(response=response, causes=found, opened_at=now, due_at=due_at)
        db.session.add(case)
    else:
        _add_causes(case, found, now)
    db.session.flush()
    return case


def causes_in(response: Response) -> Iterator[Cause]:
    """What in the answer itself makes a case of it; its comment is read later."""
    if response.score <= HIGHEST_UNHAPPY:
        yield Cause.SCORE
    if response.wants_call_back:
        yield Cause.CALL_BACK


def _add_causes(case: Case, causes: Iterable[Cause], now: datetime) -> None:
    new = [cause for cause in causes if cause not in case.causes]
    if not new:
        return
    case.causes = [*case.causes, *new]
    if case.closed_at is not None:
        case.closed_at = case.outcome = None
        case.due_at = now + TIME_TO_CLOSE
