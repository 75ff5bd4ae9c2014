"""The table of parting checks: what each came to, and what was decided (protocol, section 7)."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, Table, Text, text

from bot.store.sealing.sealed_columns import Sealed
from bot.store.tables.columns import Id, metadata, of_client, of_run, own

parting = Table(
    "parting",
    metadata,
    Column("run_id", Id, primary_key=True, autoincrement=False),
    *own(),
    Column("client_id", Id, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("decision", Text),
    Column("reason", Sealed("parting.reason")),
    Column("talk_at", BigInteger),
    Column("look_at", BigInteger),
    Column("last_day", Text),
    Column("topic", Sealed("parting.topic")),
    Column("marks", Integer, nullable=False, server_default=text("0")),
    Column("parted_at", BigInteger),
    Column("decided_at", BigInteger),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    of_run(),
    of_client(),
    CheckConstraint("verdict IN ('stay', 'early', 'not_yet', 'boundary', 'part', 'stop')", name="verdict"),
    CheckConstraint("decision IN ('agree', 'not_now', 'disagree')", name="decision"),
    CheckConstraint("marks BETWEEN 0 AND 1023", name="marks"),
    Index(None, "person_id", "client_id", "run_id"),
)
"""One row a check, from the moment it has a verdict."""
