"""The links that the mails of a real house hold, and what came of each."""

import email
import re
from dataclasses import dataclass
from datetime import timedelta
from email.policy import default

from sqlalchemy import create_engine, select, update

from surveys.clock import utc_now
from surveys.invitations.models import Invitation, OptOut
from surveys.invitations.tokens import hash_token
from surveys.responses.models import Method, Response, Visit
from tests.factories import DAY, SEOUL, claim_record, write_claims


@dataclass(frozen=True)
class Links:
    """What one mail leads to, as paths."""

    answer: str
    unsubscribe: str


def invite(house, folder, n) -> list[Links]:
    """Ask this many customers, as the worker does; returns the links of their mails."""
    noon = utc_now().astimezone(SEOUL).replace(hour=12) - DAY
    records = [claim_record(paid_at=noon - 2 * DAY, language="en") for _ in range(n)]
    house.run("flask", "claims", "import", str(write_claims(folder / "claims.csv", records)))
    for job, at in (("invite", noon), ("deliver", noon + timedelta(minutes=1))):
        house.run("tests.rehearsal", at.isoformat(), "jobs", "run", job)
    return [_links(path.read_bytes()) for path in (folder / "mailbox").glob("*.eml")]


def _links(mail: bytes) -> Links:
    text = email.message_from_bytes(mail, policy=default).get_body(("plain",)).get_content()
    answer = re.search(r"/a/[\w-]+", text).group()
    return Links(answer, re.search(r"/u/[\w-]+", text).group())


class Records:
    """A look into the house's database from outside."""

    def __init__(self, house) -> None:
        self.engine = create_engine(house.environment["DATABASE_URL"])

    def answer(self, links: Links):
        """The row of the response to these links, or None."""
        query = select(*Response.__table__.columns).join(Invitation).where(_is(links))
        return self._all(query).one_or_none()

    def sent_in_vain(self, links: Links) -> set[int]:
        """The scores of what was sent and changed nothing."""
        query = select(Visit.score).join(Invitation).where(_is(links))
        return set(self._all(query.where(Visit.method == Method.POST)).scalars())

    def opt_outs(self) -> int:
        return len(self._all(select(OptOut.address)).all())

    def let_an_hour_pass(self) -> None:
        """Since every look so far."""
        hour = timedelta(hours=1)
        with self.engine.begin() as connection:
            for id_, at in connection.execute(select(Visit.id, Visit.at)).all():
                connection.execute(update(Visit).where(Visit.id == id_).values(at=at - hour))

    def _all(self, query):
        with self.engine.connect() as connection:
            return connection.execute(query).freeze()()


def _is(links: Links):
    return Invitation.answer_hash == hash_token(links.answer.removeprefix("/a/"))
