"""The five stages of a claim, in the order in which a claim walks through them."""

from enum import StrEnum


class Stage(StrEnum):
    FILING = "filing"
    DOCUMENT_REVIEW = "document_review"
    INVESTIGATION = "investigation"
    DECISION = "decision"
    PAYOUT = "payout"
