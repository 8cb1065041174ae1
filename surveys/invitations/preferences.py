"""What a customer wants of our mails. The link to it never expires and opening it changes nothing.

A link speaks for its customer and for the address that its mail went to. The opt-out of somebody
else who shares the address, or of the same customer at another address, is not its to lift.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, select

from surveys.claims.models import Customer, Language
from surveys.db import db
from surveys.invitations.models import Invitation, OptOut
from surveys.invitations.unsubscribing import address_of, invitation_to_unsubscribe, unsubscribe
from surveys.outbox.suppression import is_suppressed


class Wish(StrEnum):
    """Whether the customer lets us ask after a claim."""

    WELCOME = "welcome"
    UNWANTED = "unwanted"


class Hindrance(StrEnum):
    """Why nobody is asked although this link's reader lets us."""

    NO_ADDRESS = "no_address"
    OTHER_ADDRESS = "other_address"
    SHARED_ADDRESS = "shared_address"
    BOUNCED = "bounced"


@dataclass(frozen=True)
class Preferences:
    asking: Wish
    language: Language
    hindrance: Hindrance | None


def preferences_of(invitation: Invitation) -> Preferences:
    """What holds now for whoever reads the mail of this invitation."""
    customer = invitation.claim.customer
    return Preferences(
        asking=Wish.UNWANTED if _exists(_spoken_for(invitation)) else Wish.WELCOME,
        language=invitation.claim.spoken_language,
        hindrance=_hindrance(customer, address_of(invitation)),
    )


def prefer(
    token: str, asking: Wish, language: Language, seen: Wish | None, now: datetime
) -> Invitation:
    """Keep what the customer wants; raises UnknownInvitation.

    `seen` is what the page showed before. An opt-out is lifted only for who saw it there: a page
    from before it, sent once more by whatever opens links, must not undo it.
    """
    invitation = invitation_to_unsubscribe(token)
    invitation.claim.customer.wished_language = language
    if asking is Wish.UNWANTED:
        unsubscribe(token, now)
    elif seen is Wish.UNWANTED:
        db.session.execute(delete(OptOut).where(_spoken_for(invitation)))
    db.session.flush()
    return invitation


def _spoken_for(invitation: Invitation) -> ColumnElement[bool]:
    """The opt-out that this link speaks for."""
    customer_id = invitation.claim.customer_id
    return (OptOut.customer_id == customer_id) & (OptOut.address == address_of(invitation))


def _hindrance(customer: Customer, spoken_for: str) -> Hindrance | None:
    if customer.address is None:
        return Hindrance.NO_ADDRESS
    own = OptOut.customer_id == customer.id
    if _exists(own & (OptOut.address != spoken_for)):
        return Hindrance.OTHER_ADDRESS
    if _exists(~own & (OptOut.address == customer.address)):
        return Hindrance.SHARED_ADDRESS
    return Hindrance.BOUNCED if is_suppressed(customer.address) else None


def _exists(opt_outs: ColumnElement[bool]) -> bool:
    return db.session.scalar(select(OptOut.customer_id).where(opt_outs).limit(1)) is not None
