"""Clients: a note of their own, the archive, what happened in order of time, and the picker of contacts."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=False, sqlite_where=condition, postgresql_where=condition)


def upgrade() -> None:
    """Brings the tables to this revision."""
    op.add_column("client", sa.Column("note", sa.Text(), nullable=True))
    op.add_column("client", sa.Column("archived_at", sa.BigInteger(), nullable=True))
    op.add_column("chat", sa.Column("keys_at", sa.Integer(), server_default="0", nullable=False))
    _index("ix_client_active", "client", ["person_id", "last_at", "id"], "archived_at IS NULL")
    _index("ix_client_archived", "client", ["person_id", "archived_at", "id"], "archived_at IS NOT NULL")
    _index("ix_touch_logged", "touch", ["person_id", "client_id", "at", "id"], "kind = 'logged'")
    _index("ix_promise_settled", "promise", ["person_id", "client_id", "due_at", "id"], "status IN ('kept', 'broken')")
    op.drop_index(op.f("ix_run_person_id_client_id"), table_name="run")
    op.create_index(
        op.f("ix_run_person_id_client_id_started_at_id"),
        "run",
        ["person_id", "client_id", "started_at", "id"],
        unique=False,
    )


def downgrade() -> None:
    """Takes them back."""
    op.drop_index(op.f("ix_run_person_id_client_id_started_at_id"), table_name="run")
    op.create_index(op.f("ix_run_person_id_client_id"), "run", ["person_id", "client_id"], unique=False)
    op.drop_index("ix_promise_settled", table_name="promise")
    op.drop_index("ix_touch_logged", table_name="touch")
    op.drop_index("ix_client_archived", table_name="client")
    op.drop_index("ix_client_active", table_name="client")
    op.drop_column("chat", "keys_at")
    op.drop_column("client", "archived_at")
    op.drop_column("client", "note")
