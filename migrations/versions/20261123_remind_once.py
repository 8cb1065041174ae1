"""Remind once

Revision: 0a39d7f3440c
Follows: 20e00cb19517
"""

import sqlalchemy as sa
from alembic import op

revision = "0a39d7f3440c"
down_revision = "20e00cb19517"

KIND = "ck_outbox_email_mailkind"


def upgrade() -> None:
    with op.batch_alter_table("outbox_email", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(KIND), type_="check")
        batch_op.create_check_constraint(
            op.f(KIND), "kind IN ('invitation', 'reminder', 'digest')"
        )

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminder_id", sa.Uuid(), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_invitation_reminder_id"), ["reminder_id"])
        batch_op.create_foreign_key(
            op.f("fk_invitation_reminder_id"), "outbox_email", ["reminder_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_invitation_reminder_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("uq_invitation_reminder_id"), type_="unique")
        batch_op.drop_column("reminder_id")

    op.execute("DELETE FROM outbox_email WHERE kind = 'reminder'")
    with op.batch_alter_table("outbox_email", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(KIND), type_="check")
        batch_op.create_check_constraint(op.f(KIND), "kind IN ('invitation', 'digest')")
