"""Contact that is seen by itself: connections, linked chats, the manager's own messages there by id."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TOLD = "touch_id IS NOT NULL"


def _own(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f(f"fk_{table}_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person"), ondelete="CASCADE"),
    ]


def upgrade() -> None:
    """Brings the tables to this revision."""
    op.create_table(
        "business_connection",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("can_reply", sa.Boolean(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        *_own("business_connection"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_connection")),
    )
    op.create_index(op.f("ix_business_connection_person_id_since"), "business_connection", ["person_id", "since"])
    op.create_table(
        "client_chat",
        sa.Column("id", Id, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("client_id", Id, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("linked_at", sa.BigInteger(), nullable=False),
        sa.Column("client_wrote_at", sa.BigInteger(), nullable=True),
        sa.Column("unanswered_since", sa.BigInteger(), nullable=True),
        *_own("client_chat"),
        sa.ForeignKeyConstraint(
            ["person_id", "client_id"],
            ["client.person_id", "client.id"],
            name=op.f("fk_client_chat_client"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_chat")),
        sa.UniqueConstraint("person_id", "chat_id", name=op.f("uq_client_chat_person_id_chat_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_client_chat_person_id_client_id"), "client_chat", ["person_id", "client_id"])
    op.create_table(
        "seen_message",
        sa.Column("id", Id, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("client_chat_id", Id, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("touch_id", Id, nullable=True),
        *_own("seen_message"),
        sa.ForeignKeyConstraint(
            ["client_chat_id"], ["client_chat.id"], name=op.f("fk_seen_message_client_chat"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["touch_id"], ["touch.id"], name=op.f("fk_seen_message_touch"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seen_message")),
        sa.UniqueConstraint("client_chat_id", "message_id", name=op.f("uq_seen_message_client_chat_id_message_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_seen_message_touch_id",
        "seen_message",
        ["touch_id"],
        sqlite_where=sa.text(_TOLD),
        postgresql_where=sa.text(_TOLD),
    )

    op.add_column("calendar", sa.Column("answer_within", sa.Integer(), server_default=sa.text("60"), nullable=False))
    _kinds(("promise_soon", "promise_overdue", "stay", "ask", "look_again", "unanswered"))


def _kinds(kinds: tuple[str, ...]) -> None:
    """The kinds of reminders.

    SQLite writes the table anew for it, which would count its ids from what is left, and make its indexes in any order:
    the planner chooses by that where nothing else tells them apart.
    """
    bind = op.get_bind()
    sqlite = bind.dialect.name == "sqlite"
    counted = sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'reminder'")
    indexes = sa.text(
        "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'reminder' AND type = 'index' ORDER BY rowid"
    )
    count = bind.execute(counted).scalar_one_or_none() if sqlite else None
    made = bind.execute(indexes).all() if sqlite else []
    with op.batch_alter_table("reminder", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint(op.f("ck_reminder_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_reminder_kind"), f"kind IN {kinds}")
    for name, sql in made:
        op.execute(f"DROP INDEX {name}")
        op.execute(sql)
    if count is not None:
        op.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'reminder'"))
        op.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('reminder', :n)").bindparams(n=count))


def downgrade() -> None:
    """Takes them back, with the reminders of the kind that is no more."""
    op.execute("DELETE FROM reminder WHERE kind = 'unanswered'")
    _kinds(("promise_soon", "promise_overdue", "stay", "ask", "look_again"))
    op.drop_column("calendar", "answer_within")
    op.drop_index(
        "ix_seen_message_touch_id",
        table_name="seen_message",
        sqlite_where=sa.text(_TOLD),
        postgresql_where=sa.text(_TOLD),
    )
    op.drop_table("seen_message")
    op.drop_index(op.f("ix_client_chat_person_id_client_id"), table_name="client_chat")
    op.drop_table("client_chat")
    op.drop_index(op.f("ix_business_connection_person_id_since"), table_name="business_connection")
    op.drop_table("business_connection")
