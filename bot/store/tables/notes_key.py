"""The table that tells the notes' key from others, and how far a change of it came (docs/decisions/0021)."""

from sqlalchemy import Boolean, Column, Integer, Table, Text, false

from bot.store.tables.columns import metadata

notes_key = Table(
    "notes_key",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("key_check", Text),
    Column("turning", Boolean, nullable=False, server_default=false()),
    Column("new_check", Text),
    Column("done_table", Text),
    Column("done_key", Text),
)
"""One row where there is a key, or one is coming or going; none where there isn't. A check is NULL for "no key".

While it is `turning`, rows up to `done_key` of `done_table`, and all of the tables before that, are under the new key.
"""
