"""The tables of what is one's own: what a person asked for and is under way, and what was erased (protocol, 9)."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, ForeignKey, Table, Text, false

from bot.store.sealing.sealed_columns import Sealed
from bot.store.tables.columns import Id, index, metadata, own

errand = Table(
    "errand",
    metadata,
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("kind", Text, primary_key=True),
    *own(person=False),
    Column("state", Sealed("errand.state", spared=True), nullable=False),
    Column("ready", Boolean, nullable=False, server_default=false()),
    Column("touched_at", BigInteger, nullable=False),
    CheckConstraint("kind IN ('export', 'import')", name="kind"),
)
"""One row for what a person asked for: a file to be made, or a file of clients to be read and, once `ready`, to be
confirmed. It goes when it is done, and with a file of clients when the person leaves it."""

erased = Table(
    "erased",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, nullable=False),
    Column("client_id", Id),
    Column("at", BigInteger, nullable=False),
    Column("purged", Boolean, nullable=False, server_default=false()),
    index("ix_erased_unpurged", "id", where="NOT purged"),
    sqlite_autoincrement=True,
)
"""What was erased, by ids that name nobody any more: a client, or with none a whole person. It refers to nothing.

A restored backup is older than some of it, and has it erased again. It is `purged` once the last traces are gone from
the database's file too.
"""
