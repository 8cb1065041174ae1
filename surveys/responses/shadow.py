"""A plain copy of a text to search in: one look for every digit, dash and space."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# A character with the Korean vowels and finals that may be written after it, one by one.
CLUSTER = re.compile(r"[\s\S][\u1160-\u11ff]{0,2}")

# Format characters (zero width, direction), marks and enclosing marks: invisible, or decoration.
DROPPED_CATEGORIES = {"Cf", "Mn", "Me"}

# Written as dashes, though not all of them are: the Korean vowel, the Japanese length sign, minus,
# and lines of the box drawings.
DASHES = set("ㅡ\u1173ー−─━―")
# The wave dash stands between two dates, not inside a number.
WAVE_DASH = "\u301c"


class Shadow(NamedTuple):
    """A plain copy of a text, and where each of its characters stands in the original."""

    text: str
    # One more than there are characters: the last is the length of the original.
    origins: list[int]

    def span_in_original(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the original, with what was dropped inside it."""
        first = self.origins[start]
        return first, max(self.origins[end], self.origins[end - 1] + 1)


def cast_shadow(text: str) -> Shadow:
    """Normalise `text` (NFKC), drop what is invisible, and unify digits, dashes and spaces."""
    plain: list[str] = []
    origins: list[int] = []
    for cluster in CLUSTER.finditer(text):
        for character in _plain(cluster.group()):
            plain.append(character)
            origins.append(cluster.start())
    origins.append(len(text))
    return Shadow("".join(plain), origins)


@lru_cache(maxsize=8192)
def _plain(cluster: str) -> str:
    if cluster in DASHES:
        return "-"
    return "".join(_plain_character(c) for c in unicodedata.normalize("NFKC", cluster))


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category in DROPPED_CATEGORIES:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Zs" or character == "\t":
        return " "
    if character in DASHES or (category == "Pd" and character != WAVE_DASH):
        return "-"
    return character
