"""Splits a comment into clauses, so that praise and blame can be told apart."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kiwipiepy import Token

from analysis.language.morphemes import morphemes

# Kiwi writes a final consonant that joins the stem (ㄴ데) as a conjoining letter.
CONTRASTS_KO = frozenset(["지만", "는데", "은데", "ᆫ데", "던데", "으나", "나", "는데도", "은데도"])
JOINING_KO = CONTRASTS_KO | {"고", "며", "으며"}
TURNS_KO = frozenset(
    ["하지만", "그러나", "그런데", "근데", "그래도", "그렇지만", "다만", "반면", "단"]
)
# What stands at the edge of a clause without being part of it.
MARGIN = " \t\r\n,"

# Signs, pictures, tears and laughter belong to the clause before them.
TRAILING_SIGNS = re.compile(r"[\W_ㅠㅜㅋㅎ]*")
SENTENCE_END = re.compile(r"(?:[.!?~…]+(?=\s|$)|\n)[\W_ㅠㅜㅋㅎ]*")

BREAK_EN = re.compile(
    r"""(?P<stop>[.!?]+(?=\s|$)|[;\n]+)
    |(?P<turn>,?\s+(?:but|however|yet)\b)
    |(?P<comma>,\s+)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# After a comma only a new subject starts a clause; else it may be a list.
NEW_SUBJECT_EN = re.compile(
    r"(?:and|so)\s+(?:i|we|they|he|she|it|the|my|our|your|their|then|this|that)\b", re.IGNORECASE
)
CONCESSION_EN = re.compile(r"\s*(?:although|though|even though|while|despite)\b", re.IGNORECASE)
TURN_EN = re.compile(r"\s*(?:but|however|yet|still,|nevertheless)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Clause:
    """A stretch of a comment: `text == comment[start:end]`."""

    text: str
    start: int
    end: int
    after_contrast: bool


@dataclass(frozen=True)
class Cut:
    """A place between two clauses, and whether what follows turns against what went before."""

    at: int
    contrast: bool


def split_clauses(text: str, language: str) -> tuple[Clause, ...]:
    """Split a comment in a language that has a splitter ("ko", "en") into exact spans."""
    return tuple(_spans(text, CUTTERS[language](text)))


def _spans(text: str, cuts: Iterable[Cut]) -> Iterator[Clause]:
    start, contrast = 0, False
    for cut in [*sorted(cuts, key=lambda cut: cut.at), Cut(len(text), False)]:
        piece = text[start : cut.at]
        if any(letter.isalpha() for letter in piece):
            begin = start + len(piece) - len(piece.lstrip(MARGIN))
            stripped = piece.strip(MARGIN)
            yield Clause(stripped, begin, begin + len(stripped), contrast)
            contrast = False
        contrast = contrast or cut.contrast
        start = max(start, cut.at)


def _korean_cuts(text: str) -> Iterator[Cut]:
    tokens = morphemes(text)
    yield from (Cut(match.end(), False) for match in SENTENCE_END.finditer(text))
    for index, token in enumerate(tokens):
        if token.tag == "MAJ" and token.form in TURNS_KO:
            yield Cut(token.start, True)
        misread = _is_misread_ending(tokens[max(0, index - 2) : index + 1])
        if misread or _ends_clause(token, tokens[index + 1 : index + 2]):
            signs = TRAILING_SIGNS.match(text, _end_with_particles(tokens, index))
            yield Cut(signs.end() if signs else token.end, misread or _is_contrast(token))


def _ends_clause(token: Token, following: tuple[Token, ...]) -> bool:
    if token.tag == "EF":
        return True
    if token.tag != "EC" or token.form not in JOINING_KO:
        return False
    return bool(following) and following[0].tag != "VX"


def _is_misread_ending(three: tuple[Token, ...]) -> bool:
    """Kiwi at times takes the ending of 왔는데 or 쉬운데 for the noun 데, "place"."""
    if len(three) < 3 or three[2].form != "데" or three[1].tag != "ETM":
        return False
    return three[0].tag[:2] in {"EP", "VA", "XS"} and three[1].end == three[2].start


def _is_contrast(token: Token) -> bool:
    return token.form.removesuffix("요") in CONTRASTS_KO


def _end_with_particles(tokens: Sequence[Token], index: int) -> int:
    """Return where an ending stops, with the particles (는데+도, 는데+요) that lean on it."""
    end: int = tokens[index].end
    for token in tokens[index + 1 :]:
        if not token.tag.startswith("J") or token.start != end:
            break
        end = token.end
    return end


def _english_cuts(text: str) -> Iterator[Cut]:
    clause_start = 0
    for match in BREAK_EN.finditer(text):
        conceded = bool(match["comma"] and CONCESSION_EN.match(text, clause_start))
        if match["comma"] and not conceded and not NEW_SUBJECT_EN.match(text, match.end()):
            continue
        turns = match["turn"] or TURN_EN.match(text, match.end())
        clause_start = match.start() if match["turn"] else match.end()
        yield Cut(clause_start, conceded or bool(turns))


CUTTERS: dict[str, Callable[[str], Iterable[Cut]]] = {"ko": _korean_cuts, "en": _english_cuts}
