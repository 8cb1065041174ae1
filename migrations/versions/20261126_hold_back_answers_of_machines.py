"""Hold back answers of machines, by the looks at their links

Revision: b3f5a8d06e21
Follows: 3f7a90c1d582
"""

import sqlalchemy as sa
from alembic import op

revision = "b3f5a8d06e21"
down_revision = "3f7a90c1d582"


def upgrade() -> None:
    _make_visits()
    _make_judgements()
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.add_column(sa.Column("suspicions", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.create_check_constraint(
            batch_op.f("ck_response_reading_due_at"),
            "standing = 'confirmed' OR reading_due_at IS NULL",
        )
        batch_op.create_index(
            batch_op.f("ix_response_standing_answered_at"), ["standing", "answered_at"]
        )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.alter_column("suspicions", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_standing_answered_at"))
        batch_op.drop_constraint(batch_op.f("ck_response_reading_due_at"), type_="check")
        batch_op.drop_column("suspicions")
    op.drop_table("judgement")
    op.drop_table("visit")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def _make_visits() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("method", _choice("method", "GET", "HEAD", "POST"), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("honeypot", sa.Boolean(), nullable=False),
        sa.Column("visitor", sa.String(length=16), nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 10", name=op.f("ck_visit_score")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_visit_invitation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_invitation_id_at"), "visit", ["invitation_id", "at"])


def _make_judgements() -> None:
    op.create_table(
        "judgement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", _choice("verdict", "released", "dismissed"), nullable=False),
        sa.Column("judged_by", sa.String(length=254), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_judgement_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    op.create_index(op.f("ix_judgement_response_id"), "judgement", ["response_id"])
