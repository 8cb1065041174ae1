"""One pattern of many phrases, which finds the longest one that stands at a place."""

import re
from collections.abc import Callable, Iterable


def any_of(phrases: Iterable[str], pattern_of: Callable[[str], str]) -> str:
    """A pattern of phrases that each begin with a plain letter, which `pattern_of` leaves as it is.

    Grouped by that letter: a place where no phrase can begin is passed after one look.
    """
    by_letter: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        by_letter.setdefault(phrase[0], []).append(pattern_of(phrase)[1:])
    return "|".join(
        f"{re.escape(letter)}(?:{'|'.join(rests)})" for letter, rests in by_letter.items()
    )
