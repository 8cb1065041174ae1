"""Recognises comments that hold no opinion, only something to fill the box."""

import re
import unicodedata

# What masking leaves in place of a phone number, a name, a card: "[전화]", "[phone]".
MASK_MARK = re.compile(r"\[[^\[\]\d]{1,12}\]")

# Laughter and nods typed in single Korean consonants. Tears (ㅠㅠ) do say something.
BARE_CONSONANTS = re.compile(r"[ㄱ-ㅎ]+")

NOTHING_KO = re.compile(
    r"(?:아무|아무것도|특별히|딱히|별로|별다른|별도|그다지|전혀|현재|아직|달리|더|따로|추가|기타|그냥)*"
    r"(?:해당|해당사항|특이사항|의견|건의|건의사항|요청|요청사항|사항|내용|할말|드릴말씀|하고싶은말|"
    r"남길말|바라는점|추가의견|기타의견|답변|코멘트|것)?(?:은|는|이|도)?"
    r"(?:(?:없(?:음|습니다|슴|어요|네요|다|어|네|습니당|음요|는데요|읍니다|습니다만))|(?:x|무))"
)

# Whole comments, without spaces and signs.
FILLER_WORDS = """
무 네 넵 넹 예 응 음 흠 아니요 아니오 모름 모르겠음 모르겠어요 모르겠습니다
몰라요 몰라 글쎄요 패스 노코멘트 무응답 테스트 비밀 생략 없
na nil no none non
nothing nope nah yes yep pass skip test null nan x xx xxx idk notapplicable nocomment nocomments
nothingtoadd nothingtosay nothingelse nothingmore noanswer noopinion nofeedback nofurthercomment
nofurthercomments noadditionalcomments nothingatall nothinginparticular nothingspecial dontknow
idontknow nothingcomestomind nonewhatsoever noneatall nosuggestions noresponse notreally nothank
nothanks
"""
FILLERS = frozenset(FILLER_WORDS.split())


def says_nothing(text: str) -> bool:
    """Tell whether a comment only fills the box: "없음", ".", "n/a", a bare phone number."""
    unmasked = MASK_MARK.sub("", unicodedata.normalize("NFC", text)).lower()
    if any(_is_picture(sign) for sign in unmasked):
        return False
    letters = "".join(sign for sign in unmasked if sign.isalpha())
    if not letters or BARE_CONSONANTS.fullmatch(letters):
        return True
    letters = BARE_CONSONANTS.sub("", letters)
    return letters in FILLERS or NOTHING_KO.fullmatch(letters) is not None


def _is_picture(sign: str) -> bool:
    """Emoji and hearts speak: 👍 alone is an opinion."""
    return unicodedata.category(sign) == "So"
