"""Recognises comments that hold no opinion, only something to fill the box."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.language.features import hashes_of
from analysis.language.labels import Label
from analysis.language.weights import Found, probabilities, weights_of
from analysis.language.words import written_words

# The model of what says nothing, one for all languages.
SILENCE = "silence"

# What masking leaves in place of a phone number, a name, a card: "[전화]", "[phone]".
MASK_MARK = re.compile(r"\[[^\[\]\d]{1,12}\]")

# Laughter and nods typed in single Korean consonants. Tears (ㅠㅠ) do say something.
BARE_CONSONANTS = re.compile(r"[ㄱ-ㅎ]+")

# Markup that a form or a mail left behind, without any word in it.
MARKUP = re.compile(r"<[^<>]{0,60}>|&[a-z]{2,8};")

NOTHING_KO = re.compile(
    r"(?:아무|아무것도|특별히|특별한|딱히|별|별로|별다른|별도|그다지|전혀|현재|아직|달리|더|더이상|따로|"
    r"추가|기타|그냥|굳이|뭐)*"
    r"(?:해당|해당사항|특이사항|의견|건의|건의사항|요청|요청사항|사항|내용|코멘트|것|거|게|그런거|그런것|"
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
NO_REPLY = re.compile(r"no(?:answers?|response|idea)")
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
nothingtoadd nothingtosay nothingelse nothingmore noopinion nofeedback nofurthercomment
nofurthercomments noadditionalcomments nothingatall nothinginparticular nothingspecial dontknow
idontknow nothingcomestomind nonewhatsoever noneatall nosuggestions notreally nothank
nothanks seeabove asabove sameasabove sameasbefore asdf asdfasdf qwerty lorem test testing
"""
FILLERS = frozenset(FILLER_WORDS.split())


# Nobody needs more letters to say nothing.
LONGEST = 40
# Where a model finds it less likely, an opinion is not to be lost.
SURE = 0.75


def says_nothing(text: str) -> bool:
    """Tell whether a comment only fills the box: "없음", ".", "n/a", a bare phone number."""
    return all_say_nothing([text])[0]


def all_say_nothing(texts: Sequence[str]) -> list[bool]:
    """The same of many at once: by the rules here, and of short ones by what a model learned."""
    bare = [bare_text(text) for text in texts]
    silent = [not _shows(text) and _is_filler(text) for text in bare]
    open_ = [
        place
        for place, text in enumerate(bare)
        if not silent[place] and not _shows(text) and len(letters_of(text)) <= LONGEST
    ]
    if open_:
        shares = silence_shares([bare[place] for place in open_])
        for place, share in zip(open_, shares, strict=True):
            silent[place] = bool(share >= SURE)
    return silent


def silence_shares(bare: Sequence[str]) -> NDArray[np.float32]:
    """How likely each text says nothing, to a model of its letters and words."""
    head = weights_of(SILENCE).heads[SILENCE]
    grams = head.grams(len(bare), found_in(bare))
    shares: NDArray[np.float32] = probabilities(
        head.scores(grams, np.zeros((len(bare), 0), np.float32))
    )[:, head.classes.index(Label.NOT_SCORED)]
    return shares


def found_in(bare: Sequence[str]) -> Found:
    """The n-grams by which silence is told, in any language and without morphology."""
    return hashes_of(bare, [written_words(text) for text in bare])


def bare_text(text: str) -> str:
    """In lower case, without the marks of masking and without markup."""
    return MARKUP.sub(" ", MASK_MARK.sub(" ", unicodedata.normalize("NFC", text).lower()))


def letters_of(text: str) -> str:
    return "".join(sign for sign in text if sign.isalpha())


def _shows(text: str) -> bool:
    """Emoji and hearts speak: 👍 alone is an opinion."""
    return any(unicodedata.category(sign) == "So" for sign in set(text))


def _is_filler(text: str) -> bool:
    return _fills(text) or all(_fills(part) for part in text.split())


def _fills(text: str) -> bool:
    letters = letters_of(text)
    if not letters or BARE_CONSONANTS.fullmatch(letters):
        return True
    letters = BARE_CONSONANTS.sub("", letters)
    if letters in FILLERS or NOTHING_KO.fullmatch(letters) or SHORT_KO.fullmatch(letters):
        return True
    return NOTHING_EN.fullmatch(letters) is not None and not NO_REPLY.fullmatch(letters)
