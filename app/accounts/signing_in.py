"""Who is at the console: the code that lets an administrator in, sign-in, session."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from app.accounts.models import Role, SignInCode, Staff, StaffSession
from app.accounts.passwords import hash_password, is_password
from surveys.addresses import can_be_written_to
from surveys.db import db
from surveys.errors import BadInput
from surveys.invitations.tokens import hash_token

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
# A code is printed at each start while nobody can sign in, and by `flask staff code` at any time.
CODE_LIFE = timedelta(days=1)


def has_staff() -> bool:
    return bool(db.session.scalar(select(func.count()).select_from(Staff)))


def new_code(now: datetime) -> str:
    """A code with which an administrator gets in; earlier ones end."""
    code = "-".join(secrets.token_hex(2) for _ in range(3))
    db.session.execute(delete(SignInCode).where(SignInCode.used_at.is_(None)))
    db.session.add(SignInCode(code_hash=hash_token(code), created_at=now))
    db.session.flush()
    return code


def sign_up(code: str, email: str, password: str, now: datetime) -> Staff:
    """The administrator of this address, new or known, with this password.

    All sessions of a known one end. Raises BadInput for a wrong code, an address that no mail can
    be sent to, or a weak password; the code then keeps working.
    """
    known = db.session.get(SignInCode, hash_token(code.strip().lower()), with_for_update=True)
    if known is None or known.used_at is not None or now - known.created_at > CODE_LIFE:
        raise BadInput("code", "does not work; please copy it once more, or print a new one")
    address = _address(email)
    if not can_be_written_to(address):
        raise BadInput("email", "must be an e-mail address like name@example.com")
    password_hash, staff = hash_password(password), _find_staff(address)
    if staff is None:
        staff = Staff(email=address, role=Role.ADMINISTRATOR, created_at=now)
        db.session.add(staff)
    staff.password_hash = password_hash
    known.used_at = now
    db.session.flush()
    db.session.execute(delete(StaffSession).where(StaffSession.staff_id == staff.id))
    return staff


def check_password(email: str, password: str) -> Staff | None:
    """The staff member, or None; takes as long for an unknown address as for a wrong password."""
    staff = _find_staff(_address(email))
    return staff if is_password(password, staff.password_hash if staff else None) else None


def _find_staff(address: str) -> Staff | None:
    return db.session.scalars(select(Staff).where(Staff.email == address)).one_or_none()


def _address(email: str) -> str:
    """As it is kept: PostgreSQL holds no NUL, and browsers fill in a space at the end."""
    return email.replace("\0", "").strip().lower()


def open_session(staff: Staff, now: datetime) -> str:
    """The token of a new session, to be kept in a cookie; sessions past their end are removed."""
    token = secrets.token_urlsafe(32)
    db.session.execute(delete(StaffSession).where(StaffSession.created_at < now - ABSOLUTE))
    row = StaffSession(token_hash=hash_token(token), staff_id=staff.id, created_at=now, seen_at=now)
    db.session.add(row)
    db.session.flush()
    return token


def find_session(token: str, now: datetime) -> StaffSession | None:
    """The session of a token, unless it was idle for too long or lasted too long."""
    session = db.session.get(StaffSession, hash_token(token))
    if session is None or now - session.created_at > ABSOLUTE or now - session.seen_at > IDLE:
        return None
    return session


def close_session(token: str) -> None:
    db.session.execute(delete(StaffSession).where(StaffSession.token_hash == hash_token(token)))
