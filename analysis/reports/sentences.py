"""What the report says in words. One place for page and mail, in Korean and English."""

from flask_babel import format_decimal, format_percent, gettext, ngettext

from analysis.language.labels import Label, Topic
from analysis.reports.report import Change, Funnel, Note, Report, StageRow, Verdict
from analysis.statistics import small_numbers
from analysis.statistics.nps import Nps
from surveys.claims.stages import Stage
from surveys.invitations.models import Reason

DASH = "–"


def stage_name(stage: Stage) -> str:
    names = {
        Stage.FILING: gettext("Filing"),
        Stage.DOCUMENT_REVIEW: gettext("Document review"),
        Stage.INVESTIGATION: gettext("Investigation"),
        Stage.DECISION: gettext("Decision"),
        Stage.PAYOUT: gettext("Payout"),
    }
    return names[stage]


def reason_name(reason: Reason) -> str:
    names = {
        Reason.TOO_LATE: gettext("Paid too long ago"),
        Reason.NO_EMAIL: gettext("No e-mail address"),
        Reason.OPTED_OUT: gettext("Asked not to be asked"),
        Reason.BOUNCED: gettext("Mail to them comes back"),
        Reason.ASKED_RECENTLY: gettext("Asked recently"),
    }
    return names[reason]


def points(value: float | None, signed: bool = False) -> str:
    """A figure in NPS points with one decimal and a true minus, or a dash for none."""
    if value is None:
        return DASH
    rounded = round(value, 1) + 0.0
    sign = "−" if rounded < 0 else "+" if signed and rounded > 0 else ""
    return sign + format_decimal(abs(rounded), format="#,##0.0")


def label_name(label: Label) -> str:
    names = {
        Label.NEGATIVE: gettext("Unhappy"),
        Label.NEUTRAL: gettext("Neither"),
        Label.POSITIVE: gettext("Happy"),
        Label.NOT_SCORED: gettext("Says nothing"),
    }
    return names[label]


def topic_name(topic: Topic) -> str:
    names = {
        Topic.SPEED: gettext("Speed"),
        Topic.PROGRESS_NOTICE: gettext("News on the way"),
        Topic.REPEATED_DOCUMENTS: gettext("Papers asked for again"),
        Topic.EXPLANATION: gettext("Explanation"),
        Topic.AMOUNT: gettext("Amount"),
        Topic.FAIRNESS: gettext("Fairness"),
        Topic.CONTACT: gettext("Being reached"),
        Topic.STAFF: gettext("Staff"),
        Topic.EASE_OF_USE: gettext("Ease of use"),
        Topic.ERROR: gettext("Errors"),
        Topic.NOTICE: gettext("Notices"),
        Topic.PRAISE_GENERAL: gettext("General praise"),
        Topic.COMPLAINT_GENERAL: gettext("General complaint"),
    }
    return names[topic]


def decimal(value: float | None) -> str:
    return DASH if value is None else format_decimal(value, format="#,##0.0")


def percent(share: float | None) -> str:
    return DASH if share is None else format_percent(share, format="#,##0%")


def nps_sentence(report: Report) -> str:
    """The score of the period with its error, or why there is none."""
    n = int(report.nps.n) if report.nps else 0
    if report.nps is None:
        return gettext("No answers in this period yet.")
    if n < small_numbers.SCORE:
        return ngettext(
            "Too few answers for a score: %(num)d answer.",
            "Too few answers for a score: %(num)d answers.",
            n,
        )
    return gettext(
        "%(value)s points, in all likelihood between %(low)s and %(high)s, from %(n)d answers.",
        value=points(report.nps.value),
        low=points(report.nps.low),
        high=points(report.nps.high),
        n=n,
    )


def left_out_sentence(report: Report) -> str:
    """How many answers are not in the figures; nothing where there are none."""
    if not report.left_out:
        return ""
    return ngettext(
        "%(num)d answer is left out, because a machine seems to have sent it.",
        "%(num)d answers are left out, because a machine seems to have sent them.",
        report.left_out,
    )


def nps_range(nps: Nps) -> str:
    """What the drawn band shows, for those who do not see it."""
    return gettext(
        "%(value)s, between %(low)s and %(high)s on a scale from −100 to +100",
        value=points(nps.value),
        low=points(nps.low),
        high=points(nps.high),
    )


def change_sentence(change: Change) -> str:
    """Whether the score changed against the equal period before."""
    if change.verdict is Verdict.TOO_FEW_ANSWERS:
        return gettext("Too few answers to compare with the period before.")
    figures = {
        "value": points(abs(change.value or 0)),
        "low": points(change.low, signed=True),
        "high": points(change.high, signed=True),
    }
    if change.verdict is Verdict.ROSE:
        return gettext("Up %(value)s points on the period before (%(low)s to %(high)s).", **figures)
    if change.verdict is Verdict.FELL:
        return gettext(
            "Down %(value)s points on the period before (%(low)s to %(high)s).", **figures
        )
    return gettext(
        "Unchanged within error against the period before (%(low)s to %(high)s).", **figures
    )


def funnel_sentence(funnel: Funnel) -> str:
    """How many were paid, asked and answered."""
    said = gettext(
        "%(paid)d claims were paid, %(sent)d customers were written to, %(answered)d answered.",
        paid=funnel.paid,
        sent=funnel.sent,
        answered=funnel.answered,
    )
    return f"{said} {imported_sentence(funnel)}" if funnel.imported else said


def imported_sentence(funnel: Funnel) -> str:
    """How many were asked elsewhere, where there are any."""
    return ngettext(
        "%(num)d claim was asked about elsewhere, and its answer was imported.",
        "%(num)d claims were asked about elsewhere, and their answers were imported.",
        funnel.imported,
    )


def digest_subject(report: Report) -> str:
    """What the week's mail is headed by: the score, or that there is none to show."""
    if report.shown_nps is None:
        return gettext("Last week's claims: too few answers for a score")
    return gettext("Last week's claims: %(nps)s points", nps=points(report.shown_nps.value))


def stage_sentence(row: StageRow) -> str:
    """One stage in one line: its rating, its usual days, and how many were late."""
    return f"{_rating_phrase(row)}, {_days_phrase(row)}"


def _rating_phrase(row: StageRow) -> str:
    if row.rating_mean is None:
        return gettext("not rated yet")
    return gettext("rated %(rating)s of 5 (n = %(n)d)", rating=decimal(row.rating_mean), n=row.n)


def _days_phrase(row: StageRow) -> str:
    if row.days_median is None:
        return gettext("no claim went through it")
    return gettext(
        "median %(days)s days, %(late)s late",
        days=decimal(row.days_median),
        late=percent(row.late_share),
    )


def note_sentence(note: Note) -> str:
    sentences = {
        Note.ONLY_PAID_ASKED: gettext(
            "Only customers whose claim was paid are asked, so the score is flattered:"
            " denied claims are not heard."
        ),
        Note.TOO_FEW_ANSWERS: gettext(
            "A score is shown from %(n)d answers on, and compared from %(compared)d.",
            n=small_numbers.SCORE,
            compared=small_numbers.COMPARISON,
        ),
        Note.HOLIDAYS_END: gettext(
            "Some claims lie beyond the list of public holidays; their lateness is not counted."
        ),
    }
    return sentences[note]
