"""A telephone number that somebody typed, in one shape."""

import re
import unicodedata

from surveys.errors import BadInput

LONGEST_PHONE = 20
BETWEEN_GROUPS = re.compile(r"[\s()./·‐-―−-]+")
# With its area code, or with a plus and the country's: at most fifteen digits (E.164). What has
# more is no telephone number, and may be a resident number.
NUMBER = re.compile(r"0[0-9]{8,11}|\+[0-9]{8,15}")


def clean_phone(value: str) -> str:
    """The number with hyphens between its groups; raises BadInput for what can be no number."""
    typed = unicodedata.normalize("NFKC", value).replace("+ ", "+")
    groups = [group for group in BETWEEN_GROUPS.split(typed) if group]
    digits = "".join(groups)
    if not NUMBER.fullmatch(digits):
        example = "010-1234-5678"
        raise BadInput("call_back_phone", f"must be a number with its area code, like {example}")
    number = "-".join(groups)
    return number if len(number) <= LONGEST_PHONE else digits
