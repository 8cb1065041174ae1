"""Read comments again, correct what was read, and find comments by their words

Comments of before wait to be read, which gives them their words; no second row is made where the
same model has read them already.

Revision: 9e41c7d2b6f0
Follows: 4b8e02f6c917
"""

import sqlalchemy as sa
from alembic import op

revision = "9e41c7d2b6f0"
down_revision = "4b8e02f6c917"

BY_MODEL, PRESENT = sa.text("read_by IS NULL"), sa.text("replaced_at IS NULL")
OLD_KEY = "uq_reading_response_id_comment_revision_model"

# A comment that two models have read is shown as the later one reads it.
REPLACE = """
UPDATE reading SET replaced_at = read_at WHERE EXISTS (
    SELECT 1 FROM reading AS later
    WHERE later.response_id = reading.response_id
    AND later.comment_revision = reading.comment_revision AND later.id > reading.id)
"""
WAIT = """
UPDATE response SET reading_due_at = answered_at
WHERE standing = 'confirmed' AND comment <> '' AND reading_due_at IS NULL
"""
# Before, each model had one row for a comment, and no person had any.
FORGET_PERSONS = (
    "DELETE FROM clause WHERE reading_id IN (SELECT id FROM reading WHERE read_by IS NOT NULL)",
    "DELETE FROM reading WHERE read_by IS NOT NULL",
)


def upgrade() -> None:
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.add_column(sa.Column("read_by", sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(OLD_KEY, type_="unique")
        batch_op.create_check_constraint(
            batch_op.f("ck_reading_read_by"), "(model = 'person') = (read_by IS NOT NULL)"
        )
    op.execute(REPLACE)
    _index("uq_reading_of_model", ["response_id", "comment_revision", "model"], BY_MODEL)
    _index("uq_reading_present", ["response_id", "comment_revision"], PRESENT)
    _make_words()
    op.execute(WAIT)


def downgrade() -> None:
    op.drop_table("comment_word")
    op.drop_index("uq_reading_present", table_name="reading")
    op.drop_index("uq_reading_of_model", table_name="reading")
    for statement in FORGET_PERSONS:
        op.execute(statement)
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_reading_read_by"), type_="check")
        batch_op.drop_column("replaced_at")
        batch_op.drop_column("read_by")
        batch_op.create_unique_constraint(
            OLD_KEY, ["response_id", "comment_revision", "model"]
        )


def _index(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(
        name, "reading", columns, unique=True, sqlite_where=where, postgresql_where=where
    )


def _make_words() -> None:
    word = sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql")
    op.create_table(
        "comment_word",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("word", word, nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_comment_word_response_id")
        ),
        sa.PrimaryKeyConstraint("response_id", "word", name=op.f("pk_comment_word")),
    )
    op.create_index(op.f("ix_comment_word_word_response_id"), "comment_word", ["word", "response_id"])
