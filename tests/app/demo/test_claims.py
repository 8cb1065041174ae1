from datetime import timedelta
from random import Random
from statistics import median

import pytest

from app.demo.claims import sample_claims
from surveys.claims.stages import Stage
from tests.factories import NOON, SEOUL

LENGTH = timedelta(weeks=12)


@pytest.fixture(scope="module")
def claims():
    return list(sample_claims(3000, LENGTH, NOON, SEOUL, Random(1)))


def slowness(claims, region: str, stage: Stage, since: float, until: float) -> float:
    """How many times as long as usual the stage took there, in that part of the time."""
    elapsed = {claim.record.claim_id: 1 - (NOON - claim.paid_at) / LENGTH for claim in claims}
    return median(
        claim.slowness[stage]
        for claim in claims
        if claim.record.region == region and since <= elapsed[claim.record.claim_id] < until
    )


def test_the_document_review_of_busan_became_slow_half_way_through(claims):
    assert slowness(claims, "busan", Stage.DOCUMENT_REVIEW, 0, 0.5) == pytest.approx(1, abs=0.2)
    assert slowness(claims, "busan", Stage.DOCUMENT_REVIEW, 0.5, 1) == pytest.approx(3, abs=0.5)
    assert slowness(claims, "seoul", Stage.DOCUMENT_REVIEW, 0.5, 1) == pytest.approx(1, abs=0.2)


def test_a_measure_made_the_payout_of_daegu_as_quick_as_anywhere(claims):
    assert slowness(claims, "daegu", Stage.PAYOUT, 0, 0.6) == pytest.approx(3.5, abs=0.6)
    assert slowness(claims, "daegu", Stage.PAYOUT, 0.6, 1) == pytest.approx(1, abs=0.25)


def test_every_claim_was_paid_before_now_and_its_stages_follow_each_other(claims):
    for claim in claims:
        moments = [at for stage in claim.slowness for at in claim.record.span(stage)]
        assert moments == sorted(moments)
        assert moments[-1] == claim.paid_at.astimezone(moments[-1].tzinfo) <= NOON
