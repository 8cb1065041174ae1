"""Everything the domain refuses.

SurveyError
├── BadInput            a value that cannot be taken; names the field and the cure
├── BadRecord           a row or an object with values that cannot be taken
├── BadFile             a file that cannot be read as what it should be
├── UnknownInvitation   no invitation has this link
├── HolidaysUnknown     a deadline falls where no holidays are known
├── InvitationClosed    the time to answer is over
│   └── AnswerClosed    the time to change an answer is over
├── AlreadyAnswered     the link has its answer
├── AnswerChanged       the answer is not the one that was seen any more
├── NotSuspected        nobody has to decide on this answer, or not any more
├── AskedByUs           a claim whose own mail is out is not asked about elsewhere
├── UnknownCase         there is no such case
├── CaseMoved           somebody else took, gave away or closed the case meanwhile
├── NothingPublished    the database holds no plan, or no questionnaire
├── PublishedMeanwhile  another version was published since the one that was to be changed
└── MailError           a mail could not be handed over (surveys/outbox/replies.py)
"""


class SurveyError(Exception):
    """The base of all refusals."""


class BadInput(SurveyError):
    """A value that cannot be taken: `field` names it, the message says what would be right."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


class BadRecord(SurveyError):
    """A row or an object that cannot be taken: `refusals` holds every field that is wrong."""

    def __init__(self, refusals: list[BadInput]) -> None:
        super().__init__("; ".join(str(refusal) for refusal in refusals))
        self.refusals = refusals


class BadFile(SurveyError):
    """A file that cannot be read as what it should be; the message says what would be right."""


class UnknownInvitation(SurveyError):
    """No invitation has this link."""


class HolidaysUnknown(SurveyError):
    """A deadline falls in a year for which no holidays are known."""


class InvitationClosed(SurveyError):
    """The time to answer is over."""


class AnswerClosed(InvitationClosed):
    """The time to change the answer is over; it counts as it is."""


class AlreadyAnswered(SurveyError):
    """The link has its answer already."""


class AnswerChanged(SurveyError):
    """The answer is not the one that its customer saw before correcting it."""


class NotSuspected(SurveyError):
    """The answer counts already, was dismissed, or was given anew by a person."""


class NothingPublished(SurveyError):
    """The database holds no version of what nobody can be asked without."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"no {what} is published, and nobody can be asked without one; restore a backup,"
            f" or publish one in the console under Asking"
        )


class PublishedMeanwhile(SurveyError):
    """Another version was published since the one that was to be changed."""


class AskedByUs(SurveyError):
    """Our own mail about the claim is out, so that its answer comes by the link in it."""


class UnknownCase(SurveyError):
    """There is no such case."""


class CaseMoved(SurveyError):
    """Somebody else took the case, gave it away or closed it meanwhile."""
