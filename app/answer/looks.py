"""Who looks at the links of a mail, so that machines, which follow all of them, can be told."""

import hmac

from flask import request

from app.parts import parts
from surveys.clock import utc_now
from surveys.db import write
from surveys.responses.answering import find_invitation
from surveys.responses.models import Method
from surveys.responses.visits import keep_visit

# Where a mail app or a browser says that it fetches ahead of a person.
AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def visitor_of(token: str) -> str:
    """Tells the visitors of one link apart, by their address and browser, and keeps neither."""
    seen = f"visitor:{token}\n{request.remote_addr}\n{request.headers.get('User-Agent', '')}"
    return hmac.digest(parts().keyring.current.encode(), seen.encode(), "sha256").hex()[:16]


def keep_look(token: str, score: str | None) -> None:
    """Raises UnknownInvitation. Of what is fetched ahead, nobody has chosen the score."""
    chosen = int(score) if score is not None and not _is_ahead() else None
    visitor, method, now = visitor_of(token), Method(request.method), utc_now()
    write(lambda: keep_visit(find_invitation(token).id, visitor, now, method, chosen))


def keep_trapped_look(token: str) -> None:
    """Raises UnknownInvitation."""
    visitor, method, now = visitor_of(token), Method(request.method), utc_now()
    write(lambda: keep_visit(find_invitation(token).id, visitor, now, method, honeypot=True))


def _is_ahead() -> bool:
    return any(
        word in request.headers.get(name, "").lower()
        for name in AHEAD
        for word in ("prefetch", "preview")
    )
