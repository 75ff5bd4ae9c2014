"""A look into a database whose notes are under a key, where the flows are held with one (OKOK_TEST_NOTES_KEY)."""

import os
import re
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from bot.store.database.errors import Unreadable
from bot.store.sealing.cipher import Seal
from bot.store.sealing.key_format import read_key
from bot.store.sealing.rekey import TABLES
from bot.store.sealing.sealed_columns import sealed

KEY = "MTjmfGaVYZ4kQf8WcZ7oB3nVRgX0TtqT1hJ2mD9Uu5s="
"""A key of the tests' own."""
_NAMES = "|".join(sorted({column.name for table in TABLES for column in sealed(table)}))
_ASKS = re.compile(rf"\b({_NAMES})\b|\*")


def seal() -> Seal | None:
    """The key that the program of the tests has, by the environment."""
    key = os.environ.get("NOTES_KEY")
    return Seal(read_key(key)) if key else None


def asks(query: str) -> bool:
    """Whether the query looks at words."""
    return _ASKS.search(query) is not None


def opened(path: Path, key: Seal) -> sqlite3.Connection:
    """A copy of the file in memory, with its words as they were written."""
    copy = sqlite3.connect(":memory:")
    source = sqlite3.connect(path)
    source.backup(copy)
    source.close()
    for table in TABLES:
        columns = [column.name for column in (*table.primary_key, *sealed(table))]
        known = len(list(table.primary_key))
        for row in copy.execute(f"SELECT {', '.join(columns)} FROM {table.name}").fetchall():  # noqa: S608 - our names
            values = {
                name: _open(key, f"{table.name}.{name}", "/".join(map(str, row[:known])), value)
                for name, value in zip(columns[known:], row[known:], strict=True)
                if value is not None
            }
            if values:
                _update(copy, table.name, dict(zip(columns[:known], row[:known], strict=True)), values)
    return copy


def _open(key: Seal, place: str, row: str, stored: str) -> str:
    try:
        return key.open(place, row, stored)
    except Unreadable:  # as a test has spoiled it
        return stored


def close_again(path: Path, copy: sqlite3.Connection, key: Seal) -> None:
    """Writes what the copy holds back into the file, under the key."""
    with sqlite3.connect(path) as target:
        for table in TABLES:
            columns = [column.name for column in (*table.primary_key, *sealed(table))]
            known = len(list(table.primary_key))
            for row in copy.execute(f"SELECT {', '.join(columns)} FROM {table.name}"):  # noqa: S608 - our own names
                values = {
                    name: value and key.close(f"{table.name}.{name}", "/".join(map(str, row[:known])), value)
                    for name, value in zip(columns[known:], row[known:], strict=True)
                }
                if values:
                    _update(target, table.name, dict(zip(columns[:known], row[:known], strict=True)), values)
    target.close()


def _update(conn: sqlite3.Connection, table: str, key: Mapping[str, object], values: Mapping[str, object]) -> None:
    sets = ", ".join(f"{name} = ?" for name in values)
    where = " AND ".join(f"{name} = ?" for name in key)
    conn.execute(f"UPDATE {table} SET {sets} WHERE {where}", (*values.values(), *key.values()))  # noqa: S608 - our own names
