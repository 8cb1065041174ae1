import pytest

from analysis.language.complaint import speaks_of_complaint

STEPS = """
금감원에 민원 넣겠습니다
금융감독원에 신고했어요
민원 접수하고 나서야 연락이 왔습니다
이 정도면 소송 갑니다
언론에 제보할 생각입니다
방송국에 알릴 겁니다
변호사 선임했습니다
분쟁조정 신청 중이에요
법적 조치를 하겠습니다
소비자원에도 글 올렸어요
I will file a complaint with the regulator
You'll hear from my lawyer
I am going to the press
Had to threaten to sue before anyone answered
See you in court
I reported this to the financial supervisory service
민원 넣을 수밖에 없네요
I won't hesitate to contact a lawyer
There is no choice but to sue
"""
NO_STEPS = """
민원실 직원이 친절했어요
민원 넣을 일이 없었어요
아무 민원 없이 끝났습니다
소송까지 안 가고 해결됐어요
소송 비용 특약이 있어서 다행이에요
정부24에서 민원서류를 떼야 했어요
뉴스에서 보고 가입했어요
빵이 고소하고 맛있었어요
불만 없습니다
No complaints at all
Sorted without a lawyer
I never had to file a complaint
The other driver is suing me and you covered it
The courtesy car was fine
I pressed the button and it worked
변호사 선임비 보험금이 잘 나왔어요
어제보니 입금됐네요
Sue was very helpful
Please report it to my handler
"""


@pytest.mark.parametrize("comment", STEPS.strip().splitlines())
def test_a_step_outside_is_heard(comment):
    assert speaks_of_complaint(comment)


@pytest.mark.parametrize("comment", NO_STEPS.strip().splitlines())
def test_a_word_of_the_kind_is_no_step(comment):
    assert not speaks_of_complaint(comment)
