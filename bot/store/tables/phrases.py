"""The table of what was learned: which phrases helped (protocol, section 10)."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.store.sealing.sealed_columns import Digested, Sealed
from bot.store.tables.columns import Id, metadata, own

learned = Table(
    "learned",
    metadata,
    Column("id", Id, primary_key=True),
    *own(),
    Column("scope", Text, nullable=False),
    Column("client_id", Id),
    Column("behaviour", Text, nullable=False),
    Column("phrase", Sealed("learned.phrase"), nullable=False),
    Column("known_by", Digested("learned.known_by", of="phrase"), nullable=False),
    Column("helped", Integer, nullable=False, server_default=text("0")),
    Column("failed", Integer, nullable=False, server_default=text("0")),
    ForeignKeyConstraint(["person_id", "client_id"], ["client.person_id", "client.id"], ondelete="CASCADE"),
    UniqueConstraint("person_id", "behaviour", "scope", "known_by"),
    Index(None, "person_id", "client_id"),
    CheckConstraint("helped >= 0 AND failed >= 0", name="counts"),
    sqlite_autoincrement=True,
)
"""Counts, up to three for each answer: with everybody ("all"), a fear ("fear:boss"), a client ("client:12").

The database tells phrases apart by `known_by`: sealed ones differ each time.
"""
