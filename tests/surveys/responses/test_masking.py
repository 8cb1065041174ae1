import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.responses.masking import Masked, mask

LONGEST_COMMENT = 4000


@pytest.mark.parametrize(
    "number",
    [
        "900101-1234567",
        "9001011234567",
        "900101 1234567",
        "900101 - 1234567",
        "９００１０１－１２３４５６７",
        "900101ㅡ1234567",
        "900101-\u200b1234567",
        "900101-\u202e1234567",
        "000229-0234567",
        "900101-9234567",
        "900101-1******",
        "900101-12*****",
        "900101-1○○○○○○",
        "900101-1######",
        "900101-123••••",
        "900101-1＊＊＊＊＊＊",
    ],
)
def test_a_resident_number_is_masked_in_every_spelling(number):
    assert mask(f"주민번호는{number}입니다") == Masked("주민번호는[주민번호]입니다", {"rrn": 1})


@pytest.mark.parametrize("number", ["901301-1234567", "900230-1234567", "900431-1234567"])
def test_no_resident_number_begins_with_a_day_that_does_not_exist(number):
    assert mask(number).found == {}


@pytest.mark.parametrize(
    "number",
    [
        "010-1234-5678",
        "01012345678",
        "010 1234 5678",
        "010.1234.5678",
        "011-123-4567",
        "+82 10-1234-5678",
        "+82-(0)10-1234-5678",
        "02-123-4567",
        "(031) 123-4567",
        "070-1234-5678",
        "0️⃣1️⃣0️⃣-1234-5678",
        "٠١٠-١٢٣٤-٥٦٧٨",
        "010/1234/5678",
        "010·1234·5678",
        "O1O-1234-5678",
        "공일공 1234 5678",
        "공일공-일이삼사-오육칠팔",
        "010_1234_5678",
    ],
)
def test_a_phone_number_is_masked_in_every_spelling(number):
    assert mask(f"{number}로 전화 주세요") == Masked("[전화]로 전화 주세요", {"phone": 1})


@pytest.mark.parametrize("number", ["1588-1234", "1661 1234", "18991234", "080-123-4567"])
def test_service_numbers_are_no_ones_own(number):
    assert mask(f"{number}로 전화했어요").found == {}


def test_a_card_is_masked_if_its_check_digit_is_right():
    assert mask("4111-1111-1111-1111").text == "[카드]"
    assert mask("4111-1111-1111-1112").found == {}


@pytest.mark.parametrize(
    "number",
    [
        *("378282246310005", "3782 822463 10005", "3056-930902-5904"),
        *("4111/1111/1111/1111", "4111·1111·1111·1111"),
    ],
)
def test_cards_of_other_lengths_are_masked(number):
    assert mask(number).found == {"card": 1}


def test_a_card_is_found_behind_digits_that_are_not_part_of_it():
    assert mask("카드 4000 4111 1111 1111 1111").text == "카드 4000 [카드]"


@pytest.mark.parametrize(
    "number",
    ["110-123-456789", "301-0123-4567-81", "123456-01-123456", "839 - 185678 - 01 - 514"],
)
def test_an_account_with_hyphens_is_masked_anywhere(number):
    assert mask(f"{number} 홍길동").text == "[계좌] 홍길동"


@pytest.mark.parametrize("number", ["3333.24.0486843", "110 504 198706", "110.504.198706"])
def test_an_account_near_its_word_is_masked_in_every_spelling(number):
    assert mask(f"계좌는 {number}로 해 주세요").text == "계좌는 [계좌]로 해 주세요"
    assert mask(f"{number}로 해 주세요").found == {}


@pytest.mark.parametrize(
    "number", ["송장 6373-0551-9248", "등기번호 6771-5836-7872", "ISBN 978-89-0675"]
)
def test_numbers_of_parcels_are_no_accounts(number):
    assert mask(f"{number} 반송됐어요").found == {}


@pytest.mark.parametrize("name", ["영수증 번호", "청약번호는", "대출 번호:", "Receipt number"])
def test_a_number_that_is_named_as_something_else_is_no_account(name):
    assert mask(f"{name} 7000-0384-7291 확인해 주세요").found == {}


@pytest.mark.parametrize("name", ["이 번호", "아래 번호", "제 계좌번호는", "입금 받을 계좌 번호:"])
def test_a_number_that_is_named_an_account_is_masked(name):
    assert mask(f"{name} 110-123-456789 로 주세요").found == {"account": 1}


