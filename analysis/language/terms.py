"""The words by which a comment is found again: as they were written, and as a dictionary has them,
so that a search needs no morphology."""

from analysis.language.morphemes import morphemes
from analysis.language.silence import MASK_MARK
from analysis.language.words import LONGEST, written_words

NOUNS = frozenset(["NNG", "NNP", "XR", "SL"])
VERBS = frozenset(["VV", "VA"])
# Behind a noun they make a verb of it: 친절 + 하.
VERB_SUFFIXES = frozenset(["XSV", "XSA"])


def terms_of(text: str, language: str | None) -> frozenset[str]:
    """The words of a comment; of a Korean one also its nouns and, in 다, its verbs."""
    bare = MASK_MARK.sub(" ", text)
    written = written_words(bare)
    found = {*written, *_of_dictionary(bare)} if language == "ko" else set(written)
    return frozenset(found)


def _of_dictionary(text: str) -> set[str]:
    tokens = morphemes(text)
    found = set()
    for token, after in zip(tokens, (*tokens[1:], None), strict=True):
        tag = token.tag.partition("-")[0]
        if tag in VERBS:
            found.add(f"{token.form}다")
        elif tag in NOUNS and after is not None and after.tag in VERB_SUFFIXES:
            found.add(f"{token.form}{after.form}다")
        elif tag in NOUNS:
            found.add(token.form.lower())
    return {word[:LONGEST] for word in found}
