"""Reads the polarity of Korean comments through TextBlob's extension point."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from textblob.base import CONTINUOUS, BaseSentimentAnalyzer

from analysis.language.clauses import Clause, split_clauses
from analysis.language.lexicon import weighted_phrases
from analysis.language.sentiment import Sentiment, Weighed, WeighedClause, weigh
from analysis.language.stems import Key, Stem, key_of, stems_of

LEXICON_FILE = Path(__file__).with_name("lexicon_ko.tsv")

NEGATORS_BEFORE = frozenset([("안", "M"), ("못", "M")])
NEGATORS_AFTER = NEGATORS_BEFORE | {("없", "V"), ("않", "V"), ("못하", "V"), ("아니", "V")}
# Endings that a negation reaches across: 친절하+지 않다, 편하+게 못 하다, 좋다+고 할 수 없다.
OPEN_ENDINGS = frozenset(["", "지", "게", "질", "다고", "다는"])
CONDITIONS = frozenset(["면", "으면", "려면", "으려면"])
PERMISSIONS = frozenset(["어도", "아도"])

# How many stems may lie between a word and its negation, and inside a phrase.
NEGATION_REACH = 3
PHRASE_GAP = 2

# "Not good" is bad, if less than bad; "not bad" is good, but less than good.
DENIED_PRAISE = -0.8
DENIED_BLAME = -0.6
# A plain verb denied ("연락이 안 와요") reports a failing, 안 ...해도 a relief.
BARE_NEGATION = -0.35
RELIEF = 0.3

VERY = "너무 정말 진짜 매우 아주 굉장히 완전 훨씬 엄청 상당히 가장 무척 몹시 참 제일"
A_LITTLE = "좀 조금 약간 다소 살짝"
STRENGTHS = dict.fromkeys(VERY.split(), 1.3) | dict.fromkeys(A_LITTLE.split(), 0.7)


@dataclass(frozen=True)
class Hit:
    """A phrase of the lexicon found in the stems from `first` to `last`."""

    first: int
    last: int
    places: frozenset[int]
    weight: float


class KoreanAnalyzer(BaseSentimentAnalyzer):  # type: ignore[misc]  # TextBlob is untyped
    """Weighs the morphemes of a Korean text by a lexicon, with negation and contrast."""

    kind = CONTINUOUS

    def analyze(self, text: str, keep_assessments: bool = True) -> Sentiment:
        """Return the sentiment; the words come along whether TextBlob asks for them or not."""
        return weigh(self.weighed_clauses(text, split_clauses(text, "ko")))

    def weighed_clauses(self, text: str, clauses: Sequence[Clause]) -> list[WeighedClause]:
        """The deciding words of each clause of a text."""
        stems = stems_of(text)
        return [_weigh_clause(text, stems, clause) for clause in clauses]


def _weigh_clause(text: str, stems: Sequence[Stem], clause: Clause) -> WeighedClause:
    inside = [stem for stem in stems if clause.start <= stem.start < clause.end]
    return WeighedClause(tuple(_weighed(text, inside)), clause.after_contrast)


def _weighed(text: str, stems: Sequence[Stem]) -> Iterator[Weighed]:
    hits = list(_hits(stems))
    used = {place for hit in hits for place in hit.places}
    for hit in hits:
        negations = _negations(stems, hit, used)
        used.update(negations)
        weight = hit.weight * _strength(stems, hit.first)
        for _ in negations:
            weight *= DENIED_PRAISE if weight > 0 else DENIED_BLAME
        if not _is_wish(stems[hit.last :], weight):
            span = min(stems[place].start for place in (hit.first, *negations))
            end = max(stems[place].end for place in (hit.last, *negations))
            yield Weighed(text[span:end], weight)
    yield from _bare_negations(text, stems, used)


def _hits(stems: Sequence[Stem]) -> Iterator[Hit]:
    index = 0
    while index < len(stems):
        hit = next(_matches(stems, index), None)
        if hit is not None:
            yield hit
        index = hit.last + 1 if hit else index + 1


def _matches(stems: Sequence[Stem], first: int) -> Iterator[Hit]:
    """Find the phrases that begin here, the longest first."""
    for key, weight in _lexicon().get(stems[first].key, ()):
        places = _places(stems, first, key)
        if places:
            yield Hit(first, places[-1], frozenset(places), weight)


def _places(stems: Sequence[Stem], first: int, key: Key) -> list[int]:
    places = [first]
    for part in key[1:]:
        place = _next_place(stems, places[-1], part)
        if place is None:
            return []
        places.append(place)
    return places


def _next_place(stems: Sequence[Stem], last: int, part: tuple[str, str]) -> int | None:
    """Look a little ahead, but past no negation and, beyond the next stem, past no ending."""
    for place in range(last + 1, min(last + 2 + PHRASE_GAP, len(stems))):
        if stems[place].key == part:
            return place
        if stems[place].key in NEGATORS_AFTER or stems[place].ending:
            return None
    return None


def _negations(stems: Sequence[Stem], hit: Hit, used: set[int]) -> list[int]:
    found = []
    before = hit.first - 1
    if before >= 0 and before not in used and stems[before].key in NEGATORS_BEFORE:
        found.append(before)
    for place in range(hit.last + 1, min(hit.last + 1 + NEGATION_REACH, len(stems))):
        if place in used or stems[place - 1].ending not in OPEN_ENDINGS:
            break
        if stems[place].key in NEGATORS_AFTER:
            found.append(place)
    return found


def _strength(stems: Sequence[Stem], first: int) -> float:
    return STRENGTHS.get(stems[first - 1].form, 1.0) if first else 1.0


def _is_wish(stems: Sequence[Stem], weight: float) -> bool:
    """빠르면, 빨리 되면 and 좋겠어요 tell what is hoped for, not what was."""
    closing = next((stem for stem in stems if stem.ending), stems[0])
    return weight > 0 and (closing.wished or closing.ending in CONDITIONS)


def _bare_negations(text: str, stems: Sequence[Stem], used: set[int]) -> Iterator[Weighed]:
    for place, stem in enumerate(stems):
        if place in used or stem.key not in NEGATORS_AFTER - {("아니", "V")}:
            continue
        verb = stems[place + 1] if stem.word_class == "M" and place + 1 < len(stems) else stem
        if verb.ending not in CONDITIONS:
            weight = RELIEF if verb.ending in PERMISSIONS else BARE_NEGATION
            yield Weighed(text[stem.start : verb.end], weight)


@cache
def _lexicon() -> dict[tuple[str, str], list[tuple[Key, float]]]:
    """Return the phrases by their first stem, the longest first."""
    by_key = {key_of(phrase): weight for phrase, weight in weighted_phrases(LEXICON_FILE).items()}
    lexicon: dict[tuple[str, str], list[tuple[Key, float]]] = {}
    for key, weight in sorted(by_key.items(), key=lambda entry: -len(entry[0])):
        lexicon.setdefault(key[0], []).append((key, weight))
    return lexicon
