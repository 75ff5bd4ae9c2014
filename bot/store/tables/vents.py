"""The tables of letting it out: ids and moments only, never a word of it (docs/decisions/0013-letting-it-out.md).

They are of chats, as the inbox is: an update tells its chat before anybody knows whose it is.
"""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Table, Text, false

from bot.store.tables.columns import Id, index, metadata

vent = Table(
    "vent",
    metadata,
    Column("chat_id", Id, primary_key=True, autoincrement=False),
    Column("due_at", BigInteger, nullable=False),
    Column("said", Boolean, nullable=False, server_default=false()),
)
"""A chat that lets it out, from the moment that the tap which begins it is taken in until it ends.

At `due_at` it is answered, where something was `said` since the last answer, else it ends by itself.
"""

vent_message = Table(
    "vent_message",
    metadata,
    Column("chat_id", Id, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    CheckConstraint("state IN ('said', 'going', 'gone', 'kept')", name="state"),
    # What is to be deleted is looked for at every start, over all chats.
    index("ix_vent_message_going", "chat_id", where="state = 'going'"),
)
"""A message of it, of either side: it stands in the chat (`said`), is to be deleted (`going`), is `gone`, or is `kept`
by Telegram. The ids stay for as long as the message may be edited or quoted: those updates hold its words again.
"""
