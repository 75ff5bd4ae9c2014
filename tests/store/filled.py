"""A row in every table, made from the tables' own metadata, with a canary in every column of words.

A new column or table is filled by itself, so that `test_every_word.py` looks for its words too.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from sqlalchemy import Boolean, CheckConstraint, Column, Connection, Integer, Table, Text, TypeDecorator, insert, select

from bot.draftcheck import pasted
from bot.protocol.client import Client
from bot.protocol.engine import run
from bot.protocol.engine.run import Piece, Run
from bot.protocol.person import Person
from bot.store.queries import clients, people
from bot.store.queries.merging import refers_to_client
from bot.store.sealing import sealed_columns
from bot.store.sealing.sealed_columns import sealed, stands_for
from bot.store.tables.core import client, metadata
from tests.store.samples import NOW

OF_NOBODY = {
    "installation": "one row, which the database has of itself",
    "notes_key": "one row, of the key alone",
    "erased": "ids that name nobody any more",
}
"""Tables that hold nothing of a person, each with the reason."""
Row = Mapping[str, Any]
_ONE_OF = re.compile(r"(\w+) IN \('(\w+)'")


@dataclass
class Filled:
    """A person with two clients. `words` are the canaries of the person alone by their places ("member.name"),
    `of_clients` those of each client."""

    chat: int
    words: dict[str, str] = field(default_factory=dict)
    of_clients: tuple[dict[str, str], dict[str, str]] = field(default_factory=lambda: ({}, {}))
    rows: dict[str, Row] = field(default_factory=dict)
    rows_of_clients: tuple[dict[str, Row], dict[str, Row]] = field(default_factory=lambda: ({}, {}))

    @property
    def canaries(self) -> list[str]:
        """All of them."""
        return [word for words in (self.words, *self.of_clients) for word in words.values()]

    def person(self, conn: Connection) -> Person:
        """Whose rows they are."""
        return people.get(conn, self.rows["person"]["id"])

    def client(self, conn: Connection, number: int) -> Client:
        """One of the two clients."""
        found = clients.get(conn, self.rows["person"]["id"], self.rows_of_clients[number]["client"]["id"])
        assert found is not None
        return found


def fill(conn: Connection, stem: str, chat: int) -> Filled:
    """Fills every table for a new person; all their words begin with `stem`, which is small Latin letters."""
    made = Filled(chat)
    for table in metadata.sorted_tables:
        if table is client or refers_to_client(table):
            for number, rows in enumerate(made.rows_of_clients):
                rows[table.name] = _put(
                    conn, table, {**made.rows, **rows}, made.of_clients[number], f"{stem}{number}", chat
                )
        elif table.name not in OF_NOBODY:
            # What is the person's alone may hang on what is a client's: on the first one's.
            rows = {**made.rows_of_clients[0], **made.rows}
            made.rows[table.name] = _put(conn, table, rows, made.words, stem, chat)
    return made


def words_in(conn: Connection) -> dict[str, list[str]]:
    """All words that stand in the database, as the program reads them, by their places."""
    found: dict[str, list[str]] = {}
    for table in metadata.sorted_tables:
        for column in sealed(table):
            rows = conn.execute(select(column).where(column.is_not(None)).order_by(*table.primary_key))
            found[f"{table.name}.{column.name}"] = [word for (word,) in rows]
    return found


def _put(  # noqa: PLR0917 (what one row is made of)
    conn: Connection, table: Table, rows: Mapping[str, Row], words: dict[str, str], stem: str, chat: int
) -> Row:
    """Puts a row into the table, which refers to those `rows`; notes its canaries in `words`."""
    values: dict[str, Any] = {}
    for column in table.c:
        place = f"{table.name}.{column.name}"
        if column in sealed(table):
            words[place] = f"{stem}_{table.name}_{column.name}"
            if place == "client.phone":  # which an import reads only where it is one
                words[place] = f"+7916{crc32(stem.encode()) % 10**7:07}"
            values[column.name] = _SHAPED.get(place, str)(words[place])
        elif (value := _value(column, place, rows, stem, chat)) is not None:
            values[column.name] = value
    for column in table.c:
        if (of := stands_for(column)) is not None:
            values[column.name] = values[of]
    statement = insert(table).returning(*table.primary_key)
    return {**values, **conn.execute(statement, sealed_columns.row(conn, table, values)).one()._mapping}


_SHAPED = {
    "run.state": lambda words: run.encode(Run(1, facts=(Piece(0, words),))),
    "pasted.state": lambda words: pasted.encode(pasted.Pasted((Piece(1, words),))),
}
"""Words that stand in JSON."""
_CHOSEN: Mapping[str, Callable[[str, Mapping[str, Row]], object]] = {
    "person.zone": lambda _stem, _rows: "Europe/Moscow",
    "person.work_to": lambda _stem, _rows: 600,
    "learned.scope": lambda _stem, rows: f"client:{rows['client']['id']}",
    "inbox.update_id": lambda stem, _rows: crc32(stem.encode()),
    # What still waits is not erased with its writer: it came after their last word.
    "client_chat.chat_id": lambda _stem, rows: rows["client"]["id"],
    "inbox.done_at": lambda _stem, _rows: NOW,
}
"""Values that no rule below gives."""


def _value(column: Column[Any], place: str, rows: Mapping[str, Row], stem: str, chat: int) -> object:
    """What else a column holds: nothing where it may."""
    for key in column.foreign_keys:
        if (row := rows.get(key.column.table.name)) is not None:
            return row[key.column.name]
    if place in _CHOSEN:
        return _CHOSEN[place](stem, rows)
    if column.name in {"chat_id", "telegram_id"} or place == "chat.id":
        return chat
    if column.nullable or column.server_default is not None or column.autoincrement is True:
        return None
    if column.primary_key and isinstance(column.type, Integer) and len(column.table.primary_key.columns) == 1:
        return None
    for check in column.table.constraints:
        found = _ONE_OF.search(str(check.sqltext)) if isinstance(check, CheckConstraint) else None
        if found is not None and found[1] == column.name:
            return found[2]
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, Text | TypeDecorator):
        return f"{stem}-{column.name}"
    return NOW if column.name.endswith("at") else 1
