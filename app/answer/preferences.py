"""What a customer wants of our mails, on a page that the link to unsubscribe leads to."""

from collections.abc import Sequence
from typing import TypeVar

from flask import Blueprint, g, render_template, request, url_for

from app.parts import parts
from surveys.claims.models import Language
from surveys.clock import utc_now
from surveys.db import write
from surveys.invitations.models import Invitation
from surveys.invitations.preferences import Wish, prefer, preferences_of
from surveys.invitations.tokens import Purpose
from surveys.invitations.unsubscribing import invitation_to_unsubscribe

Kind = TypeVar("Kind", Wish, Language)

pages = Blueprint("preferences", __name__)


@pages.get("/u/<token>/preferences")
def show(token: str) -> str:
    return _page(token, invitation_to_unsubscribe(token))


@pages.post("/u/<token>/preferences")
def save(token: str) -> str | tuple[str, int]:
    """Saves, and says what holds now; a form that is not ours changes nothing."""
    asking, seen = _chosen(Wish, "asking"), _chosen(Wish, "seen")
    language, now = _chosen(Language, "language"), utc_now()
    if asking is None or language is None:
        missing = [name for name, it in (("asking", asking), ("language", language)) if it is None]
        return _page(token, invitation_to_unsubscribe(token), missing=missing), 422
    invitation = write(lambda: prefer(token, asking, language, seen, now))
    return _page(token, invitation, is_saved=True)


def preferences_url(invitation: Invitation) -> str | None:
    """The page of this invitation's customer, unless the key of its links is gone."""
    try:
        token = parts().keyring.derive(invitation.key_id, Purpose.UNSUBSCRIBE, invitation.id)
    except KeyError:
        return None
    return url_for("preferences.show", token=token)


def _chosen(kind: type[Kind], name: str) -> Kind | None:
    value = request.form.get(name)
    return kind(value) if value in list(kind) else None


def _page(token: str, invitation: Invitation, missing: Sequence[str] = (), **more: object) -> str:
    held = preferences_of(invitation)
    g.language = held.language
    return render_template(
        "answer/preferences.html", token=token, held=held, missing=missing, **more
    )
