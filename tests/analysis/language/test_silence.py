import pytest

from analysis.language.silence import all_say_nothing, says_nothing

NOTHING = (
    "없음|없습니다|없어요.|특별히 없음|딱히 없습니다|해당사항 없음|의견 없음|하고 싶은 말 없음|.|"
    "...|-|n/a|N/A|none|None.|no comment|No comments|nothing|ㅇㅇ|ㅋㅋㅋ|ㄴㄴ|010-1234-5678|[전화]|"
    "[전화] [이름]|12345|네|x|없음ㅋㅋ|Nothing to add| |쓸 말 없어요|할 말 읎슈|별 의견 없슴다|"
    "N/A 없음|<br><br>|답변 생략합니다|노코멘트요|그런 거 없습니다 수고하세요|몰러|"
    "I have no opinion.|nothing to write|see above|asdf|no further comments thanks"
)
SOMETHING = (
    "없어서 좋았어요|좋아요|ㅠㅠ 너무 늦어요|ㅠㅠ|흠잡을 데 없음|불만 없음|불편한 점 없음|"
    "연락 없음|👍|no complaints|No one called me|nothing but trouble|빠름|별로|답이 없다|"
    "no response at all from the handler|nothing went wrong|no delay|no idea what they do|"
    "할 말이 없게 만드네요|모르겠어요 왜 깎였는지|답변이 없어요 벌써 한 달째|<b>빠름</b>|"
    "설명이 없음|네 좋아요|연락처는 [전화] 빨리 주세요|good|no help at all"
)


@pytest.mark.parametrize("text", NOTHING.split("|"))
def test_fillers_say_nothing(text):
    assert says_nothing(text)


@pytest.mark.parametrize("text", SOMETHING.split("|"))
def test_a_short_opinion_is_still_an_opinion(text):
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text", ["없움", "ㅇ벗음", "nothng", "생각나는게 없네여", "djqtdma", "skip pls"]
)
def test_a_filler_that_no_rule_foresaw_is_learned(text):
    assert says_nothing(text)


def test_a_long_comment_is_never_silenced_by_what_was_learned():
    text = "없습니다라고 쓰려다가 씁니다. 담당자 연락이 한 달째 없습니다. 아무 말도 없습니다"

    assert not says_nothing(text)


def test_many_at_once_are_told_as_each_alone():
    texts = ["없음", "좋아요", "", "👍", "nothng", "no reply"]

    assert all_say_nothing(texts) == [True, False, True, False, True, False]
