from enum import StrEnum


class Label(StrEnum):
    """What a text says on the whole. `not_scored` says nothing, or not in a language we read."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    NOT_SCORED = "not_scored"
