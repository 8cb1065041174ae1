"""Finds the claim stage that a clause speaks of, by the words that name it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from surveys.claims.stages import Stage

WORDS_FILE = Path(__file__).with_name("stage_words.tsv")

# A noun that carries one of these particles is what the clause is about.
TOPIC_PARTICLES = re.compile(r"(?:은|는|이|가|도|을|를)(?![가-힣])")


@dataclass(frozen=True)
class StageWord:
    word: str
    stage: Stage
    specific: bool


@dataclass(frozen=True)
class Mention:
    word: StageWord
    is_topic: bool


def stage_of(clause: str) -> Stage | None:
    """Return the stage a clause names: specific words first, then what the clause is about."""
    mentions = list(_mentions(clause))
    specific = [mention for mention in mentions if mention.word.specific]
    candidates = specific or mentions
    if not candidates:
        return None
    about = [mention for mention in candidates if mention.is_topic]
    return (about or candidates)[0].word.stage


def _mentions(clause: str) -> Iterator[Mention]:
    words, pattern = _stage_words()
    for match in pattern.finditer(clause):
        key = _key(match.group())
        particle = TOPIC_PARTICLES.match(clause, match.end())
        yield Mention(words[key], is_topic=particle is not None)


@cache
def _stage_words() -> tuple[dict[str, StageWord], re.Pattern[str]]:
    words = {}
    for line in WORDS_FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            stage, rank, word = line.split("\t")
            words[_key(word)] = StageWord(word, Stage(stage), rank == "specific")
    longest_first = sorted((entry.word for entry in words.values()), key=len, reverse=True)
    return words, re.compile("|".join(map(_pattern, longest_first)), re.IGNORECASE)


def _pattern(word: str) -> str:
    """English words end at word borders; Korean ones carry particles and lose spaces."""
    spaced = r"\s*".join(map(re.escape, word.split()))
    if word.isascii():
        return rf"(?<![a-z]){spaced}(?![a-z])"
    return spaced


def _key(word: str) -> str:
    return re.sub(r"\s+", "", word).lower()
