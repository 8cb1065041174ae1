"""Recognises comments that hold no opinion, only something to fill the box."""

import re
import unicodedata

# What masking leaves in place of a phone number, a name, a card: "[전화]", "[phone]".
MASK_MARK = re.compile(r"\[[^\[\]\d]{1,12}\]")

# Laughter and nods typed in single Korean consonants. Tears (ㅠㅠ) do say something.
BARE_CONSONANTS = re.compile(r"[ㄱ-ㅎ]+")

# Markup that a form or a mail left behind, without any word in it.
MARKUP = re.compile(r"<[^<>]{0,60}>|&[a-z]{2,8};")

NOTHING_KO = re.compile(
    r"(?:아무|아무것도|특별히|특별한|딱히|별|별로|별다른|별도|그다지|전혀|현재|아직|달리|더|더이상|따로|"
    r"추가|기타|그냥|굳이|뭐)*"
    r"(?:해당|해당사항|특이사항|의견|건의|건의사항|요청|요청사항|사항|내용|답변|코멘트|것|거|게|그런거|그런것|"
    r"(?:할|쓸|적을|남길|드릴|하고싶은|바라는|생각나는|덧붙일)(?:말|말씀|의견|이야기|얘기|내용|것|거|게|점)|"
    r"추가의견|기타의견)?(?:은|는|이|도)?"
    r"(?:[없읎](?:음|습니다|슴|슴다|슴니다|어요|어|네요|네|다|어유|슈|수다|습니당|음요|는데요|읍니다|습니다만)|(?:x|무))"
    r"(?:수고하세요|수고하십시오|수고하셨습니다|감사합니다|고맙습니다)?"
)
NOTHING_EN = re.compile(
    r"(?:i(?:have|vegot|dohave)|thereis|theres|got)?(?:really)?"
    r"no(?:thing|real|particular|further|additional|other|more|special)*"
    r"(?:opinions?|comments?|suggestions?|feedback|remarks?|ideas?|answers?|response)?"
    r"(?:to(?:say|add|write|report|share|comment|mention|declare))?(?:atall|really|here|thanks|thankyou)?"
)
# "No answer" and "no response" alone may be what is complained of.
NO_REPLY = re.compile(r"no(?:answers?|response|thingreally|idea)")
SHORT_KO = re.compile(
    r"(?:답변)?(?:은|는)?(?:생략|패스|스킵|노코멘트|무응답|비밀|모르겠|몰라|몰러|몰루|글쎄)"
    r"(?:음|요|유|다|슈|어요|습니다|합니다|해요|할게요|할께요|하겠습니다|입니다|이요)*"
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
nothanks seeabove asabove sameasabove sameasbefore asdf asdfasdf qwerty lorem test testing
"""
FILLERS = frozenset(FILLER_WORDS.split())


def says_nothing(text: str) -> bool:
    """Tell whether a comment only fills the box: "없음", ".", "n/a", a bare phone number."""
    bare = MARKUP.sub(" ", MASK_MARK.sub(" ", unicodedata.normalize("NFC", text).lower()))
    if any(_is_picture(sign) for sign in set(bare)):
        return False
    return _fills(bare) or all(_fills(part) for part in bare.split())


def _fills(text: str) -> bool:
    letters = "".join(sign for sign in text if sign.isalpha())
    if not letters or BARE_CONSONANTS.fullmatch(letters):
        return True
    letters = BARE_CONSONANTS.sub("", letters)
    if letters in FILLERS or NOTHING_KO.fullmatch(letters) or SHORT_KO.fullmatch(letters):
        return True
    return NOTHING_EN.fullmatch(letters) is not None and not NO_REPLY.fullmatch(letters)


def _is_picture(sign: str) -> bool:
    """Emoji and hearts speak: 👍 alone is an opinion."""
    return unicodedata.category(sign) == "So"
