"""The parting check: what each came to, and what was decided."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Brings the tables to this revision."""
    op.create_table(
        "parting",
        sa.Column("run_id", Id, autoincrement=False, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("client_id", Id, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("talk_at", sa.BigInteger(), nullable=True),
        sa.Column("look_at", sa.BigInteger(), nullable=True),
        sa.Column("last_day", sa.Text(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("marks", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("parted_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("decision IN ('agree', 'not_now', 'disagree')", name=op.f("ck_parting_decision")),
        sa.CheckConstraint("marks BETWEEN 0 AND 1023", name=op.f("ck_parting_marks")),
        sa.CheckConstraint(
            "verdict IN ('stay', 'early', 'not_yet', 'boundary', 'part', 'stop')", name=op.f("ck_parting_verdict")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_parting_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id", "client_id"],
            ["client.person_id", "client.id"],
            name=op.f("fk_parting_client"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "run_id"], ["run.person_id", "run.id"], name=op.f("fk_parting_run"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_parting_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_parting")),
    )
    op.create_index(
        op.f("ix_parting_person_id_client_id_run_id"), "parting", ["person_id", "client_id", "run_id"], unique=False
    )


def downgrade() -> None:
    """Takes them back."""
    op.drop_index(op.f("ix_parting_person_id_client_id_run_id"), table_name="parting")
    op.drop_table("parting")
