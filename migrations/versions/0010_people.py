"""Who is inside, and invitations."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Brings the tables to this revision; who is there stays, and at the start the settings say who is let in."""
    op.create_table(
        "member",
        sa.Column("person_id", Id, autoincrement=False, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("inside", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("hosts", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=True),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_member_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_member_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_member")),
    )
    op.create_index(
        "ix_member_joined",
        "member",
        ["agency_id", "joined_at", "person_id"],
        sqlite_where=sa.text("joined_at IS NOT NULL AND inside"),
        postgresql_where=sa.text("joined_at IS NOT NULL AND inside"),
    )
    op.execute("INSERT INTO member (person_id, agency_id) SELECT id, agency_id FROM person")
    op.create_table(
        "invitation",
        sa.Column("id", Id, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("used_by", Id, nullable=True),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_invitation_agency"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["used_by"], ["person.id"], name="fk_invitation_used_by", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_digest")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_invitation_open",
        "invitation",
        ["agency_id", "id"],
        sqlite_where=sa.text("used_at IS NULL AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("used_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.create_index(
        "ix_invitation_used_by",
        "invitation",
        ["used_by"],
        sqlite_where=sa.text("used_by IS NOT NULL"),
        postgresql_where=sa.text("used_by IS NOT NULL"),
    )


def downgrade() -> None:
    """Takes them back."""
    op.drop_index(
        "ix_invitation_used_by",
        table_name="invitation",
        sqlite_where=sa.text("used_by IS NOT NULL"),
        postgresql_where=sa.text("used_by IS NOT NULL"),
    )
    op.drop_index(
        "ix_invitation_open",
        table_name="invitation",
        sqlite_where=sa.text("used_at IS NULL AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("used_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.drop_table("invitation")
    op.drop_index(
        "ix_member_joined",
        table_name="member",
        sqlite_where=sa.text("joined_at IS NOT NULL AND inside"),
        postgresql_where=sa.text("joined_at IS NOT NULL AND inside"),
    )
    op.drop_table("member")
