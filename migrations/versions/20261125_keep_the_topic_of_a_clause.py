"""Keep the topic of a clause

Revision: 4b8e02f6c917
Follows: 7c2e91b4d0a8
"""

import sqlalchemy as sa
from alembic import op

revision = "4b8e02f6c917"
down_revision = "7c2e91b4d0a8"

TOPICS = (
    *("speed", "progress_notice", "repeated_documents", "explanation", "amount", "fairness"),
    *("contact", "staff", "ease_of_use", "error", "notice"),
    *("praise_general", "complaint_general"),
)


def upgrade() -> None:
    topic = sa.Enum(*TOPICS, name="topic", native_enum=False, create_constraint=True, length=30)
    with op.batch_alter_table("clause", schema=None) as batch_op:
        batch_op.add_column(sa.Column("topic", topic, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("clause", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_clause_topic"), type_="check")
        batch_op.drop_column("topic")
