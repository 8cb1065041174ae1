"""Tells an answer that a machine may have sent from a person's, by the looks at its link."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from surveys.responses.answering import Answer
from surveys.responses.models import Method, Suspicion, Visit

# Within this time somebody who follows links follows all of them; and whatever anybody did with
# the link so shortly before an answer counts against it.
TOGETHER = timedelta(seconds=60)
# Nobody reads the page and sends it back in less.
FASTEST = timedelta(seconds=2)
# What a person may cause, or somebody who looks at the link at the same time as a person.
CLEARED_BY_A_PERSON = {Suspicion.MANY_SCORES, Suspicion.HEAD}


def suspicions(
    visits: Sequence[Visit], visitor: str, issued_at: datetime, posted_at: datetime
) -> list[Suspicion]:
    """What speaks against an answer that `visitor` sends from a page issued at `issued_at`."""
    counting = [visit for visit in visits if _counts(visit, visitor, posted_at)]
    return list(_found(counting, posted_at - issued_at))


def uncleared(found: Sequence[Suspicion], answer: Answer) -> list[Suspicion]:
    """What is left of suspicions once words and ratings, the signs of a person, are seen."""
    is_personal = bool(answer.comment.strip() or answer.ratings)
    return no_persons(found) if is_personal else list(found)


def no_persons(found: Iterable[Suspicion]) -> list[Suspicion]:
    """Those of the suspicions that no person can cause."""
    return [each for each in found if each not in CLEARED_BY_A_PERSON]


def _counts(visit: Visit, visitor: str, posted_at: datetime) -> bool:
    age = posted_at - visit.at
    return age >= timedelta(0) and (visit.visitor == visitor or age <= TOGETHER)


def _found(visits: Sequence[Visit], looked_for: timedelta) -> Iterator[Suspicion]:
    if _many_scores(visits):
        yield Suspicion.MANY_SCORES
    if any(visit.method is Method.HEAD for visit in visits):
        yield Suspicion.HEAD
    if any(visit.honeypot for visit in visits):
        yield Suspicion.HONEYPOT
    if looked_for < FASTEST:
        yield Suspicion.TOO_FAST


def _many_scores(visits: Sequence[Visit]) -> bool:
    """Whether two scores of the link were fetched shortly one after the other."""
    fetched = [visit for visit in visits if visit.method is Method.GET and visit.score is not None]
    fetched.sort(key=lambda visit: visit.at)
    return any(
        later.score != earlier.score and later.at - earlier.at <= TOGETHER
        for earlier, later in pairwise(fetched)
    )
