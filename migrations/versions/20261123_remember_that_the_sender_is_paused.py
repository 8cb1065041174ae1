"""Remember that the sender is paused

Revision: e1e09ce997cd
Follows: 5b1f0c7ad92e
"""

import sqlalchemy as sa
from alembic import op

revision = "e1e09ce997cd"
down_revision = "5b1f0c7ad92e"


def upgrade() -> None:
    op.create_table(
        "sender_pause",
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "because",
            sa.Enum(
                "restored", name="pausereason", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("set_back_to", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("since", name=op.f("pk_sender_pause")),
    )


def downgrade() -> None:
    op.drop_table("sender_pause")
