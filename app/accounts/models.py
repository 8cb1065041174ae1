import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveys.db import Model, choice, new_id


class Role(StrEnum):
    ADMINISTRATOR = "administrator"


class Staff(Model):
    """Somebody of the insurer who may sign in to the console."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(choice(Role))
    created_at: Mapped[datetime]


class StaffSession(Model):
    """A sign-in that lasts. The cookie holds the token, this row only its SHA-256."""

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship()


class SignInCode(Model):
    """A code that lets an administrator in, once: the first one, or one who is lost."""

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
