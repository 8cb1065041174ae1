"""Composes the weekly digest from the report of its week."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask_babel import force_locale, format_date
from sqlalchemy import select

from analysis.counts import Axis, Period
from analysis.digests.models import Digest
from analysis.reports import sentences
from analysis.reports.building import build_report
from analysis.reports.report import Report
from surveys.db import db
from surveys.insurer import Insurer
from surveys.invitations.tokens import Keyring, Purpose
from surveys.letters import Letter, LetterFolder
from surveys.outbox.delivery import Withdrawn
from surveys.outbox.models import OutboxEmail

DIGEST = LetterFolder(Path(__file__).parent / "templates" / "digest")


@dataclass(frozen=True)
class DigestComposer:
    keyring: Keyring
    insurer: Insurer
    zone: ZoneInfo
    public_url: str

    def __call__(self, mail: OutboxEmail, now: datetime) -> Letter | Withdrawn:
        digest = db.session.scalars(select(Digest).where(Digest.mail_id == mail.id)).one()
        subscription = digest.subscription
        if subscription.ended_at is not None:
            return Withdrawn("unsubscribed")
        period = Period(digest.starts_on, digest.ends_on)
        report = build_report(period, Axis.ANSWERED, now, self.zone)
        token = self.keyring.derive(subscription.key_id, Purpose.DIGEST, subscription.id)
        return DIGEST.render(
            from_name=f"Hearback · {self.insurer.name(subscription.language)}",
            to=subscription.email,
            language=subscription.language,
            unsubscribe_url=f"{self.public_url}/d/{token}",
            list_name="digest",
            values={
                **_sentences(report, subscription.language),
                "insurer": self.insurer,
                "report_url": f"{self.public_url}/console/report"
                f"?from={period.start}&to={period.end}",
            },
        )


def _sentences(report: Report, language: str) -> dict[str, object]:
    with force_locale(language):
        last_day = report.period.end - timedelta(days=1)
        return {
            "start": format_date(report.period.start, "long"),
            "end": format_date(last_day, "long"),
            "subject": sentences.digest_subject(report),
            "nps": sentences.points(report.shown_nps.value if report.shown_nps else None),
            "nps_sentence": sentences.nps_sentence(report),
            "left_out_sentence": sentences.left_out_sentence(report),
            "change_sentence": sentences.change_sentence(report.change),
            "funnel_sentence": sentences.funnel_sentence(report.funnel),
            "stages": [
                {"name": sentences.stage_name(row.stage), "sentence": sentences.stage_sentence(row)}
                for row in report.stages
            ],
        }
