"""What is one's own: what was asked for and is under way, what was erased."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Brings the tables to this revision."""
    op.create_table(
        "errand",
        sa.Column("person_id", Id, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ready", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("touched_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('export', 'import')", name=op.f("ck_errand_kind")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_errand_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_errand_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_errand")),
    )
    op.create_table(
        "erased",
        sa.Column("id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("client_id", Id, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("purged", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erased")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_erased_unpurged",
        "erased",
        ["id"],
        unique=False,
        sqlite_where=sa.text("NOT purged"),
        postgresql_where=sa.text("NOT purged"),
    )


def downgrade() -> None:
    """Takes them back."""
    op.drop_index("ix_erased_unpurged", table_name="erased")
    op.drop_table("erased")
    op.drop_table("errand")
