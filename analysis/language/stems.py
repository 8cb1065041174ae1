"""Korean text as its telling stems: what is left when particles and endings are set aside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kiwipiepy import Token

from analysis.language.morphemes import morphemes

# A phrase of the lexicon as it looks in stems: form and word class of each.
Key = tuple[tuple[str, str], ...]

WORD_CLASSES = {"N": "N", "V": "V", "M": "M", "X": "N", "S": "S", "W": "S"}
# Suffixes and the copula only carry endings. Of particles these two speak: 세 번이나, 절반밖에.
CARRIERS = frozenset(["XSV", "XSA", "XSA-I", "XSN", "XSM", "VCP", "MAJ", "SF", "SP", "SN"])
TELLING_PARTICLES = frozenset(["이나", "밖에"])
ALIKE = {"없이": ("없", "V"), "ㅠ": ("ㅠ", "S")}
TEARS = re.compile(r"[ㅠㅜ]+")


@dataclass(frozen=True)
class Stem:
    """A stem, its place in the text with its endings, and the ending that closes it ("")."""

    form: str
    word_class: str
    start: int
    end: int
    ending: str
    wished: bool

    @property
    def key(self) -> tuple[str, str]:
        return self.form, self.word_class


def stems_of(text: str) -> tuple[Stem, ...]:
    """Return the stems of a Korean text in order."""
    return tuple(_stems(morphemes(text)))


def key_of(phrase: str) -> Key:
    """Return what a phrase in dictionary form looks like in stems."""
    return tuple(stem.key for stem in stems_of(phrase))


def _stems(tokens: tuple[Token, ...]) -> Iterator[Stem]:
    for index, token in enumerate(tokens):
        if not _tells(token):
            continue
        tail = _tail(tokens[index + 1 :])
        form, word_class = _key(token)
        closing = [ending.form for ending in tail if ending.tag in {"EC", "EF"}]
        yield Stem(
            form,
            word_class,
            start=token.start,
            end=max(part.end for part in (token, *tail)),
            ending=closing[0] if closing else "",
            wished=any(ending.form == "겠" for ending in tail),
        )


def _tells(token: Token) -> bool:
    if token.tag.startswith("J"):
        return token.form in TELLING_PARTICLES
    return token.tag[0] in WORD_CLASSES and token.tag not in CARRIERS


def _tail(following: tuple[Token, ...]) -> list[Token]:
    """Return the suffixes and endings that lean on a stem."""
    tail = []
    for token in following:
        if not token.tag.startswith(("E", "XS", "VCP")):
            break
        tail.append(token)
    return tail


def _key(token: Token) -> tuple[str, str]:
    form = TEARS.sub("ㅠ", token.form)
    # Kiwi reads 간단하- now as one adjective, now as a root and its suffix.
    if token.tag.startswith("V") and len(form) > 2 and form.endswith("하"):
        return form.removesuffix("하"), "N"
    return ALIKE.get(form, (form, WORD_CLASSES.get(token.tag[0], "J")))
