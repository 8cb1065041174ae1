"""Keep the language that a customer wishes

Revision: 7c3e91d0b5a8
Follows: 7c3a9d51e0b4
"""

import sqlalchemy as sa
from alembic import op

revision = "7c3e91d0b5a8"
down_revision = "7c3a9d51e0b4"

LANGUAGE = sa.Enum(
    "ko", "en", name="wished_language", native_enum=False, create_constraint=True, length=30
)


def upgrade() -> None:
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wished_language", LANGUAGE, nullable=True))


def downgrade() -> None:
    """The wishes are lost, and the language of each claim holds again."""
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_customer_wished_language"), type_="check")
        batch_op.drop_column("wished_language")
