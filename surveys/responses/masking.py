"""Takes personal numbers out of what people write, before it is stored anywhere.

Every pattern is bounded, so that no text can make the search slow. A number is looked for in a
plain copy of the text (see `shadow`) and replaced in the text itself.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from surveys.responses.shadow import Shadow, cast_shadow

LABELS = {
    "rrn": "[주민번호]",
    "licence": "[면허]",
    "card": "[카드]",
    "phone": "[전화]",
    "passport": "[여권]",
    "email": "[이메일]",
    "account": "[계좌]",
}
# Of two readings of equal length the kind that stands first in the labels wins.
PRIORITY = list(LABELS)

# Six digits that are a day: two of the year, then a month and a day that it has.
BIRTH_DAY = (
    r"[0-9]{2}(?:(?:0[13578]|1[02])(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)(?:0[1-9]|[12][0-9]|30)|02(?:0[1-9]|[12][0-9]))"
)
# Since October 2020 the last digits are random: no checksum could clear a match. With only a space
# in the middle it may also be a date and an amount, so 원 must not follow. Some write the last ones
# as stars.
STAR = "[*xX#●○•]"
LAST_SIX = rf"(?:[0-9]{{6}}(?![0-9])|(?=[0-9]*{STAR})(?:[0-9]|{STAR}){{6}})"
RRN = re.compile(
    rf"(?<![0-9])(?=({BIRTH_DAY}"
    rf"(?: {{0,2}}[-./_·] {{0,2}}[0-9]{LAST_SIX}|[0-9]{LAST_SIX}"
    rf"| {{1,3}}[0-9]{LAST_SIX}(?!원))))"
)

GAP = r"[ .()/·_-]{0,3}"
SPELLED = "[0-9공영일이삼사오육칠팔구]"
# Mobile numbers, numbers of regions, of the internet and personal ones; all begin with 0, which
# falls away after the country code. Service numbers (15xx, 16xx, 18xx, 080) are no one's own. Some
# spell 010 in letters, to be cleverer than machines.
PHONE = re.compile(
    rf"(?<![0-9])(?=((?:(?:(?:\+ ?82|82[ -]){GAP}0?{GAP}|\(?0)"
    rf"(?:1[016789]|2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50[0-9]?)|[0Oo]1[0Oo])"
    rf"{GAP}[0-9]{{3,4}}{GAP}[0-9]{{4}}"
    rf"|공일공{GAP}{SPELLED}{{3,4}}{GAP}{SPELLED}{{4}})(?![0-9]))"
)

CARD_GAP = r"[ ./·-]{0,3}"
# Sixteen digits in fours, American Express and Diners, UnionPay up to nineteen digits. Years do
# not open a card number, so that numbers of cases pass.
CARD = re.compile(
    rf"(?<![0-9])(?=((?:[4-69][0-9]{{3}}|3[0-9]{{3}}|2[2-7][0-9]{{2}})(?:{CARD_GAP}[0-9]{{4}}){{3}}"
    rf"|3[4-9][0-9]{{2}}{CARD_GAP}[0-9]{{6}}{CARD_GAP}[0-9]{{4,5}}"
    rf"|30[0-9]{{2}}{CARD_GAP}[0-9]{{6}}{CARD_GAP}[0-9]{{4}}"
    r"|62[0-9]{15,17})(?![0-9]))"
)

EMAIL = re.compile(
    r"([A-Za-z0-9._%+-]{1,64}(?:@| @ | ?(?:\(at\)|\[at\]|골뱅이) ?)"
    r"(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![A-Za-z0-9])",
    re.IGNORECASE,
)

# A passport of today (M123A4567) or of before (M12345678); other letters only beside the word.
PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])(?=([A-Za-z]{1,2}[ -]?[0-9]{3}[A-Za-z0-9][0-9]{3,4})(?![0-9]))"
)
KOREAN_PASSPORT = re.compile(r"[Mm][0-9]{3}[A-Za-z0-9][0-9]{4}")
PASSPORT_WORD = re.compile(r"여권(?!\])|passport", re.IGNORECASE)

# Region, year, number, check; the region by its number, or beside the word in any spelling.
LICENCE_GAP = r"[ .-]{0,3}"
LICENCE_REGION = (
    r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기(?:[남북]부)?|강원|[충전][남북]|경[남북]|제주)"
)
LICENCE = re.compile(
    rf"(?<![0-9-])(?=((?:{LICENCE_REGION}{LICENCE_GAP}|[0-9]{{2}}{LICENCE_GAP})?"
    rf"[0-9]{{2}}{LICENCE_GAP}[0-9]{{6}}{LICENCE_GAP}[0-9]{{2}})(?![0-9-]))"
)
FULL_LICENCE = re.compile(
    rf"(?:(?:1[1-9]|2[0-8])-|{LICENCE_REGION}{LICENCE_GAP})[0-9]{{2}}-[0-9]{{6}}-[0-9]{{2}}"
)
LICENCE_WORD = re.compile(r"면허(?!\])|licen[cs]e", re.IGNORECASE)

# An account in one piece, or with one kind of gap between its groups.
ACCOUNT = re.compile(
    r"(?<![A-Za-z0-9.,-])(?=([0-9]{10,14}(?![0-9-])"
    r"|[0-9]{1,8}(?:-[0-9]{1,8}){1,4}(?![0-9-])"
    r"|[0-9]{1,8}(?: - [0-9]{1,8}){1,4}(?![0-9-])"
    r"|[0-9]{2,8}(?:\.[0-9]{2,8}){1,4}(?![0-9-])"
    r"|[0-9]{2,8}(?: [0-9]{2,8}){1,4}(?![0-9-])))"
)
ACCOUNT_DIGITS = range(10, 15)
# Amounts, and groups that open with a year or a free service number, are no accounts.
AMOUNT_END = re.compile(r" ?[십백천만억]{0,2} ?(?:원|won|krw)", re.IGNORECASE)
NO_ACCOUNT = re.compile(r"(?:19|20)[0-9]{2}-|(?:19|20)[0-9]{6}[ -]|(?:19|20)[0-9]{2} |080-")
ACCOUNT_WORD = re.compile(
    r"계좌(?!\])|은행|입금|통장|송금|이체|예금|뱅크|농협|신협|금고|account|bank|deposit"
    r"|shinhan|kookmin|woori|nonghyup",
    re.IGNORECASE,
)
# What is said right before a number that belongs to a case.
CASE_WORD = re.compile(
    r"(?:(?:접수|사고|청구|민원|처리|심사|보험|계약) ?건"
    r"|(?<![가-힣])(?![가-힣]{0,6}(?:주민|외국인|전화|연락|폰|카드|계좌|통장|은행|여권|면허|아래|다음))"
    r"[가-힣]{2,8} ?번호"
    r"|(?:운?송장|등기|소포|택배)|isbn"
    r"|(?:claim|case|policy|reference|ticket|order|tracking|parcel|receipt|invoice|registration|loan)"
    r"(?: ?(?:no\.?|number|id|#))?)"
    r"[은는이가:# ]{0,3}(?:is )?[A-Za-z-]{0,4}$",
    re.IGNORECASE,
)
# How far a word may stand from its number, in characters.
REACH_BEFORE = 30
REACH_AFTER = 24


@dataclass(frozen=True)
class Masked:
    """A text without personal numbers, and how many of each kind were in it."""

    text: str
    found: dict[str, int]


class Finding(NamedTuple):
    kind: str
    start: int
    end: int


def mask(text: str) -> Masked:
    """Replace personal numbers and addresses in `text` by what they were, such as `[전화]`.

    `found` counts them by kind: rrn, phone, card, account, email, passport, licence; a kind that
    does not occur is left out. Numbers themselves are not kept. Masking twice changes nothing:
    the search is repeated, because a number can come to light when its neighbour is gone.
    """
    found: Counter[str] = Counter()
    while findings := _longest_first(cast_shadow(text)):
        found.update(finding.kind for finding in findings)
        text = _replace(text, findings)
    return Masked(text, dict(found))


def _longest_first(shadow: Shadow) -> list[Finding]:
    """What is in the text, by place in the original; of two that overlap the longer one."""
    candidates = sorted(
        _candidates(shadow.text), key=lambda f: (f.start - f.end, PRIORITY.index(f.kind), f.start)
    )
    taken: list[Finding] = []
    for kind, start, end in candidates:
        first, last = shadow.span_in_original(start, end)
        if all(last <= other.start or other.end <= first for other in taken):
            taken.append(Finding(kind, first, last))
    return sorted(taken, key=lambda finding: finding.start)


def _replace(text: str, findings: list[Finding]) -> str:
    pieces = []
    position = 0
    for kind, start, end in findings:
        pieces += [text[position:start], LABELS[kind]]
        position = end
    return "".join([*pieces, text[position:]])


def _candidates(plain: str) -> Iterator[Finding]:
    for kind, (pattern, is_one) in SEARCHES.items():
        for match in pattern.finditer(plain):
            start, end = match.span(1)
            if is_one(plain, start, end):
                yield Finding(kind, start, end)


def _as_it_stands(plain: str, start: int, end: int) -> bool:
    return True


def _passes_luhn(plain: str, start: int, end: int) -> bool:
    digits = [int(character) for character in reversed(plain[start:end]) if character.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _is_passport(plain: str, start: int, end: int) -> bool:
    if _is_near(PASSPORT_WORD, plain, start, end):
        return True
    is_case = _is_case(plain, start)
    return KOREAN_PASSPORT.fullmatch(plain[start:end]) is not None and not is_case


def _is_licence(plain: str, start: int, end: int) -> bool:
    if FULL_LICENCE.fullmatch(plain[start:end]):
        return True
    return _is_near(LICENCE_WORD, plain, start, end) and not _is_case(plain, start)


def _is_account(plain: str, start: int, end: int) -> bool:
    number = plain[start:end]
    if sum(character.isdigit() for character in number) not in ACCOUNT_DIGITS:
        return False
    if AMOUNT_END.match(plain, end) or NO_ACCOUNT.match(number):
        return False
    if _is_case(plain, start):
        return False
    return number.count("-") > 1 or _is_near(ACCOUNT_WORD, plain, start, end)


def _is_case(plain: str, start: int) -> bool:
    return CASE_WORD.search(plain[max(0, start - REACH_BEFORE) : start]) is not None


def _is_near(word: re.Pattern[str], plain: str, start: int, end: int) -> bool:
    before = plain[max(0, start - REACH_BEFORE) : start]
    return bool(word.search(before) or word.search(plain[end : end + REACH_AFTER]))


SEARCHES: dict[str, tuple[re.Pattern[str], Callable[[str, int, int], bool]]] = {
    "rrn": (RRN, _as_it_stands),
    "licence": (LICENCE, _is_licence),
    "card": (CARD, _passes_luhn),
    "phone": (PHONE, _as_it_stands),
    "passport": (PASSPORT, _is_passport),
    "email": (EMAIL, _as_it_stands),
    "account": (ACCOUNT, _is_account),
}
