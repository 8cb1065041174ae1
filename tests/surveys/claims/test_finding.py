import pytest

from surveys.claims.finding import clean_id, find_claim, spans_of
from surveys.claims.stages import Stage
from tests.factories import make_claim


@pytest.mark.parametrize("claim_id", ["C-1", "2025/03/C-1", "가나다 1", "a@b", "50%"])
def test_a_claim_is_found_by_its_id(app, claim_id):
    claim = make_claim(claim_id=claim_id)

    assert find_claim(f" {claim_id} ") is claim


@pytest.mark.parametrize("claim_id", ["", "C", "c-1", "C-1\0", "\ud800", "x" * 101])
def test_what_is_no_claims_id_finds_none(app, claim_id):
    make_claim(claim_id="C-1")

    assert find_claim(claim_id) is None


def test_an_id_is_cleaned_as_it_is_when_it_is_stored():
    assert clean_id("  C   1\t") == "C 1"
    assert clean_id("   ") is None


def test_the_stages_stand_in_the_order_of_the_road(app):
    spans = spans_of(make_claim())

    assert [span.stage for span in spans] == [s for s in Stage if s is not Stage.INVESTIGATION]
