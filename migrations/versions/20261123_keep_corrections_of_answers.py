"""Keep corrections of answers

Revision: 20e00cb19517
Follows: 38068c3879e0
"""

import sqlalchemy as sa
from alembic import op

revision = "20e00cb19517"
down_revision = "38068c3879e0"


def upgrade() -> None:
    op.create_table(
        "revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("ratings", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("wants_call_back", sa.Boolean(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 10", name=op.f("ck_revision_score")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_revision_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_response_id"), ["response_id"], unique=False)

    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.add_column(sa.Column("comment_revision", sa.Integer(), nullable=False, server_default="0"))
        batch_op.drop_constraint(batch_op.f("uq_reading_response_id_model"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_reading_response_id_comment_revision_model"),
            ["response_id", "comment_revision", "model"],
        )

    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.add_column(sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("comment_revision", sa.Integer(), nullable=False, server_default="0"))

    for table in ("reading", "response"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("comment_revision", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_column("comment_revision")
        batch_op.drop_column("corrected_at")

    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("uq_reading_response_id_comment_revision_model"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_reading_response_id_model"), ["response_id", "model"]
        )
        batch_op.drop_column("comment_revision")

    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revision_response_id"))

    op.drop_table("revision")
