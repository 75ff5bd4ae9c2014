"""The tables of contact that is seen by itself: ids and moments only, never a word of it (protocol, section 11)."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from bot.store.tables.columns import Id, index, metadata, of_client, own

business_connection = Table(
    "business_connection",
    metadata,
    Column("id", Text, primary_key=True),
    *own(),
    Column("enabled", Boolean, nullable=False),
    Column("can_reply", Boolean, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Index(None, "person_id", "since"),
)
"""One row a connection that a manager made between their account and the bot, under Telegram's own id."""

client_chat = Table(
    "client_chat",
    metadata,
    Column("id", Id, primary_key=True),
    *own(),
    Column("client_id", Id, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("linked_at", BigInteger, nullable=False),
    Column("client_wrote_at", BigInteger),
    Column("unanswered_since", BigInteger),
    of_client(),
    UniqueConstraint("person_id", "chat_id"),
    Index(None, "person_id", "client_id"),
    sqlite_autoincrement=True,
)
"""One row a chat of the manager's account that they linked to a client. `unanswered_since` is when the client wrote
what has had no answer yet."""

seen_message = Table(
    "seen_message",
    metadata,
    Column("id", Id, primary_key=True),
    *own(),
    Column("client_chat_id", Id, ForeignKey("client_chat.id", ondelete="CASCADE"), nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("counted", Boolean, nullable=False),
    Column("touch_id", Id, ForeignKey("touch.id", ondelete="SET NULL")),
    UniqueConstraint("client_chat_id", "message_id"),
    # A contact that is deleted lets go of its message.
    index("ix_seen_message_touch_id", "touch_id", where="touch_id IS NOT NULL"),
    sqlite_autoincrement=True,
)
"""One row a message of the manager's own in a linked chat, for a day.

`counted` says that it was taken for a contact, which is `touch_id` unless that was taken back.
"""
