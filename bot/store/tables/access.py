"""The tables of who may use the bot: who is inside, and the links that let somebody in."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Table, Text, UniqueConstraint, false, true

from bot.store.sealing.sealed_columns import Sealed
from bot.store.tables.columns import Id, index, metadata, own

member = Table(
    "member",
    metadata,
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    *own(person=False),
    Column("name", Sealed("member.name")),
    Column("inside", Boolean, nullable=False, server_default=true()),
    Column("hosts", Boolean, nullable=False, server_default=false()),
    Column("joined_at", BigInteger),
    Column("removed_at", BigInteger),
    # The page of people, and nobody else's.
    index("ix_member_joined", "agency_id", "joined_at", "person_id", where="joined_at IS NOT NULL AND inside"),
)
"""One row a person. `inside` says whether the bot serves them, `hosts` whether they invite and remove others.

`joined_at` is when an invitation let them in, with the `name` that Telegram gave of them then.
"""

invitation = Table(
    "invitation",
    metadata,
    Column("id", Id, primary_key=True),
    *own(),
    Column("digest", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Column("used_by", Id, ForeignKey("person.id", name="fk_invitation_used_by", ondelete="SET NULL")),
    Column("withdrawn_at", BigInteger),
    UniqueConstraint("digest"),
    index("ix_invitation_open", "agency_id", "id", where="used_at IS NULL AND withdrawn_at IS NULL"),
    index("ix_invitation_used_by", "used_by", where="used_by IS NOT NULL"),
    # A button names it: an id must not come back.
    sqlite_autoincrement=True,
)
"""One row a link; of what it carries only a digest is kept."""
