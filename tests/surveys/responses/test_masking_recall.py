"""Measures masking on 2,000 sentences with made-up numbers; the seed keeps them the same."""

import random

import pytest

from surveys.responses.masking import LABELS, mask

SEED = 20250304
SENTENCES = 2000

CARRIERS = {
    "rrn": [
        "주민등록번호 {}로 조회해 주세요.",
        "제 주민번호는{}입니다",
        "My resident number is {}.",
    ],
    "card": ["{} 카드로 환불해 주세요", "I paid with {}, please check.", "결제 카드:{}"],
    "phone": [
        "{}로 전화 주세요.",
        "연락처는{}이고 저녁에 됩니다",
        "Please call me at {} after six.",
    ],
    "account": ["입금 계좌는 {}입니다", "국민은행 {} 홍길동", "Send it to my bank account {}."],
    "email": ["답변은 {}로 보내 주세요", "메일{}입니다.", "Write to {}, thank you"],
    "passport": ["여권번호 {} 확인 부탁드려요", "my passport {} was copied twice"],
    "licence": ["운전면허 {} 사본을 냈어요", "driver's licence {} attached"],
}
# Sentences with numbers that say nothing about a person.
INNOCENT = [
    "{year}-{month:02}-{day:02}에 접수했는데 {days}일이나 걸렸어요",
    "{year}.{month:02}.{day:02} 사고, {year}.{month:02}.{late:02} 지급",
    "{year}{month:02}{day:02}에 청구하고 {year}{month:02}{late:02}에 받았습니다",
    "{year}-{month:02}-{day:02} ~ {year}-{month:02}-{late:02} 동안 기다렸어요",
    "보험금 {amount:,}원이 입금됐어요",
    "은행으로 {amount}원만 들어왔습니다",
    "{amount:,}원 청구했는데 {less:,}원만 지급",
    "접수번호 {year}{month:02}{day:02}-{serial:06} 건입니다",
    "사고번호 {year}-{month:02}{day:02}-{serial:05} 어떻게 됐나요",
    "청구번호는 {year}{serial:08}이고 아직 심사 중",
    "증권번호 {policy} 로 보험금이 입금된다고 들었어요",
    "claim CLM-{year}-{serial:06} took {days} days",
    "case C{policy} is still open after {days} days",
    "1588-{four:04}로 전화했는데 {minutes}분 기다렸어요",
    "콜센터 1661-{four:04}, 1899 {four:04} 둘 다 안 받아요",
    "상담원 {minutes}명이 {days}일 동안 {month}번 전화했어요",
    "차량 {month:02}가 {four:04} 수리비 {amount:,}원",
    "It took {days} days and {minutes} minutes, 10/10 for {amount:,} won",
    "{year}년 {month}월 {day}일 오후 {month}시 {minutes}분",
    "우편번호 0{four:04}, 2{four:04}동 {minutes:04}호",
]


def digits(rng, n):
    return "".join(rng.choices("0123456789", k=n))


def make_rrn(rng):
    birth = f"{rng.randrange(100):02}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    gap = rng.choice(["-", "-", "", " ", " - ", "."])
    return birth + gap + digits(rng, 1) + rng.choice([digits(rng, 6), digits(rng, 6), "******"])


def make_card(rng):
    body = rng.choice(["4", "51", "356", "62", "9410"])
    body += digits(rng, 15 - len(body))
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in body[::2]]
    check = -(sum(doubled) + sum(map(int, body[1::2]))) % 10
    number = f"{body}{check}"
    return rng.choice(["", "-", " ", "."]).join(number[i : i + 4] for i in range(0, 16, 4))


def make_phone(rng):
    area = rng.choice(["010", "010", "010", "011", "016", "019", "02", "031", "051", "070", "0505"])
    local = f"{rng.randint(2, 9)}{digits(rng, rng.choice([2, 3]))}"
    if area == "010" and rng.random() < 0.2:
        return f"+82 10-{local}-{digits(rng, 4)}"
    if rng.random() < 0.1:
        return f"({area}) {local}-{digits(rng, 4)}"
    return rng.choice(["-", " ", ".", ""]).join([area, local, digits(rng, 4)])


