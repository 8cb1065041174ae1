"""Look after unhappy customers in cases

Unhappy answers from before get a case too, so that nobody is forgotten.

Revision: 7c3a9d51e0b4
Follows: 5d1f0c7a9b24
"""

import datetime as dt

import sqlalchemy as sa
from alembic import op
from uuid_utils.compat import uuid7

revision = "7c3a9d51e0b4"
down_revision = "5d1f0c7a9b24"

TIME_TO_CLOSE = dt.timedelta(hours=24)
OUTCOMES = ("solved", "not_reached", "nothing_to_do")
DEEDS = ("note", "taken", "handed_over", "closed", "opened_again")


def upgrade() -> None:
    case = _make_cases()
    _make_notes()
    _open_cases_of_before(case)
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("complaint", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.alter_column("complaint", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_column("complaint")
    op.drop_table("case_note")
    op.drop_table("case")


def _choice(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def _make_cases() -> sa.Table:
    case = op.create_table(
        "case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("causes", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner", sa.String(length=254), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", _choice(OUTCOMES, "caseoutcome"), nullable=True),
        sa.CheckConstraint(
            "(owner IS NULL) = (taken_at IS NULL)", name=op.f("ck_case_taken_at")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (closed_at IS NULL)", name=op.f("ck_case_closed_at")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_case_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("response_id", name=op.f("uq_case_response_id")),
    )
    op.create_index(op.f("ix_case_closed_at_due_at"), "case", ["closed_at", "due_at"])
    op.create_index(op.f("ix_case_owner"), "case", ["owner"])
    return case


def _make_notes() -> None:
    op.create_table(
        "case_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("author", sa.String(length=254), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deed", _choice(DEEDS, "deed"), nullable=False),
        sa.Column("detail", sa.String(length=254), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(detail IS NOT NULL) = (deed IN ('handed_over', 'closed'))",
            name=op.f("ck_case_note_detail"),
        ),
        sa.CheckConstraint("deed <> 'note' OR text <> ''", name=op.f("ck_case_note_text")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_note_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    op.create_index(op.f("ix_case_note_case_id"), "case_note", ["case_id"])


def _open_cases_of_before(case: sa.Table) -> None:
    moment = sa.DateTime(timezone=True)
    response = sa.table(
        "response",
        sa.column("id", sa.Uuid()),
        sa.column("invitation_id", sa.Uuid()),
        sa.column("score", sa.Integer()),
        sa.column("wants_call_back", sa.Boolean()),
        sa.column("standing", sa.String()),
        sa.column("answered_at", moment),
    )
    invitation = sa.table("invitation", sa.column("id", sa.Uuid()), sa.column("origin", sa.String()))
    unhappy = (
        sa.select(response)
        .join(invitation, invitation.c.id == response.c.invitation_id)
        .where(
            invitation.c.origin == "survey",
            response.c.standing == "confirmed",
            sa.or_(response.c.score <= 6, response.c.wants_call_back),
        )
        .order_by(response.c.id)
    )
    rows = [
        {
            "id": uuid7(),
            "response_id": row.id,
            "causes": ["score"] * (row.score <= 6) + ["call_back"] * row.wants_call_back,
            "opened_at": row.answered_at,
            "due_at": row.answered_at + TIME_TO_CLOSE,
        }
        for row in op.get_bind().execute(unhappy)
    ]
    if rows:
        op.bulk_insert(case, rows)
