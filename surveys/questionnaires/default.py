"""The default questionnaire: the promise that each stage must keep, as the customer reads it."""

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from surveys.claims.stages import Stage

PROMISES: dict[Stage, LazyString] = {
    Stage.FILING: lazy_gettext("Claiming was easy, at any hour."),
    Stage.DOCUMENT_REVIEW: lazy_gettext("I knew which documents were needed and how far it was."),
    Stage.INVESTIGATION: lazy_gettext("I was told what was looked into, and what went on."),
    Stage.DECISION: lazy_gettext("I understood why it was decided so."),
    Stage.PAYOUT: lazy_gettext("The money came quickly, and it was right."),
}