def make_account(rng):
    shapes = [(3, 3, 6), (6, 2, 6), (4, 3, 6), (3, 4, 4, 2), (3, 6, 5), (4, 2, 7), (3, 2, 6)]
    groups = [f"{rng.randint(3, 9)}{digits(rng, n - 1)}" for n in rng.choice(shapes)]
    return rng.choice(["-", "-", "", " "]).join(groups)


def make_email(rng):
    name = rng.choice(["gildong", "hong.gd", "h_kim", "minsu+ins"]) + digits(rng, rng.randint(0, 4))
    return f"{name}@{rng.choice(['naver.com', 'mail.example.co.kr', 'gmail.com'])}"


def make_passport(rng):
    return "M" + digits(rng, 3) + rng.choice([*"ABCDEFG", digits(rng, 1)]) + digits(rng, 4)


def make_licence(rng):
    groups = [rng.choice(["11", "13", "26", "28"]), digits(rng, 2), digits(rng, 6), digits(rng, 2)]
    return rng.choice(["-", "-", " ", ""]).join(groups)


MAKERS = {
    "rrn": make_rrn,
    "card": make_card,
    "phone": make_phone,
    "account": make_account,
    "email": make_email,
    "passport": make_passport,
    "licence": make_licence,
}


def disguise(rng, number):
    """Write the number as some keyboards and some people do."""
    way = rng.random()
    if way < 0.1:
        return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in number)
    if way < 0.2:
        return number.replace("-", rng.choice(["－", "–", "ㅡ", "−"]))
    if way < 0.3:
        return number[:3] + rng.choice(["\u200b", "\u200d", "\ufeff"]) + number[3:]
    return number


def make_innocent(rng):
    numbers = {
        "year": rng.randint(2019, 2026),
        "month": rng.randint(1, 12),
        "day": rng.randint(1, 14),
        "late": rng.randint(15, 28),
        "days": rng.randint(1, 400),
        "minutes": rng.randint(10, 59),
        "amount": rng.randint(10, 50_000) * 1000,
        "less": rng.randint(1, 10) * 1000,
        "serial": rng.randrange(100_000),
        "policy": digits(rng, 11),
        "four": rng.randrange(10_000),
    }
    return rng.choice(INNOCENT).format(**numbers)


def make_sentences():
    """Triples of the kind (or None), the sentence, and what masking should leave of it."""
    rng = random.Random(SEED)
    for _ in range(SENTENCES):
        kind = rng.choice([*MAKERS, *[None] * len(MAKERS)])
        if kind is None:
            sentence = make_innocent(rng)
            yield kind, sentence, sentence
            continue
        carrier, before = rng.choice(CARRIERS[kind]), rng.choice(["", make_innocent(rng) + ". "])
        number = disguise(rng, MAKERS[kind](rng))
        yield kind, before + carrier.format(number), before + carrier.format(LABELS[kind])


@pytest.fixture(scope="module")
def outcomes():
    return [(kind, mask(text), expected) for kind, text, expected in make_sentences()]


@pytest.mark.parametrize("kind", MAKERS)
def test_nearly_every_number_is_masked(outcomes, kind):
    planted = [(masked, expected) for planted, masked, expected in outcomes if planted == kind]

    hits = sum(masked.text == expected for masked, expected in planted)

    assert hits / len(planted) >= (0.995 if kind in {"rrn", "card"} else 0.95)


@pytest.mark.parametrize("kind", MAKERS)
def test_nearly_everything_masked_is_a_number_of_that_kind(outcomes, kind):
    masked_as_it = sum(masked.found.get(kind, 0) for _, masked, _ in outcomes)
    rightly = sum(kind in masked.found for planted, masked, _ in outcomes if planted == kind)

    assert rightly / masked_as_it >= 0.95


def test_innocent_sentences_are_left_alone(outcomes):
    innocent = [(masked, expected) for kind, masked, expected in outcomes if kind is None]

    untouched = sum(masked.text == expected for masked, expected in innocent)

    assert untouched / len(innocent) >= 0.95


def test_masking_twice_changes_nothing(outcomes):
    for _, masked, _ in outcomes:
        assert mask(masked.text).text == masked.text
