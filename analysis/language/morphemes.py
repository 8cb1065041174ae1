"""Korean morphemes, from a Kiwi that is loaded when the first comment needs it."""

from functools import cache, lru_cache

from kiwipiepy import Kiwi, Token


@cache
def kiwi() -> Kiwi:
    """Load Kiwi once: 1.6 s and 330 MB, so only a process that scores may come here."""
    return Kiwi(load_multi_dict=False)


# Splitting, weighing and searching ask for the same text, each for a whole batch after the other.
@lru_cache(maxsize=256)
def morphemes(text: str) -> tuple[Token, ...]:
    return tuple(kiwi().tokenize(text))
