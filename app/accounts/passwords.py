from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError

from surveys.errors import BadInput

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
# OWASP's first choice for argon2id: 47 MiB, one pass.
HASHER = PasswordHasher(time_cost=1, memory_cost=47 * 1024, parallelism=1, type=Type.ID)
# Verified where there is no such account, so that its absence takes as long as its presence.
NOBODY = HASHER.hash("nobody signs in with this")


def hash_password(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadInput(
            "password", f"must have {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters"
        )
    return HASHER.hash(password)


def is_password(password: str, password_hash: str | None) -> bool:
    try:
        return HASHER.verify(password_hash or NOBODY, password) and password_hash is not None
    except VerifyMismatchError:
        return False
