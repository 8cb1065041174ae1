"""Finds the claim stage that a clause speaks of, by the words that name it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.language.phrases import any_of
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
    plain = clause.lower()
    for match in pattern.finditer(plain):
        key = _key(match.group())
        particle = TOPIC_PARTICLES.match(plain, match.end())
        yield Mention(words[key], is_topic=particle is not None)


@cache
def _stage_words() -> tuple[dict[str, StageWord], re.Pattern[str]]:
    words = {}
    for line in WORDS_FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            stage, rank, word = line.split("\t")
            words[_key(word)] = StageWord(word.lower(), Stage(stage), rank == "specific")
    english = any_of((it.word for it in words.values() if it.word.isascii()), _spaced)
    korean = any_of((it.word for it in words.values() if not it.word.isascii()), _spaced)
    # English words end at word borders; Korean ones carry particles.
    return words, re.compile(rf"(?<![a-z])(?:{english})(?![a-z])|{korean}")


def _spaced(word: str) -> str:
    """Korean words lose spaces."""
    return r"\s*".join(map(re.escape, word.split()))


def _key(word: str) -> str:
    return re.sub(r"\s+", "", word).lower()
