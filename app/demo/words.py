"""Comments for the demo, each used once before any is used again."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from surveys.claims.stages import Stage

COMMENTS = Path(__file__).parent / "comments.jsonl"
GENERAL_SHARE = 0.25
SAYS_NOTHING_SHARE = 0.03

Shelf = tuple[str, str | None, str | None]


@dataclass
class Words:
    """Shelves of comments by language, mood and stage."""

    rng: Random
    shelves: dict[Shelf, list[dict[str, str | None]]]

    @classmethod
    def load(cls, rng: Random) -> "Words":
        shelves: dict[Shelf, list[dict[str, str | None]]] = defaultdict(list)
        for line in COMMENTS.read_text(encoding="utf-8").splitlines():
            comment = json.loads(line)
            shelves[comment["language"], comment["mood"], comment["stage"]].append(comment)
        for shelf in shelves.values():
            rng.shuffle(shelf)
        return cls(rng, dict(shelves))

    def comment(self, language: str, product: str, score: int, ratings: Mapping[Stage, int]) -> str:
        """Words that fit: a promoter speaks of the best stage, a detractor of the worst."""
        if self.rng.random() < SAYS_NOTHING_SHARE:
            return self._take((language, None, None), product)
        mood = "promoter" if score >= 9 else "passive" if score >= 7 else "detractor"
        best_first = sorted(ratings, key=lambda stage: ratings[stage], reverse=True)
        stage = best_first[0] if mood == "promoter" else best_first[-1]
        is_general = self.rng.random() < GENERAL_SHARE
        return self._take((language, mood, None if is_general else stage), product)

    def _take(self, shelf: Shelf, product: str) -> str:
        """The comment that was not used for longest and does not speak of another product."""
        comments = self.shelves[shelf]
        fits = next(c for c in comments if c["product"] in (None, product))
        comments.remove(fits)
        comments.append(fits)
        return str(fits["text"])