@pytest.mark.parametrize(
    "address", ["hong(at)naver.com", "hong골뱅이naver.com", "hong @ naver.com", "hong＠naver.com"]
)
def test_an_address_is_masked_in_every_spelling(address):
    assert mask(f"메일은 {address}로요").text == "메일은 [이메일]로요"


def test_a_name_in_a_messenger_is_no_address():
    assert mask("Follow-up via @insu.talk was quick").found == {}


@pytest.mark.parametrize(
    "number", ["울산08-363908-28", "경기북부 79-217456-60", "대구-87-337160-24", "26-97-278267-79"]
)
def test_a_licence_with_its_region_is_masked_anywhere(number):
    assert mask(f"{number} 확인해 주세요").text == "[면허] 확인해 주세요"


@pytest.mark.parametrize("number", ["M-78948621", "M 17822083", "S892X9945"])
def test_a_passport_near_its_word_is_masked_in_every_spelling(number):
    assert mask(f"여권번호 {number} 맞나요").text == "여권번호 [여권] 맞나요"
    assert mask(f"모델 {number} 맞나요").found == {}


@pytest.mark.parametrize("sentence", ["계좌 {}", "{} 은행", "입금: {}", "bank account {}"])
def test_an_account_without_hyphens_is_masked_beside_its_word(sentence):
    assert mask(sentence.format("110123456789")).found == {"account": 1}
    assert mask("110123456789").found == {}


@pytest.mark.parametrize(("number", "count"), [("1" * 9, 0), ("1" * 10, 1), ("1" * 15, 0)])
def test_an_account_has_ten_to_fourteen_digits(number, count):
    assert mask(f"계좌 {number}").found.get("account", 0) == count


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("hong.gd+1@mail.example.co.kr로", "[이메일]로"),
        ("메일은hong＠naver.com.", "메일은[이메일]."),
        ("hong @ naver.com", "[이메일]"),
        ("01012345678@naver.com", "[이메일]"),
    ],
)
def test_an_address_is_masked_whole(text, masked):
    assert mask(text) == Masked(masked, {"email": 1})


@pytest.mark.parametrize("text", ["M12345678", "m123A4567", "여권 AB1234567", "PASSPORT S12345678"])
def test_a_passport_is_masked(text):
    assert mask(text).found == {"passport": 1}


@pytest.mark.parametrize(
    "text", ["11-22-333333-44", "면허 112233333344", "licence 11 22 333333 44"]
)
def test_a_licence_is_masked(text):
    assert mask(text).found == {"licence": 1}


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-04",
        "2025.03.04 ~ 2025.03.10",
        "1,250,000원",
        "은행에 1250000000원",
        "250304 1250000원",
        "10일 3시간, 30분",
        "접수번호 20250304-000123",
        "사고번호 2025-0304-12345",
        "계좌 말고 접수번호 2025030412",
        "C4200000003",
        "2023-2024-2025",
        "hong@naver",
        "",
    ],
)
def test_dates_amounts_and_case_numbers_stay(text):
    assert mask(text) == Masked(text, {})


def test_each_kind_is_counted_and_the_rest_of_the_text_is_untouched():
    masked = mask("ＡＢ é\u200b 010-1234-5678, 010-8765-4321, a@b.kr \u202e끝")

    assert masked == Masked(
        "ＡＢ é\u200b [전화], [전화], [이메일] \u202e끝", {"phone": 2, "email": 1}
    )


def test_words_are_known_when_written_letter_by_letter():
    assert mask("\u1100\u1168\u110c\u116a 110123456789").found == {"account": 1}


def test_of_two_readings_the_longer_one_counts():
    assert mask("110-010-1234567").found == {"account": 1}


def test_a_number_that_comes_near_its_word_is_masked_too():
    text = "계좌 010-1234-5678 010-8765-4321 110123456789"

    assert mask(text).text == "계좌 [전화] [전화] [계좌]"


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1-",
        "12 ",
        "a",
        "a@",
        "a.",
        "@a.",
        "M123",
        "(010",
        "900101-",
        "4111 ",
        "계좌1234567890",
    ],
)
def test_a_hostile_comment_comes_back_and_stays_as_it_is(piece):
    hostile = (piece * LONGEST_COMMENT)[:LONGEST_COMMENT]

    once = mask(hostile)

    assert mask(once.text) == Masked(once.text, {})


@given(st.text(alphabet="0123456789-. @aM계좌[]\u200b０", max_size=80))
def test_masking_twice_changes_nothing(text):
    once = mask(text)

    assert mask(once.text) == Masked(once.text, {})


@given(st.text())
def test_every_text_can_be_masked(text):
    assert isinstance(mask(text).text, str)
