"""What a model sees of a text: hashes of its runs of letters and of its runs of words.

Whole batches at once, since a model that reads one n-gram at a time would be too slow.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

import numpy as np
from kiwipiepy import Token
from numpy.typing import NDArray

from analysis.language.morphemes import morphemes

Hashes = NDArray[np.uint32]
Places = NDArray[np.intp]

LETTER_RUNS = (1, 2, 3, 4, 5)
WORD_RUNS = (1, 2, 3)
# So that a run of letters and a run of words of one length do not share a hash.
OF_LETTERS, OF_WORDS = 100, 200
BEGIN, END = 1, 2

DENIED = "NOT_"
# How many words a negation reaches.
REACH = 4
STEMS = ("VV", "VA", "XR", "NNG", "NNP")
DENY_BEFORE = frozenset(["않", "못하", "없", "아니"])
DENY_BEHIND = frozenset(["안", "못"])
DENY_EN = re.compile(
    r"not|no|never|without|nothing|nobody|none|hardly|cannot"
    r"|(?:do|does|did|is|are|was|were|have|has|had|ca|could|would|should|wo)n'?t"
)

# Odd numbers without a pattern in their bits, from the finaliser of SplitMix64.
MIX_1, MIX_2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)

WHITE_SPACE, DIGITS = re.compile(r"\s+"), re.compile(r"[0-9]+")
REPEATED, TWICE = re.compile(r"(.)\1{2,}"), r"\1\1"
WORD_EN = re.compile(r"[a-z']+|0|[^\sa-z0]")


def normalised(text: str) -> str:
    """In NFC and lower case, with every number as 0 and nothing more than twice in a row."""
    text = unicodedata.normalize("NFC", text).lower()
    text = DIGITS.sub("0", WHITE_SPACE.sub(" ", text))
    return f" {REPEATED.sub(TWICE, text).strip()} "


def words_ko(text: str) -> list[tuple[int, str]]:
    """The morphemes with their word class, each with where it stands in the text."""
    return words_of(morphemes(text))


def words_of(tokens: Sequence[Token]) -> list[tuple[int, str]]:
    """Particles, endings and signs by the first letter of their class. A stem that is denied is
    another word: what is not kind is as far from kind as rude."""
    denied = {place for at, token in enumerate(tokens) for place in _denied_by(tokens, at, token)}
    return [
        (token.start, f"{DENIED if at in denied else ''}{token.form}/{_word_class(token.tag)}")
        for at, token in enumerate(tokens)
    ]


def _denied_by(tokens: Sequence[Token], at: int, token: Token) -> Iterator[int]:
    """The stem that a negation denies: the nearest one before or behind it."""
    if token.form in DENY_BEFORE and token.tag.startswith("V"):
        near = range(at - 1, max(-1, at - 1 - REACH), -1)
    elif token.form in DENY_BEHIND and token.tag == "MAG":
        near = range(at + 1, min(len(tokens), at + 1 + REACH))
    else:
        return
    stems = (place for place in near if tokens[place].tag[:3].rstrip("-") in STEMS)
    yield from islice(stems, 1)


def _word_class(tag: str) -> str:
    return tag[0] if tag[0] in "SJE" else tag[:2]


def words_en(text: str) -> list[tuple[int, str]]:
    """The words and signs; the few words behind a negation are others, up to the next sign."""
    words, left = [], 0
    for match in WORD_EN.finditer(DIGITS.sub("0", text.lower())):
        word = match.group()
        denies = DENY_EN.fullmatch(word) is not None
        left = left - 1 if word[0].isalpha() and left else 0
        words.append((match.start(), f"{DENIED}{word}" if left and not denies else word))
        left = REACH if denies else left
    return words


def hashes_of(texts: Sequence[str], words: Sequence[Iterable[str]]) -> tuple[Places, Hashes]:
    """Each different hash of each text, as two columns: the place of the text, and the hash."""
    pairs = [
        *_runs(*_letters(texts), LETTER_RUNS, OF_LETTERS),
        *_runs(*_words(words), WORD_RUNS, OF_WORDS),
    ]
    places = np.concatenate([place for place, _ in pairs]).astype(np.uint64)
    hashes = np.concatenate([found for _, found in pairs]).astype(np.uint64)
    # Sorted by hand: np.unique is six times slower on so few.
    both = np.sort((places << np.uint64(32)) | hashes)
    both = both[np.diff(both, prepend=~both[:1]) != 0]
    return (both >> np.uint64(32)).astype(np.intp), (both & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def word_hashes(words: Sequence[str]) -> Hashes:
    """The hash of each word alone, as `hashes_of` makes it."""
    return _mixed(np.array([_number(word) for word in words], np.uint64) * MIX_1, OF_WORDS + 1)


def _letters(texts: Sequence[str]) -> tuple[NDArray[np.uint64], Places]:
    lines = [normalised(text) for text in texts]
    points = np.frombuffer("".join(lines).encode("utf-32-le", "surrogatepass"), np.uint32)
    return points.astype(np.uint64), np.repeat(np.arange(len(lines)), [len(line) for line in lines])


def _words(texts: Sequence[Iterable[str]]) -> tuple[NDArray[np.uint64], Places]:
    lines = [[BEGIN, *map(_number, words), END] for words in texts]
    numbers = np.array([number for line in lines for number in line], np.uint64)
    return numbers, np.repeat(np.arange(len(lines)), [len(line) for line in lines])


@lru_cache(maxsize=2**16)
def _number(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def _runs(
    symbols: NDArray[np.uint64], places: Places, lengths: Sequence[int], salt: int
) -> Iterable[tuple[Places, Hashes]]:
    """Every run of so many symbols that does not reach from one text into the next."""
    rolled = symbols * MIX_1
    for length in range(1, max(lengths) + 1):
        if length > 1:
            rolled = (rolled[:-1] * MIX_2) ^ (symbols[length - 1 :] * MIX_1 + np.uint64(length))
        if length in lengths:
            starts = places[: len(rolled)]
            whole = starts == places[length - 1 : length - 1 + len(rolled)]
            yield starts[whole], _mixed(rolled[whole], salt + length)


def _mixed(rolled: NDArray[np.uint64], salt: int) -> Hashes:
    mixed = (rolled ^ np.uint64(salt)) * MIX_2
    mixed ^= mixed >> np.uint64(29)
    return (mixed * MIX_1 >> np.uint64(32)).astype(np.uint32)
