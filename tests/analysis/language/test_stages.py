import pytest

from analysis.language.stages import stage_of
from surveys.claims.stages import Stage

NAMED = {
    Stage.FILING: [
        "앱이 편해요",
        "ARS연결이 어려워요",
        "청구가 쉬웠어요",
        "서류 접수가 편해요",
        "The app crashed",
    ],
    Stage.DOCUMENT_REVIEW: [
        "추가서류를 또 내래요",
        "보험금 지급 심사가 느려요",
        "Too much paperwork",
    ],
    Stage.INVESTIGATION: [
        "손해사정사가 불친절해요",
        "의료자문을 강요해요",
        "The adjuster never called",
    ],
    Stage.DECISION: [
        "부지급이래요",
        "지급을 거절당했어요",
        "과실 비율이 이상해요",
        "The claim was denied",
    ],
    Stage.PAYOUT: [
        "입금이 늦어요",
        "청구한 돈이 들어왔어요",
        "보험금 받기까지 한 달",
        "the payout was late",
    ],
}


@pytest.mark.parametrize(
    ("clause", "stage"), [(clause, stage) for stage in NAMED for clause in NAMED[stage]]
)
def test_a_clause_is_about_the_stage_it_names(clause, stage):
    assert stage_of(clause) is stage


@pytest.mark.parametrize("clause", ["빨라요", "보험료가 비싸요", "happened fast", "performance"])
def test_a_clause_may_name_no_stage(clause):
    assert stage_of(clause) is None
