"""Signs in the form when its page was issued, so that only a page of ours can be sent back."""

import hashlib
from datetime import UTC, datetime, timedelta

from flask import request
from itsdangerous import BadSignature, Signer

from app.parts import parts

# A page may lie open for so long; it is sent once more then.
LASTS_FOR = timedelta(hours=12)
MILLISECOND = timedelta(milliseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new_nonce(token: str, now: datetime) -> str:
    return _signer(token).sign(str((now - EPOCH) // MILLISECOND)).decode()


def sent_nonce() -> str:
    return request.form.get("nonce", "")


def issued_at(nonce: str, token: str, now: datetime) -> datetime | None:
    """When the page was issued; None for one of another link, of somebody else, or too old."""
    try:
        issued = EPOCH + int(_signer(token).unsign(nonce)) * MILLISECOND
    except BadSignature:
        return None
    return issued if now - issued <= LASTS_FOR else None


def kept_nonce(token: str, now: datetime) -> str:
    """For a page that comes again: the nonce that was sent, or a new one where it does not hold."""
    nonce = sent_nonce()
    return nonce if issued_at(nonce, token, now) else new_nonce(token, now)


def _signer(token: str) -> Signer:
    keyring = parts().keyring
    keys = (*keyring.older, keyring.current)
    return Signer(keys, salt=f"answer form {token}", digest_method=hashlib.sha256)
