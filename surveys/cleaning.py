"""Brings text from outside into one shape, or refuses it by the name of its field."""

import re
import unicodedata

from surveys.errors import BadInput

LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85]")
# Control characters but tab and newline, and the signs that turn the direction of a line: with
# them a name could rearrange what stands beside it on a page.
UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
WHITE_SPACE = re.compile(r"\s+")


def clean_text(value: str, field: str, limit: int) -> str:
    """Return `value` in NFC, stripped, with newlines and tabs but no other control characters.

    Line ends become newlines. Raises BadInput, naming `field`, for a lone surrogate, which no
    database and no mail can hold, and for more than `limit` characters after cleaning.
    """
    if LONE_SURROGATE.search(value):
        raise BadInput(field, "holds half a character (a lone surrogate); send whole ones in UTF-8")
    text = UNWANTED.sub("", LINE_ENDS.sub("\n", value))
    text = unicodedata.normalize("NFC", text).strip()
    if len(text) > limit:
        raise BadInput(field, f"at most {limit} characters, not {len(text)}")
    return text


def clean_line(value: str, field: str, limit: int) -> str:
    """Clean as `clean_text` does, with every run of white space made one space, as for names."""
    line = WHITE_SPACE.sub(" ", UNWANTED.sub("", LINE_ENDS.sub("\n", value)))
    return clean_text(line, field, limit)
