"""How invented customers answer: by how long each stage took, and what was decided."""

import math
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from app.demo.claims import SampleClaim
from app.demo.words import Words
from surveys.claims.models import Outcome
from surveys.claims.stages import Stage
from surveys.responses.answering import Answer

ANSWER_SHARE = 0.42
COMMENT_SHARE = 0.6
SKIPPED_RATING = 0.06


@dataclass(frozen=True)
class SampleAnswer:
    answer: Answer
    after: timedelta


def sample_answer(claim: SampleClaim, words: Words, rng: Random) -> SampleAnswer | None:
    """What this customer answers to the mail and how long after it; None for most."""
    if rng.random() > ANSWER_SHARE:
        return None
    ratings = {stage: _rating(claim, stage, rng) for stage in claim.slowness}
    score = _score(ratings, rng)
    comment = ""
    if rng.random() < COMMENT_SHARE:
        comment = words.comment(claim.record.language, claim.record.product, score, ratings)
    given = {s: value for s, value in ratings.items() if rng.random() > SKIPPED_RATING}
    wants_call_back = score <= 6 and rng.random() < 0.25
    answer = Answer(score, given, comment, wants_call_back, claim.record.language)
    return SampleAnswer(answer, after=timedelta(minutes=rng.expovariate(1 / 700) + 1))


def _rating(claim: SampleClaim, stage: Stage, rng: Random) -> int:
    felt = 4.4 - 1.25 * math.log2(max(claim.slowness[stage], 0.6)) + rng.gauss(0, 0.6)
    if stage is Stage.DECISION and claim.record.decision is Outcome.PARTIAL:
        felt -= 1.4
    return min(5, max(1, round(felt)))


def _score(ratings: dict[Stage, int], rng: Random) -> int:
    """The worst stage weighs as much as all others together."""
    felt = (sum(ratings.values()) / len(ratings) + min(ratings.values())) / 2
    return min(10, max(0, round(2.5 * felt - 1.6 + rng.gauss(0, 0.9))))
