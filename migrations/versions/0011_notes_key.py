"""Notes under a key: what tells the key from others, and what phrases are told apart by where they are sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_FORMER = "uq_learned_person_id_behaviour_scope_phrase"
_NOW = "uq_learned_person_id_behaviour_scope_known_by"


def upgrade() -> None:
    """Brings the tables to this revision."""
    op.create_table(
        "notes_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key_check", sa.Text(), nullable=True),
        sa.Column("turning", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("new_check", sa.Text(), nullable=True),
        sa.Column("done_table", sa.Text(), nullable=True),
        sa.Column("done_key", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes_key")),
    )
    op.add_column("learned", sa.Column("known_by", sa.Text(), nullable=True))
    op.execute("UPDATE learned SET known_by = phrase")
    # SQLite writes the table anew for it, and would begin to count its ids at the highest that is left.
    sqlite = op.get_bind().dialect.name == "sqlite"
    counted = sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'learned'")
    count = op.get_bind().execute(counted).scalar_one_or_none() if sqlite else None
    with op.batch_alter_table("learned", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.alter_column("known_by", existing_type=sa.Text(), nullable=False)
        batch.drop_constraint(op.f(_FORMER), type_="unique")
        batch.create_unique_constraint(op.f(_NOW), ["person_id", "behaviour", "scope", "known_by"])
    if count is not None:
        op.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'learned'"))
        op.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('learned', :n)").bindparams(n=count))


def downgrade() -> None:
    """Takes them back."""
    with op.batch_alter_table("learned", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint(op.f(_NOW), type_="unique")
        batch.create_unique_constraint(op.f(_FORMER), ["person_id", "behaviour", "scope", "phrase"])
        batch.drop_column("known_by")
    op.drop_table("notes_key")
