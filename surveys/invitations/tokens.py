"""Links that only their receiver can know: derived from the invitation, kept as SHA-256 only."""

import base64
import hashlib
import hmac
import uuid
from dataclasses import dataclass
from enum import StrEnum

# A link is 32 bytes in base64url without padding.
TOKEN_LENGTH = 43


class Purpose(StrEnum):
    ANSWER = "answer"
    UNSUBSCRIBE = "unsubscribe"
    DIGEST = "digest"


@dataclass(frozen=True)
class Keyring:
    """The secret that new links are derived from, and older ones that sent links may need."""

    current: str
    older: tuple[str, ...] = ()

    @property
    def current_id(self) -> str:
        return _key_id(self.current)

    def derive(self, key_id: str, purpose: Purpose, subject: uuid.UUID) -> str:
        """The token of `subject`, by HMAC-SHA-256 (RFC 2104) of the key with that id.

        Raises KeyError when the key is not on the ring any more.
        """
        key = {_key_id(key): key for key in (self.current, *self.older)}[key_id]
        message = f"{purpose}:{subject}".encode()
        digest = hmac.digest(key.encode(), message, "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _key_id(key: str) -> str:
    return hashlib.sha256(f"key-id:{key}".encode()).hexdigest()[:16]
