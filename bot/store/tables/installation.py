"""The table of the installation itself: one row that says which database this is and who is at work on it."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, Table, Text

from bot.store.tables.columns import metadata

installation = Table(
    "installation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("identity", Text, nullable=False),
    Column("holder", Text),
    Column("lease_until", BigInteger),
    Column("heard_at", BigInteger),
    Column("backed_up_at", BigInteger),
    CheckConstraint("id = 1", name="one"),
)
"""It belongs to nobody. `identity` is chance, made once: a list of what was erased names ids of this database only.

The process `holder` is at work until `lease_until`; at `heard_at` Telegram answered last. `backed_up_at` stands in a
backup only, and is the moment that it shows.
"""
