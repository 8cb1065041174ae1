"""Keep plans and questionnaires as rows

Revision: 7c2e91b4d0a8
Follows: 7c3e91d0b5a8
"""

import uuid
from datetime import UTC, datetime, time

import sqlalchemy as sa
from alembic import op

revision = "7c2e91b4d0a8"
down_revision = "7c3e91d0b5a8"

KEY = sa.Enum(
    "recommend",
    "filing",
    "document_review",
    "investigation",
    "decision",
    "payout",
    "comment",
    name="questionkey",
    native_enum=False,
    create_constraint=True,
    length=30,
)
# Version 1 of both, which every installation begins with: what was asked before they were rows.
PLAN = {
    "delay_hours": 24,
    "window_opens": time(9),
    "window_closes": time(20),
    "quarantine_days": 90,
    "open_for_days": 14,
    "reminder_after_days": 4,
    "too_late_after_days": 14,
}
WORDING = {
    "recommend": (
        "이번 보험금 청구를 돌아보면, 가족이나 친구에게 저희를 추천하고 싶으세요?",
        "Would you recommend us to friends or family, after this claim?",
    ),
    "filing": ("언제든 쉽게 청구할 수 있었어요.", "Claiming was easy, at any hour."),
    "document_review": (
        "어떤 서류가 필요한지, 어디까지 진행됐는지 알 수 있었어요.",
        "I knew which documents were needed and how far it was.",
    ),
    "investigation": (
        "무엇을 확인하는지, 어떻게 되어 가는지 들을 수 있었어요.",
        "I was told what was looked into, and what went on.",
    ),
    "decision": (
        "왜 그렇게 결정했는지 이해할 수 있었어요.",
        "I understood why it was decided so.",
    ),
    "payout": (
        "보험금이 빠르고 정확하게 들어왔어요.",
        "The money came quickly, and it was right.",
    ),
    "comment": ("저희가 꼭 알았으면 하는 점이 있으세요?", "What should we know?"),
}


def upgrade() -> None:
    plan = _create_plan_table()
    questionnaire, question = _create_questionnaire_tables()
    plan_id, questionnaire_id, now = uuid.uuid4(), uuid.uuid4(), datetime.now(UTC)
    first = {"version": 1, "published_at": now, "published_by": None}
    op.bulk_insert(plan, [{"id": plan_id, "name": "paid", **first, **PLAN}])
    op.bulk_insert(questionnaire, [{"id": questionnaire_id, **first}])
    op.bulk_insert(
        question,
        [
            {
                "id": uuid.uuid4(),
                "questionnaire_id": questionnaire_id,
                "key": key,
                "korean": korean,
                "english": english,
            }
            for key, (korean, english) in WORDING.items()
        ],
    )
    _point_invitations_at(plan_id, questionnaire_id)


def _point_invitations_at(plan_id: uuid.UUID, questionnaire_id: uuid.UUID) -> None:
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plan_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("questionnaire_id", sa.Uuid(), nullable=True))
    invitation = sa.table(
        "invitation", sa.column("plan_id", sa.Uuid()), sa.column("questionnaire_id", sa.Uuid())
    )
    op.execute(sa.update(invitation).values(plan_id=plan_id, questionnaire_id=questionnaire_id))
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.alter_column("plan_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.alter_column("questionnaire_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_invitation_plan_id"), "survey_plan", ["plan_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_invitation_questionnaire_id"),
            "questionnaire",
            ["questionnaire_id"],
            ["id"],
        )
        batch_op.drop_column("plan")


def _create_plan_table() -> sa.Table:
    return op.create_table(
        "survey_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("delay_hours", sa.Integer(), nullable=False),
        sa.Column("window_opens", sa.Time(), nullable=False),
        sa.Column("window_closes", sa.Time(), nullable=False),
        sa.Column("quarantine_days", sa.Integer(), nullable=False),
        sa.Column("open_for_days", sa.Integer(), nullable=False),
        sa.Column("reminder_after_days", sa.Integer(), nullable=True),
        sa.Column("too_late_after_days", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=254), nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_survey_plan_version")),
        sa.CheckConstraint("window_opens < window_closes", name=op.f("ck_survey_plan_window")),
        sa.CheckConstraint(
            "reminder_after_days >= 1 AND reminder_after_days < open_for_days",
            name=op.f("ck_survey_plan_reminder_after_days"),
        ),
        sa.CheckConstraint(
            "delay_hours BETWEEN 0 AND 720", name=op.f("ck_survey_plan_delay_hours")
        ),
        sa.CheckConstraint(
            "quarantine_days BETWEEN 0 AND 730", name=op.f("ck_survey_plan_quarantine_days")
        ),
        sa.CheckConstraint(
            "open_for_days BETWEEN 1 AND 90", name=op.f("ck_survey_plan_open_for_days")
        ),
        sa.CheckConstraint(
            "too_late_after_days BETWEEN 1 AND 365",
            name=op.f("ck_survey_plan_too_late_after_days"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_plan")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_survey_plan_name_version")),
    )


def _create_questionnaire_tables() -> tuple[sa.Table, sa.Table]:
    questionnaire = op.create_table(
        "questionnaire",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=254), nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_questionnaire_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire")),
        sa.UniqueConstraint("version", name=op.f("uq_questionnaire_version")),
    )
    question = op.create_table(
        "question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire_id", sa.Uuid(), nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("korean", sa.String(length=200), nullable=False),
        sa.Column("english", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "korean <> '' AND english <> ''", name=op.f("ck_question_both_languages")
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"], ["questionnaire.id"], name=op.f("fk_question_questionnaire_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint(
            "questionnaire_id", "key", name=op.f("uq_question_questionnaire_id_key")
        ),
    )
    return questionnaire, question


def downgrade() -> None:
    """Each invitation keeps the name of its plan; later versions and their wording go."""
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("plan", sa.String(length=60), server_default="paid", nullable=False)
        )
        batch_op.drop_constraint(batch_op.f("fk_invitation_plan_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_invitation_questionnaire_id"), type_="foreignkey")
        batch_op.drop_column("plan_id")
        batch_op.drop_column("questionnaire_id")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.alter_column("plan", existing_type=sa.String(length=60), server_default=None)
    op.drop_table("question")
    op.drop_table("questionnaire")
    op.drop_table("survey_plan")
