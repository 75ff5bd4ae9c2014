"""The table of the draft check: the text that a person is looking at now, and nothing of former ones."""

from sqlalchemy import BigInteger, Column, ForeignKey, Table

from bot.store.sealing.sealed_columns import Sealed
from bot.store.tables.columns import Id, metadata, own

pasted = Table(
    "pasted",
    metadata,
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    *own(person=False),
    Column("state", Sealed("pasted.state"), nullable=False),
    Column("touched_at", BigInteger, nullable=False),
)
"""One row a person while their chat stands at the check: it goes when they leave, after 12 hours at the latest."""
