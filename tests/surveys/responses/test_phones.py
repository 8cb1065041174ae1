import pytest

from surveys.errors import BadInput
from surveys.responses.phones import LONGEST_PHONE, clean_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("010-1234-5678", "010-1234-5678"),
        ("01012345678", "01012345678"),
        (" 010 1234 5678\n", "010-1234-5678"),
        ("010.1234.5678", "010-1234-5678"),
        ("０１０－１２３４－５６７８", "010-1234-5678"),
        ("010–1234–5678", "010-1234-5678"),
        ("(02) 123-4567", "02-123-4567"),
        ("0502-1234-5678", "0502-1234-5678"),
        ("+82 10-1234-5678", "+82-10-1234-5678"),
        ("+ 1 (415) 555-2671", "+1-415-555-2671"),
        ("+1-2-3-4-5-6-7-8-9-0-1-2", "+123456789012"),
    ],
)
def test_a_number_is_kept_with_hyphens_between_its_groups(typed, kept):
    assert clean_phone(typed) == kept
    assert clean_phone(kept) == kept
    assert len(kept) <= LONGEST_PHONE


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "-", "+", "call me", "010-1234", "1588-0000", "1012345678", "010-1234-567a"),
        # A resident number, also of somebody born in 2005, and a card.
        *("880101-1234568", "050101-3123456", "4111 1111 1111 1111"),
        *(
            "+1234567",
            "+1234567890123456",
            "0101234567890",
            "010\x001234 5678",
            "\ud800",
            "٠١٠١٢٣٤٥٦٧٨",
        ),
    ],
)
def test_what_is_no_telephone_number_is_refused_by_its_field(typed):
    with pytest.raises(BadInput) as refused:
        clean_phone(typed)

    assert refused.value.field == "call_back_phone"
