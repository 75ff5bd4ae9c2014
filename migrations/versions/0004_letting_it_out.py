"""Letting it out: which chats do, and the ids of the messages that are to be deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Brings the tables to this revision."""
    op.create_table(
        "vent",
        sa.Column("chat_id", Id, autoincrement=False, nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("said", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_vent")),
    )
    op.create_table(
        "vent_message",
        sa.Column("chat_id", Id, autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('said', 'going', 'gone', 'kept')", name=op.f("ck_vent_message_state")),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_vent_message")),
    )
    op.create_index(
        "ix_vent_message_going",
        "vent_message",
        ["chat_id"],
        unique=False,
        sqlite_where=sa.text("state = 'going'"),
        postgresql_where=sa.text("state = 'going'"),
    )


def downgrade() -> None:
    """Takes the tables back to the revision before."""
    op.drop_table("vent_message")
    op.drop_table("vent")
