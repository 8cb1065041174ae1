"""Tells by its letters in which language a comment is written."""

import unicodedata

# A Hangul syllable stands for about as much as two and a half Latin letters.
HANGUL_WEIGHT = 2.5

# Below this share of Hangul the Korean is a name or a quotation within another language.
ENOUGH_HANGUL = 0.3

# Each of two languages says at least this share of what is said in both.
A_GOOD_PART = 0.2

# English hardly uses letters beyond a-z; French, German or Vietnamese soon pass this share.
FOREIGN_LETTERS = 0.04


def language_of(text: str) -> str | None:
    """Return "ko", "en", or None for a text in neither or without letters."""
    hangul, latin, other = _weights(text)
    total = hangul + latin + other
    if not total:
        return None
    if hangul / total >= ENOUGH_HANGUL:
        return "ko"
    if other / total > FOREIGN_LETTERS or hangul > latin:
        return None
    return "en"


def spoken_in(text: str) -> str | None:
    """As `language_of`, but "mixed" where Korean and English both say a good part."""
    language = language_of(text)
    hangul, latin, _ = _weights(text)
    both = min(hangul, latin) >= A_GOOD_PART * (hangul + latin)
    return "mixed" if language is not None and both and latin else language


def _weights(text: str) -> tuple[float, int, float]:
    """How much is said in Hangul, in plain Latin letters, and in others."""
    letters = [letter for letter in unicodedata.normalize("NFC", text) if letter.isalpha()]
    syllables = sum(_is_hangul(letter) for letter in letters)
    latin = sum(letter.isascii() for letter in letters)
    return HANGUL_WEIGHT * syllables, latin, len(letters) - syllables - latin


def _is_hangul(letter: str) -> bool:
    return "가" <= letter <= "힣" or "ㄱ" <= letter <= "ㅣ" or "ᄀ" <= letter <= "ᇿ"
