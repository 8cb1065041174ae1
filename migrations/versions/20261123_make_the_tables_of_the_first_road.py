"""Make the tables of the first road

Revision: 38068c3879e0
Follows:
"""

import sqlalchemy as sa
from alembic import op

revision = "38068c3879e0"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "customer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("external_id", name=op.f("uq_customer_external_id")),
    )
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_address"), ["address"], unique=False)

    op.create_table(
        "daily_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "axis",
            sa.Enum(
                "answered",
                "paid",
                name="axis",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("dimension", sa.String(length=30), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=False),
        sa.Column("figure", sa.String(length=40), nullable=False),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "axis", "dimension", "value", "figure", "bucket", name=op.f("pk_daily_count")
        ),
    )
    op.create_table(
        "outbox_email",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "invitation",
                "digest",
                name="mailkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "failed",
                "cancelled",
                name="mailstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("give_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.String(length=255), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("in_doubt", sa.Integer(), nullable=False),
        sa.Column("lease_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.String(length=40), nullable=True),
        sa.Column("cancelled_because", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'sending') = (lease_ends_at IS NOT NULL)",
            name=op.f("ck_outbox_email_lease_ends_at"),
        ),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_outbox_email_sent_at")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_email")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_email_message_id")),
    )
    with op.batch_alter_table("outbox_email", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_email_recipient"), ["recipient"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_outbox_email_state_due_at"), ["state", "due_at"], unique=False
        )

    op.create_table(
        "sign_in_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_sign_in_code")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator", name="role", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_email")),
    )
    op.create_table(
        "subscription",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "ko", "en", name="language", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unsubscribe_hash", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("email", name=op.f("uq_subscription_email")),
        sa.UniqueConstraint("unsubscribe_hash", name=op.f("uq_subscription_unsubscribe_hash")),
    )
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_subscription_next_due_at"), ["next_due_at"], unique=False
        )

    op.create_table(
        "suppression",
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("reply", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_suppression")),
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(length=100), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "ko", "en", name="language", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("product", sa.String(length=60), nullable=False),
        sa.Column("region", sa.String(length=60), nullable=False),
        sa.Column("channel", sa.String(length=60), nullable=False),
        sa.Column("age_band", sa.String(length=60), nullable=False),
        sa.Column("handler_team", sa.String(length=60), nullable=False),
        sa.Column("amount_claimed", sa.BigInteger(), nullable=True),
        sa.Column("amount_paid", sa.BigInteger(), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                "approved",
                "partial",
                "denied",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_claimed >= 0", name=op.f("ck_claim_amount_claimed")),
        sa.CheckConstraint("amount_paid >= 0", name=op.f("ck_claim_amount_paid")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_claim_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("external_id", name=op.f("uq_claim_external_id")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_paid_at"), ["paid_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_plan_due_at"), ["plan_due_at"], unique=False)

    op.create_table(
        "digest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_digest_period")),
        sa.ForeignKeyConstraint(["mail_id"], ["outbox_email.id"], name=op.f("fk_digest_mail_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_digest_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("mail_id", name=op.f("uq_digest_mail_id")),
        sa.UniqueConstraint(
            "subscription_id", "starts_on", name=op.f("uq_digest_subscription_id_starts_on")
        ),
    )
    op.create_table(
        "opt_out",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_opt_out_customer_id")
        ),
        sa.PrimaryKeyConstraint("customer_id", "address", name=op.f("pk_opt_out")),
    )
    with op.batch_alter_table("opt_out", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opt_out_address"), ["address"], unique=False)

    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_session_staff_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_session")),
    )
    op.create_table(
        "claim_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("identity", sa.String(length=120), nullable=False),
        sa.Column("claim_external_id", sa.String(length=100), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column(
            "type",
            sa.Enum(
                "stage_started",
                "stage_ended",
                "claim_decided",
                "claim_paid",
                name="eventtype",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "filing",
                "document_review",
                "investigation",
                "decision",
                "payout",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column(
            "decision",
            sa.Enum(
                "approved",
                "partial",
                "denied",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(stage IS NOT NULL) = (type IN ('stage_started', 'stage_ended'))",
            name=op.f("ck_claim_event_stage_given"),
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_event_claim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_event")),
        sa.UniqueConstraint("identity", name=op.f("uq_claim_event_identity")),
    )
    with op.batch_alter_table("claim_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_claim_event_claim_external_id_claim_id"),
            ["claim_external_id", "claim_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_claim_event_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.String(length=60), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "too_late",
                "no_email",
                "opted_out",
                "bounced",
                "asked_recently",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("answer_hash", sa.String(length=64), nullable=False),
        sa.Column("unsubscribe_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(mail_id IS NULL) = (due_at IS NULL)", name=op.f("ck_invitation_due_at")
        ),
        sa.CheckConstraint(
            "(mail_id IS NULL) = (expires_at IS NULL)", name=op.f("ck_invitation_expires_at")
        ),
        sa.CheckConstraint(
            "reason IS NOT NULL OR mail_id IS NOT NULL", name=op.f("ck_invitation_mail_or_reason")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_invitation_claim_id")),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["outbox_email.id"], name=op.f("fk_invitation_mail_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("answer_hash", name=op.f("uq_invitation_answer_hash")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_invitation_claim_id")),
        sa.UniqueConstraint("mail_id", name=op.f("uq_invitation_mail_id")),
        sa.UniqueConstraint("unsubscribe_hash", name=op.f("uq_invitation_unsubscribe_hash")),
    )
    op.create_table(
        "stage_span",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "filing",
                "document_review",
                "investigation",
                "decision",
                "payout",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "started_from",
            sa.Enum(
                "file",
                "event",
                name="started_from",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "ended_from",
            sa.Enum(
                "file",
                "event",
                name="ended_from",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_stage_span_claim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_span")),
        sa.UniqueConstraint("claim_id", "stage", name=op.f("uq_stage_span_claim_id_stage")),
    )
    op.create_table(
        "response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "confirmed",
                "suspected",
                "dismissed",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("masked", sa.JSON(), nullable=False),
        sa.Column("wants_call_back", sa.Boolean(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "ko", "en", name="language", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reading_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("score BETWEEN 0 AND 10", name=op.f("ck_response_score")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_response_invitation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_response_invitation_id")),
    )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_answered_at"), ["answered_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_response_reading_due_at"), ["reading_due_at"], unique=False
        )

    op.create_table(
        "rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "filing",
                "document_review",
                "investigation",
                "decision",
                "payout",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.CheckConstraint("value BETWEEN 1 AND 5", name=op.f("ck_rating_value")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_rating_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("response_id", "stage", name=op.f("uq_rating_response_id_stage")),
    )
    op.create_table(
        "reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("model", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column(
            "label",
            sa.Enum(
                "negative",
                "neutral",
                "positive",
                "not_scored",
                name="label",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("polarity", sa.Float(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(label = 'not_scored') = (polarity IS NULL)", name=op.f("ck_reading_scored")
        ),
        sa.CheckConstraint("polarity BETWEEN -1 AND 1", name=op.f("ck_reading_polarity")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_reading_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("response_id", "model", name=op.f("uq_reading_response_id_model")),
    )
    op.create_table(
        "clause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "filing",
                "document_review",
                "investigation",
                "decision",
                "payout",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column(
            "label",
            sa.Enum(
                "negative",
                "neutral",
                "positive",
                "not_scored",
                name="label",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("polarity", sa.Float(), nullable=True),
        sa.CheckConstraint("polarity BETWEEN -1 AND 1", name=op.f("ck_clause_polarity")),
        sa.CheckConstraint('start >= 0 AND "end" > start', name=op.f("ck_clause_span")),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name=op.f("fk_clause_reading_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause")),
        sa.UniqueConstraint("reading_id", "start", name=op.f("uq_clause_reading_id_start")),
    )


def downgrade() -> None:
    op.drop_table("clause")
    op.drop_table("reading")
    op.drop_table("rating")
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_reading_due_at"))
        batch_op.drop_index(batch_op.f("ix_response_answered_at"))

    op.drop_table("response")
    op.drop_table("stage_span")
    op.drop_table("invitation")
    with op.batch_alter_table("claim_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_event_claim_id"))
        batch_op.drop_index(batch_op.f("ix_claim_event_claim_external_id_claim_id"))

    op.drop_table("claim_event")
    op.drop_table("staff_session")
    with op.batch_alter_table("opt_out", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opt_out_address"))

    op.drop_table("opt_out")
    op.drop_table("digest")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_plan_due_at"))
        batch_op.drop_index(batch_op.f("ix_claim_paid_at"))
        batch_op.drop_index(batch_op.f("ix_claim_customer_id"))

    op.drop_table("claim")
    op.drop_table("suppression")
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subscription_next_due_at"))

    op.drop_table("subscription")
    op.drop_table("staff")
    op.drop_table("sign_in_code")
    with op.batch_alter_table("outbox_email", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_email_state_due_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_email_recipient"))

    op.drop_table("outbox_email")
    op.drop_table("daily_count")
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_address"))

    op.drop_table("customer")
