"""Reads the polarity lexicons: a phrase and its weight (-1 to 1) on each line."""

from pathlib import Path


def weighted_phrases(file: Path) -> dict[str, float]:
    phrases = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            phrase, weight = line.split("\t")
            phrases[phrase] = float(weight)
    return phrases
