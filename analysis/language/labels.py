from enum import StrEnum


class Label(StrEnum):
    """What a text says on the whole. `not_scored` says nothing, or not in a language we read."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    NOT_SCORED = "not_scored"


class Topic(StrEnum):
    """What a clause is about, from a short list that operations can act on."""

    SPEED = "speed"
    PROGRESS_NOTICE = "progress_notice"
    REPEATED_DOCUMENTS = "repeated_documents"
    EXPLANATION = "explanation"
    AMOUNT = "amount"
    FAIRNESS = "fairness"
    CONTACT = "contact"
    STAFF = "staff"
    EASE_OF_USE = "ease_of_use"
    ERROR = "error"
    NOTICE = "notice"
    PRAISE_GENERAL = "praise_general"
    COMPLAINT_GENERAL = "complaint_general"
