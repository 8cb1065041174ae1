"""Keep the telephone number of who wants to be called back

Revision: 3f7a90c1d582
Follows: 9e41c7d2b6f0
"""

import sqlalchemy as sa
from alembic import op

revision = "3f7a90c1d582"
down_revision = "9e41c7d2b6f0"


def upgrade() -> None:
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.add_column(sa.Column("call_back_phone", sa.String(length=20), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_response_call_back_phone"),
            "call_back_phone IS NULL OR wants_call_back",
        )


def downgrade() -> None:
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_response_call_back_phone"), type_="check")
        batch_op.drop_column("call_back_phone")
