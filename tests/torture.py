"""Texts that break programs, and what is to become of each wherever text comes in.

The rule, stated here by hand so that it does not rest on `surveys.cleaning`: text is kept in NFC,
stripped, its line ends made newlines, without control characters and without signs that turn the
direction of a line; a name or another field of one line has single spaces. A lone surrogate is
refused, and so is what is too long then. Nothing is cut.
"""

import types
import typing
import unicodedata
from dataclasses import dataclass

from pydantic import BaseModel

from surveys.claims.records import ClaimRecord, EventRecord
from surveys.responses.records import AnswerRecord


@dataclass(frozen=True)
class Torment:
    """A text with its name; `kept` is what a long enough field holds of it, None for nothing."""

    name: str
    text: str
    kept: str | None

    def in_field(self, limit: int, is_line: bool = True) -> str | None:
        """What a field of this length keeps of it; None where it must refuse it."""
        if self.kept is None:
            return None
        kept = " ".join(self.kept.split()) if is_line else self.kept
        return kept if len(kept) <= limit else None

    def __str__(self) -> str:
        return self.name


def _nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


AS_THEY_ARE = {
    "emoji": "👨\u200d👩\u200d👧 🙏🏽 🇰🇷 1\ufe0f\u20e3",
    "flag of tags": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "zero width": "a\u200bb\u200cc\u200dd\u2060e\u00adf",
    "nothing but zero width": "\u200b\u200d",
    "lone BOM": "\ufeff",
    "combining pile-up": "x" + "\u0301\u030a\u0302" * 15,
    "Arabic": "مرحبا بكم",
    "full-width digits": "１２３ ４５",
    "astral": "𠮷𝒳",
    "non-characters": "a\ufffeb\uffffc\U0001ffffd\ufdd0",
    "private use": "\ue000\U00100000",
    "replacement": "a\ufffdb",
    "script": "<script>alert(1)</script>",
    "attribute": "\"'><img src=x onerror=alert(1)>",
    "entities": "&lt;b&gt; &amp;amp; &#0;",
    "templates": "{{ 7*7 }} {% x %} ${7*7} %(name)s %s %d {0}",
    "formula": "=1+1",
    "formula of a command": "=cmd|' /C calc'!A0",
    "formula with plus": "+1+1",
    "formula with minus": "-1+1",
    "formula with at": "@SUM(A1:A9)",
    "quotes": '"it\'s" `both` “sides” ‘and’ ""',
    "commas": ",,;|\\,",
    "SQL": "'; DROP TABLE claim; --",
    "backslashes": "C:\\n\\0\\u0000\\",
    "encoded word": "=?utf-8?B?QmNjOiB4?=",
    "encoded line end": "=?utf-8?q?Kim=0D=0ABcc:_x?=",
    "long address": "a" * 250 + "@example.com",
    "percent": "%00%0d%0a%ff+",
    "path": "../../etc/passwd",
    "slashes": "//a//b/./c/",
    "null": "null",
    "None": "None",
    "NaN": "NaN",
    "4,000 characters": "가" * 4000,
    "4,001 characters": "가" * 4001,
}
CLEANED = {
    "NUL": ("a\0b", "ab"),
    "control characters": ("a\x01\x07\x1b[31mb\x7f\x9f", "a[31mb"),
    "nothing but control characters": ("\x01\x1b", ""),
    "right-to-left override": ("abc\u202egnp.exe\u202c", "abcgnp.exe"),
    "isolates": ("\u2066a\u2069\u2067b", "ab"),
    "line ends": (
        "one\r\ntwo\rthree\u2028four\u2029five\x85six",
        "one\ntwo\nthree\nfour\nfive\nsix",
    ),
    "vertical tab and form feed": ("a\x0bb\x0cc", "abc"),
    "tab": ("a\tb", "a\tb"),
    "tab and formula": ("\t=1+1", "=1+1"),
    "header": ("Kim\r\nBcc: x", "Kim\nBcc: x"),
    "end of a mail": ("one\r\n.\r\nQUIT", "one\n.\nQUIT"),
    "white space around": (" \u3000\u00a0text\u2003 ", "text"),
    "nothing but white space": (" \u3000\n\u00a0", ""),
    "NFD Hangul": (_nfd("한글이에요"), "한글이에요"),
    "NFD Latin": (_nfd("Zoë Ångström"), "Zoë Ångström"),
    "4,000 characters in NFD": (_nfd("가") * 4000, "가" * 4000),
    "60 characters and white space": ("\n" + "가" * 60 + " " * 60, "가" * 60),
    "61 characters": ("가" * 61, "가" * 61),
    "nothing": ("", ""),
}
REFUSED = {"high surrogate": "a\ud800b", "low surrogate": "\udfff"}

TORMENTS = (
    *(Torment(name, text, text) for name, text in AS_THEY_ARE.items()),
    *(Torment(name, text, kept) for name, (text, kept) in CLEANED.items()),
    *(Torment(name, text, None) for name, text in REFUSED.items()),
)
# Ten megabytes, for the few places where it makes a difference.
HUGE = Torment("10 MB", "x" * 10_000_000, "x" * 10_000_000)

# How long each field of text of a record is. One that is not here fails a test with its name.
LONGEST = {
    (ClaimRecord, "claim_id"): 100,
    (ClaimRecord, "customer_id"): 100,
    (ClaimRecord, "name"): 200,
    (ClaimRecord, "product"): 60,
    (ClaimRecord, "region"): 60,
    (ClaimRecord, "channel"): 60,
    (ClaimRecord, "age_band"): 60,
    (ClaimRecord, "handler_team"): 60,
    (EventRecord, "event_id"): 100,
    (EventRecord, "claim_id"): 100,
    (AnswerRecord, "comment"): 4000,
}
# Text with a form of its own, or which must name something that is there: takes none of ours.
CLOSED = {(ClaimRecord, "email"), (AnswerRecord, "claim_id")}
MAY_BE_EMPTY = {"name", "comment"}


def kept_in(kind: type[BaseModel], field: str, torment: Torment) -> str | None:
    """What this field of a record holds of it; None where it must be refused."""
    kept = torment.in_field(LONGEST.get((kind, field), -1), is_line=field != "comment")
    return kept if kept or field in MAY_BE_EMPTY else None


def holds_text(kind: type[BaseModel], field: str) -> bool:
    """Whether a field of a record may be any text, as its annotation says."""
    return str in _parts_of(kind.model_fields[field].annotation)


def _parts_of(annotation: object) -> set[object]:
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is not None:
        return set().union(*map(_parts_of, typing.get_args(annotation)))
    return {annotation}
