"""Staying in touch: reminders and their notices, follow-ups, calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Brings the tables to this revision."""
    op.create_table(
        "agenda",
        sa.Column("person_id", Id, autoincrement=False, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("claims", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("paused_until", sa.BigInteger(), nullable=True),
        sa.Column("held_until", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("gone_at", sa.BigInteger(), nullable=True),
        sa.Column("notices", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agenda_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agenda_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_agenda")),
    )
    op.create_index(
        "ix_agenda_due",
        "agenda",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL AND gone_at IS NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL AND gone_at IS NULL"),
    )
    op.create_table(
        "calendar",
        sa.Column("person_id", Id, autoincrement=False, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("holidays", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("digest_at", sa.Integer(), nullable=True),
        sa.Column("keyboard", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("days_off", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("days_off_year", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("digest_at BETWEEN 0 AND 1439", name=op.f("ck_calendar_digest")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_calendar_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar")),
    )
    op.create_index(op.f("ix_calendar_days_off_year"), "calendar", ["days_off_year"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", Id, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("late", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("repeat", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("turn", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("shown", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_notice_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_notice_owed",
        "notice",
        ["id"],
        unique=False,
        sqlite_where=sa.text("shown < revision"),
        postgresql_where=sa.text("shown < revision"),
    )
    op.create_index(op.f("ix_notice_person_id_message_id"), "notice", ["person_id", "message_id"], unique=False)
    op.create_table(
        "rhythm",
        sa.Column("client_id", Id, autoincrement=False, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("cadence_at", sa.BigInteger(), nullable=True),
        sa.Column("look_again_at", sa.BigInteger(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("told_base", sa.BigInteger(), nullable=True),
        sa.Column("quiet", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_rhythm_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id", "client_id"],
            ["client.person_id", "client.id"],
            name=op.f("fk_rhythm_client"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rhythm_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_rhythm")),
    )
    op.create_table(
        "followup",
        sa.Column("run_id", Id, autoincrement=False, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("client_id", Id, nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("fear_right", sa.Text(), nullable=True),
        sa.Column("fear", sa.Text(), nullable=True),
        sa.Column("fear_words", sa.Text(), nullable=True),
        sa.Column("tension", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("kept", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("fear_right IN ('confirmed', 'refuted', 'unclear')", name=op.f("ck_followup_fear_right")),
        sa.CheckConstraint("how IN ('constructive', 'neutral', 'tense', 'abuse')", name=op.f("ck_followup_how")),
        sa.CheckConstraint("tension BETWEEN 1 AND 10", name=op.f("ck_followup_tension")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_followup_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id", "client_id"],
            ["client.person_id", "client.id"],
            name=op.f("fk_followup_client"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "run_id"], ["run.person_id", "run.id"], name=op.f("fk_followup_run"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_followup_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_followup")),
    )
    op.create_index(
        op.f("ix_followup_person_id_client_id_run_id"), "followup", ["person_id", "client_id", "run_id"], unique=False
    )
    # After the one above: of two that fit alike, SQLite takes the later.
    op.create_index(
        "ix_followup_changed",
        "followup",
        ["person_id", "client_id", "run_id"],
        unique=False,
        sqlite_where=sa.text("fear IS NOT NULL"),
        postgresql_where=sa.text("fear IS NOT NULL"),
    )
    op.create_table(
        "reminder",
        sa.Column("id", Id, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("client_id", Id, nullable=False),
        sa.Column("promise_id", Id, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("base_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=True),
        sa.Column("done_until", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("notice_id", Id, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "done IN ('wrote', 'hour', 'tomorrow', 'moved', 'not_needed', 'stop', 'over')",
            name=op.f("ck_reminder_done"),
        ),
        sa.CheckConstraint(
            "kind IN ('promise_soon', 'promise_overdue', 'stay', 'ask', 'look_again')", name=op.f("ck_reminder_kind")
        ),
        sa.CheckConstraint("status IN ('waiting', 'sent', 'dropped')", name=op.f("ck_reminder_status")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_reminder_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_reminder_notice"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["person_id", "client_id"],
            ["client.person_id", "client.id"],
            name=op.f("fk_reminder_client"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name=op.f("fk_reminder_promise"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reminder_person_id_client_id"), "reminder", ["person_id", "client_id"], unique=False)
    op.create_index(
        "ix_reminder_due",
        "reminder",
        ["person_id", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_index(
        "ix_reminder_notice",
        "reminder",
        ["notice_id"],
        unique=False,
        sqlite_where=sa.text("notice_id IS NOT NULL"),
        postgresql_where=sa.text("notice_id IS NOT NULL"),
    )
    op.create_index(
        "ix_reminder_open",
        "reminder",
        ["person_id", "client_id"],
        unique=False,
        sqlite_where=sa.text("status = 'sent' AND done IS NULL"),
        postgresql_where=sa.text("status = 'sent' AND done IS NULL"),
    )
    op.create_index(
        "ix_reminder_promise",
        "reminder",
        ["promise_id"],
        unique=False,
        sqlite_where=sa.text("promise_id IS NOT NULL"),
        postgresql_where=sa.text("promise_id IS NOT NULL"),
    )
    op.create_index(
        "ix_reminder_waiting",
        "reminder",
        ["client_id", "kind", "base_at"],
        unique=True,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.drop_index(op.f("ix_outcome_person_id_client_id"), table_name="outcome")
    op.create_index(
        op.f("ix_outcome_person_id_client_id_run_id"), "outcome", ["person_id", "client_id", "run_id"], unique=False
    )
    op.create_index(
        "ix_promise_open",
        "promise",
        ["person_id", "client_id", "due_at"],
        unique=False,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    # Everybody who is there already gets a calendar, and an agenda that is due at once: it is planned at the start.
    op.execute("INSERT INTO calendar (person_id, agency_id) SELECT id, agency_id FROM person")
    op.execute("INSERT INTO agenda (person_id, agency_id, due_at) SELECT id, agency_id, 0 FROM person")


def downgrade() -> None:
    """Takes them back."""
    op.drop_index(
        "ix_promise_open",
        table_name="promise",
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.drop_index(op.f("ix_outcome_person_id_client_id_run_id"), table_name="outcome")
    op.create_index(op.f("ix_outcome_person_id_client_id"), "outcome", ["person_id", "client_id"], unique=False)
    op.drop_index(
        "ix_reminder_waiting",
        table_name="reminder",
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.drop_index(
        "ix_reminder_promise",
        table_name="reminder",
        sqlite_where=sa.text("promise_id IS NOT NULL"),
        postgresql_where=sa.text("promise_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_reminder_open",
        table_name="reminder",
        sqlite_where=sa.text("status = 'sent' AND done IS NULL"),
        postgresql_where=sa.text("status = 'sent' AND done IS NULL"),
    )
    op.drop_index(
        "ix_reminder_notice",
        table_name="reminder",
        sqlite_where=sa.text("notice_id IS NOT NULL"),
        postgresql_where=sa.text("notice_id IS NOT NULL"),
    )
    op.drop_index(op.f("ix_reminder_person_id_client_id"), table_name="reminder")
    op.drop_index(
        "ix_reminder_due",
        table_name="reminder",
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.drop_table("reminder")
    op.drop_index(
        "ix_followup_changed",
        table_name="followup",
        sqlite_where=sa.text("fear IS NOT NULL"),
        postgresql_where=sa.text("fear IS NOT NULL"),
    )
    op.drop_index(op.f("ix_followup_person_id_client_id_run_id"), table_name="followup")
    op.drop_table("followup")
    op.drop_table("rhythm")
    op.drop_index(
        "ix_notice_owed",
        table_name="notice",
        sqlite_where=sa.text("shown < revision"),
        postgresql_where=sa.text("shown < revision"),
    )
    op.drop_index(op.f("ix_notice_person_id_message_id"), table_name="notice")
    op.drop_table("notice")
    op.drop_index(op.f("ix_calendar_days_off_year"), table_name="calendar")
    op.drop_table("calendar")
    op.drop_index(
        "ix_agenda_due",
        table_name="agenda",
        sqlite_where=sa.text("due_at IS NOT NULL AND gone_at IS NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL AND gone_at IS NULL"),
    )
    op.drop_table("agenda")
