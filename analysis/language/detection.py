"""Tells by its letters in which language a comment is written."""

import unicodedata

# A Hangul syllable stands for about as much as two and a half Latin letters.
HANGUL_WEIGHT = 2.5

# Below this share of Hangul the Korean is a name or a quotation within another language.
ENOUGH_HANGUL = 0.3

# English hardly uses letters beyond a-z; French, German or Vietnamese soon pass this share.
FOREIGN_LETTERS = 0.04


def language_of(text: str) -> str | None:
    """Return "ko", "en", or None for a text in neither or without letters."""
    letters = [letter for letter in unicodedata.normalize("NFC", text) if letter.isalpha()]
    hangul = HANGUL_WEIGHT * sum(_is_hangul(letter) for letter in letters)
    latin = sum(letter.isascii() for letter in letters)
    other = len(letters) - hangul / HANGUL_WEIGHT - latin
    total = hangul + latin + other
    if not total:
        return None
    if hangul / total >= ENOUGH_HANGUL:
        return "ko"
    if other / total > FOREIGN_LETTERS or hangul > latin:
        return None
    return "en"


def _is_hangul(letter: str) -> bool:
    return "가" <= letter <= "힣" or "ㄱ" <= letter <= "ㅣ" or "ᄀ" <= letter <= "ᇿ"
