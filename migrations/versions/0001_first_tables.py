"""The first tables: people, chats, clients, runs and what comes of them, the inbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Brings the tables to this revision."""
    op.create_table(
        "agency",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "inbox",
        sa.Column("seq", Id, nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("retry_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("set_aside", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_inbox")),
        sa.UniqueConstraint("update_id", name=op.f("uq_inbox_update_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_inbox_pending",
        "inbox",
        ["seq"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "playbook",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_playbook")),
    )
    op.create_table(
        "person",
        sa.Column("id", Id, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("work_from", sa.Integer(), nullable=False),
        sa.Column("work_to", sa.Integer(), nullable=False),
        sa.Column("work_days", sa.Integer(), nullable=False),
        sa.Column("detailed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("schedule_confirmed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("debriefs", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("work_days BETWEEN 1 AND 127", name=op.f("ck_person_days")),
        sa.CheckConstraint("work_from >= 0 AND work_from < work_to AND work_to <= 1440", name=op.f("ck_person_hours")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_person_agency"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_person_telegram_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "chat",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("message_mark", sa.Text(), nullable=True),
        sa.Column("draft_id", sa.BigInteger(), nullable=True),
        sa.Column("draft_mark", sa.Text(), nullable=True),
        sa.Column("beside_id", sa.BigInteger(), nullable=True),
        sa.Column("anew_at", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_chat_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_chat_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat")),
    )
    op.create_index(
        "ix_chat_owed",
        "chat",
        ["id"],
        unique=False,
        sqlite_where=sa.text("shown < revision"),
        postgresql_where=sa.text("shown < revision"),
    )
    op.create_table(
        "client",
        sa.Column("id", Id, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("cadence", sa.Text(), nullable=True),
        sa.Column("client_date", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "cadence IN ('daily', 'two_days', 'weekly', 'two_weeks', 'off')", name=op.f("ck_client_cadence")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_client_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_client_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
        sa.UniqueConstraint("person_id", "id", name=op.f("uq_client_person_id_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_client_person_id_last_at_id"), "client", ["person_id", "last_at", "id"], unique=False)
    op.create_table(
        "run",
        sa.Column("id", Id, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("client_id", Id, nullable=True),
        sa.Column("about_id", Id, nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("playbook", sa.Text(), nullable=True),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("touched_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('debrief', 'followup', 'parting')", name=op.f("ck_run_kind")),
        sa.CheckConstraint("status IN ('open', 'closed', 'note')", name=op.f("ck_run_status")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_run_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id", "client_id"],
            ["client.person_id", "client.id"],
            name=op.f("fk_run_client"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_run_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["playbook"], ["playbook.digest"], name=op.f("fk_run_playbook")),
        sa.ForeignKeyConstraint(
            ["person_id", "about_id"], ["run.person_id", "run.id"], name=op.f("fk_run_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint("person_id", "id", name=op.f("uq_run_person_id_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_run_open",
        "run",
        ["person_id", "touched_at", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(
        op.f("ix_run_person_id_about_id"),
        "run",
        ["person_id", "about_id"],
        unique=False,
        sqlite_where=sa.text("about_id IS NOT NULL"),
        postgresql_where=sa.text("about_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_run_person_id_client_id"), "run", ["person_id", "client_id"], unique=False)
    op.create_index(
        "ix_run_stale",
        "run",
        ["touched_at"],
        unique=False,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "outcome",
        sa.Column("run_id", Id, autoincrement=False, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("client_id", Id, nullable=False),
        sa.Column("fear", sa.Text(), nullable=False),
        sa.Column("fears", sa.Text(), nullable=False),
        sa.Column("fear_words", sa.Text(), nullable=True),
        sa.Column("sure", sa.Text(), nullable=False),
        sa.Column("behaviours", sa.Text(), nullable=False),
        sa.Column("tension_before", sa.Integer(), nullable=True),
        sa.Column("tension_after", sa.Integer(), nullable=True),
        sa.Column("polite", sa.Text(), nullable=True),
        sa.Column("tense", sa.Boolean(), nullable=False),
        sa.Column("honest", sa.Text(), nullable=True),
        sa.Column("next_contact_at", sa.BigInteger(), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=True),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "cadence IN ('daily', 'two_days', 'weekly', 'two_weeks', 'off')", name=op.f("ck_outcome_cadence")
        ),
        sa.CheckConstraint("tension_after BETWEEN 1 AND 10", name=op.f("ck_outcome_tension_after")),
        sa.CheckConstraint("tension_before BETWEEN 1 AND 10", name=op.f("ck_outcome_tension_before")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_outcome_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id", "client_id"],
            ["client.person_id", "client.id"],
            name=op.f("fk_outcome_client"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "run_id"],
            ["run.person_id", "run.id"],
            name=op.f("fk_outcome_run"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outcome_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_outcome")),
    )
    op.create_index(op.f("ix_outcome_person_id_client_id"), "outcome", ["person_id", "client_id"], unique=False)
    op.create_table(
        "promise",
        sa.Column("id", Id, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("client_id", Id, nullable=False),
        sa.Column("run_id", Id, nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("status IN ('open', 'kept', 'broken', 'dropped')", name=op.f("ck_promise_status")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_promise_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id", "client_id"],
            ["client.person_id", "client.id"],
            name=op.f("fk_promise_client"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "run_id"],
            ["run.person_id", "run.id"],
            name=op.f("fk_promise_run"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_promise_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sa.UniqueConstraint("run_id", name=op.f("uq_promise_run_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_promise_person_id_client_id"), "promise", ["person_id", "client_id"], unique=False)
    op.create_table(
        "touch",
        sa.Column("id", Id, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("client_id", Id, nullable=False),
        sa.Column("run_id", Id, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('debrief', 'followup', 'logged')", name=op.f("ck_touch_kind")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_touch_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id", "client_id"],
            ["client.person_id", "client.id"],
            name=op.f("fk_touch_client"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "run_id"],
            ["run.person_id", "run.id"],
            name=op.f("fk_touch_run"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_touch_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touch")),
        sa.UniqueConstraint("run_id", name=op.f("uq_touch_run_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_touch_person_id_client_id_at"), "touch", ["person_id", "client_id", "at"], unique=False)


def downgrade() -> None:
    """Takes them back, with all that they hold."""
    op.drop_table("touch")
    op.drop_table("promise")
    op.drop_table("outcome")
    op.drop_table("run")
    op.drop_table("client")
    op.drop_table("chat")
    op.drop_table("person")
    op.drop_table("inbox")
    op.drop_table("playbook")
    op.drop_table("agency")
