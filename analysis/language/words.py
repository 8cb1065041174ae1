"""Words as they were written: what both a comment and a search for it are cut into."""

import re
import unicodedata

WORD = re.compile(r"\w+(?:'\w+)?")
# Longer words are known by so many of their letters.
LONGEST = 40


def written_words(text: str) -> list[str]:
    """The words in their order, in lower case."""
    found = WORD.findall(unicodedata.normalize("NFC", text).lower().replace("’", "'"))
    return [word[:LONGEST] for word in found]
