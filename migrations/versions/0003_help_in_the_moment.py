"""Which phrases helped."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Brings the tables to this revision."""
    op.create_table(
        "learned",
        sa.Column("id", Id, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("client_id", Id, nullable=True),
        sa.Column("behaviour", sa.Text(), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("helped", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("helped >= 0 AND failed >= 0", name=op.f("ck_learned_counts")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_learned_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id", "client_id"],
            ["client.person_id", "client.id"],
            name=op.f("fk_learned_client"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_learned_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned")),
        sa.UniqueConstraint(
            "person_id",
            "behaviour",
            "scope",
            "phrase",
            name=op.f("uq_learned_person_id_behaviour_scope_phrase"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_learned_person_id_client_id"), "learned", ["person_id", "client_id"], unique=False)


def downgrade() -> None:
    """Takes them back."""
    op.drop_index(op.f("ix_learned_person_id_client_id"), table_name="learned")
    op.drop_table("learned")
