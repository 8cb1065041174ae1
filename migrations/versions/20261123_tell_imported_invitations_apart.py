"""Tell imported invitations apart

Revision: 5b1f0c7ad92e
Follows: 0a39d7f3440c
"""

import sqlalchemy as sa
from alembic import op

revision = "5b1f0c7ad92e"
down_revision = "0a39d7f3440c"

ORIGIN = sa.Enum(
    "survey", "imported", name="origin", native_enum=False, create_constraint=True, length=30
)


def upgrade() -> None:
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", ORIGIN, server_default="survey", nullable=False))
        batch_op.drop_constraint(batch_op.f("ck_invitation_mail_or_reason"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_invitation_due_at"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_invitation_mail_or_reason"),
            "origin = 'imported' OR reason IS NOT NULL OR mail_id IS NOT NULL",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_invitation_imported"),
            "origin = 'survey' OR (reason IS NULL AND mail_id IS NULL)",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_invitation_due_at"),
            "(origin = 'survey' AND mail_id IS NULL) = (due_at IS NULL)",
        )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.alter_column("origin", existing_type=ORIGIN, server_default=None)


def downgrade() -> None:
    """An imported answer stays, at an invitation that was not sent because it came too late."""
    invitation = sa.table(
        "invitation", sa.column("origin"), sa.column("reason"), sa.column("due_at")
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_invitation_mail_or_reason"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_invitation_imported"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_invitation_due_at"), type_="check")
    op.execute(
        sa.update(invitation)
        .where(invitation.c.origin == "imported")
        .values(reason="too_late", due_at=None)
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_invitation_origin"), type_="check")
        batch_op.drop_column("origin")
        batch_op.create_check_constraint(
            batch_op.f("ck_invitation_mail_or_reason"), "reason IS NOT NULL OR mail_id IS NOT NULL"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_invitation_due_at"), "(mail_id IS NULL) = (due_at IS NULL)"
        )
