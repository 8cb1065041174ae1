"""Composes the invitation at the last moment, so that a new address or an opt-out still counts."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask_babel import force_locale, format_date, gettext
from sqlalchemy import select

from surveys.claims.models import Claim
from surveys.db import db
from surveys.insurer import Insurer
from surveys.invitations.eligibility import why_not_any_more
from surveys.invitations.inviting import Inviter
from surveys.invitations.models import Invitation, Reason
from surveys.invitations.tokens import Purpose
from surveys.letters import Letter, LetterFolder
from surveys.outbox.delivery import Postponed, Withdrawn
from surveys.outbox.models import OutboxEmail
from surveys.plans.timing import into_window
from surveys.questionnaires.models import QuestionKey

INVITATION = LetterFolder(Path(__file__).parent / "templates" / "invitation")


@dataclass(frozen=True)
class Words:
    """What an invitation and its reminder say differently."""

    subject: str
    opening: str


@dataclass(frozen=True)
class InvitationComposer:
    inviter: Inviter
    insurer: Insurer
    public_url: str

    def __call__(self, mail: OutboxEmail, now: datetime) -> Letter | Postponed | Withdrawn:
        invitation = db.session.scalars(
            select(Invitation).where(Invitation.mail_id == mail.id)
        ).one()
        reason = self._why_not_now(invitation, now)
        if reason is not None:
            invitation.reason = reason
            return Withdrawn(reason)
        return self.letter_in_window(invitation, self._words(invitation), now)

    def letter(self, invitation: Invitation) -> Letter:
        """The invitation as its customer would get it now."""
        return self._letter(invitation, self._words(invitation))

    def letter_in_window(
        self, invitation: Invitation, words: Words, now: datetime
    ) -> Letter | Postponed:
        opens_at = into_window(now, invitation.plan.timing(), self.inviter.zone)
        if opens_at > now:
            return Postponed(opens_at)
        return self._letter(invitation, words)

    def _words(self, invitation: Invitation) -> Words:
        with force_locale(invitation.claim.spoken_language):
            return Words(
                subject=gettext("How did your claim go?"),
                opening=gettext(
                    "Your claim has been paid: would you tell us, in a minute, how it went for you?"
                ),
            )

    def _why_not_now(self, invitation: Invitation, now: datetime) -> Reason | None:
        due_at, expires_at = invitation.due_at, invitation.expires_at
        if due_at is None or expires_at is None or now >= expires_at:
            return Reason.TOO_LATE
        return why_not_any_more(invitation, due_at, invitation.plan.timing())

    def _letter(self, invitation: Invitation, words: Words) -> Letter:
        keyring, key_id = self.inviter.keyring, invitation.key_id
        answer = keyring.derive(key_id, Purpose.ANSWER, invitation.id)
        unsubscribe = keyring.derive(key_id, Purpose.UNSUBSCRIBE, invitation.id)
        unsubscribe_url = f"{self.public_url}/u/{unsubscribe}"
        claim, language = invitation.claim, invitation.claim.spoken_language
        questions = invitation.questionnaire.in_language(language)
        return INVITATION.render(
            from_name=self.insurer.name(language),
            to=claim.customer.email or "",
            language=language,
            unsubscribe_url=unsubscribe_url,
            list_name="survey",
            values={
                "subject": words.subject,
                "opening": words.opening,
                "question": questions[QuestionKey.RECOMMEND],
                "greeting": self._greeting(claim),
                "answer_url": f"{self.public_url}/a/{answer}",
                "preferences_url": f"{unsubscribe_url}/preferences",
                "insurer": self.insurer,
                "closing": self._closing(invitation),
            },
        )

    def _greeting(self, claim: Claim) -> str:
        with force_locale(claim.spoken_language):
            if claim.customer.name:
                return gettext("Dear %(name)s,", name=claim.customer.name)
            return gettext("Hello,")

    def _closing(self, invitation: Invitation) -> str:
        expires_at = invitation.expires_at
        with force_locale(invitation.claim.spoken_language):
            day = format_date(expires_at and expires_at.astimezone(self.inviter.zone), "long")
            return gettext(
                "Nothing is kept until you press the button on the page. Open until %(day)s.",
                day=day,
            )
