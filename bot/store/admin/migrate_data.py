"""Moves all rows from one database to the other kind: SQLite to PostgreSQL when an agency grows, or back.

One transaction on the target, so that whatever ends it leaves the target empty or whole; one snapshot of the source,
which is only read. Every table is then read again on the target and compared by count and checksum.
"""

import asyncio
import hashlib
import json
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import Boolean, Connection, Table, func, insert, select, text, tuple_

from bot.store.database.database import Database
from bot.store.database.errors import CannotMove
from bot.store.database.open_options import refuse_beside_a_bot
from bot.store.sealing import sealed_columns
from bot.store.tables.core import metadata

T = TypeVar("T")
Rows = Sequence[Sequence[Any]]

_BATCH = 500
_PATIENCE = 30.0
"""Seconds without a word from the other side after which a side gives up: that one never came to its work."""
_LOOK = 0.1
"""Seconds after which a side that waits for the other looks whether that one has given up."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One table as it stands on both sides; `checksum` is of all its rows in the order of their keys."""

    table: str
    rows: int
    checksum: str


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some rows of a table, in the order of its columns."""

    table: Table
    rows: Rows


@dataclass(frozen=True, slots=True)
class _End:
    """What comes after the last batch: the tables as they were read, and for each that counts its ids the count."""

    read: list[Moved]
    counts: dict[str, int]


class _GivenUp(CannotMove):
    """The other side failed, and says itself why."""

    def __init__(self) -> None:
        super().__init__("One of the two databases does not answer: look whether another program is at work on it.")


class _Pipe:
    """Hands batches of rows from the side that reads to the one that writes, a few at a time.

    One of the two runs on a thread, so each may wait for the other without an await.
    """

    def __init__(self) -> None:
        self._items: queue.Queue[_Batch | _End] = queue.Queue(maxsize=4)
        self._over = threading.Event()

    def ending(self, work: Callable[[], T]) -> T:
        """Does the work of one side; where it fails, the other gives up too."""
        try:
            return work()
        except BaseException:
            self._over.set()
            raise

    def put(self, item: _Batch | _End) -> None:
        """Hands `item` over. Raises _GivenUp where nobody takes it any more."""
        end = monotonic() + _PATIENCE
        while not self._over.is_set() and monotonic() < end:
            try:
                return self._items.put(item, timeout=_LOOK)
            except queue.Full:
                continue
        raise _GivenUp

    def take(self) -> _Batch | _End:
        """The next item. Raises _GivenUp where none will come any more."""
        end = monotonic() + _PATIENCE
        while not self._over.is_set() and monotonic() < end:
            try:
                return self._items.get(timeout=_LOOK)
            except queue.Empty:
                continue
        raise _GivenUp


async def move(source: Database, target: Database) -> list[Moved]:
    """Moves all rows; gives what stands on both sides now, table by table. One side is SQLite, the other PostgreSQL.

    Both were opened as they are: sealed words move sealed, and no key is asked for.

    Raises CannotMove where the target is not empty, a bot is at work or the sides differ after all, and StoreError
    where a database refuses.
    """
    pipe = _Pipe()
    read, written = await asyncio.gather(
        source.read(lambda conn: pipe.ending(lambda: _read(conn, pipe))),
        target.write(lambda conn: pipe.ending(lambda: _write(conn, pipe))),
        return_exceptions=True,
    )
    failed = [one for one in (read, written) if isinstance(one, BaseException)]
    if isinstance(written, BaseException) or failed:
        raise next((one for one in failed if not isinstance(one, _GivenUp)), failed[0])
    return written


def _read(conn: Connection, pipe: _Pipe) -> None:
    refuse_beside_a_bot(conn, "source")
    read = [_summed(conn, table, lambda table, rows: pipe.put(_Batch(table, rows))) for table in metadata.sorted_tables]
    pipe.put(_End(read, {table.name: counted(conn, table) for table in metadata.sorted_tables if counts(table)}))


def _write(conn: Connection, pipe: _Pipe) -> list[Moved]:
    refuse_beside_a_bot(conn, "target")
    for table in metadata.sorted_tables:
        if conn.execute(select(func.count()).select_from(table)).scalar_one():
            raise CannotMove(
                f"The target is not empty, there are rows in its table {table.name}: give a fresh database."
            )
    while isinstance(item := pipe.take(), _Batch):
        names = [column.name for column in item.table.c]
        values = [dict(zip(names, row, strict=True)) for row in item.rows]
        conn.execute(insert(item.table), sealed_columns.rows_as_stored(item.table, values))
    for name, count in item.counts.items():
        count_on(conn, name, count)
    moved = [_summed(conn, table) for table in metadata.sorted_tables]
    differing = [mine.table for mine, theirs in zip(item.read, moved, strict=True) if mine != theirs]
    if differing:
        raise CannotMove(f"The rows of {', '.join(differing)} did not arrive as they were; nothing was written.")
    return moved


def _summed(conn: Connection, table: Table, each: Callable[[Table, Rows], None] | None = None) -> Moved:
    """Reads the table through, handing its batches to `each`, and adds up a checksum: the same on either database."""
    added, count = hashlib.sha256(), 0
    flags = [isinstance(column.type, Boolean) for column in table.c]
    for rows in _batches(conn, table):
        for row in rows:
            plain = [
                bool(value) if flag and value is not None else value for flag, value in zip(flags, row, strict=True)
            ]
            added.update(json.dumps(plain, separators=(",", ":"), default=repr).encode() + b"\n")
        count += len(rows)
        if each is not None:
            each(table, rows)
    return Moved(table.name, count, added.hexdigest())


def _batches(conn: Connection, table: Table) -> Iterator[Rows]:
    """All rows in the order of the key, some hundred at a time: the next ones are those with a greater key.

    Keys are numbers, or digests in figures and small letters, which every collation sorts alike.
    """
    keys = list(table.primary_key.columns)
    query = select(table).order_by(*keys).limit(_BATCH)
    rows = conn.execute(query).all()
    while rows:
        yield rows
        last = tuple(getattr(rows[-1], key.name) for key in keys)
        rows = conn.execute(query.where(tuple_(*keys) > last)).all()


def counts(table: Table) -> bool:
    """Whether the table counts its ids itself, and never gives one twice."""
    return bool(table.dialect_options["sqlite"]["autoincrement"])


def counted(conn: Connection, table: Table) -> int:
    """The highest id that the table ever gave, which may be gone by now; 0 where it gave none."""
    (key,) = table.primary_key.columns
    highest: int = conn.execute(select(func.coalesce(func.max(key), 0))).scalar_one()
    if conn.dialect.name == "sqlite":
        found = conn.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        return max(highest, found.scalar_one_or_none() or 0)
    count: int | None = conn.execute(_COUNTED, {"name": table.name, "key": _key(table.name)}).scalar_one()
    return max(highest, count or 0)


def count_on(conn: Connection, name: str, count: int) -> None:
    """Lets the table's next id follow `count`."""
    if conn.dialect.name == "sqlite":
        conn.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
        conn.execute(
            text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :count)"), {"name": name, "count": count}
        )
        return
    values = {"name": name, "key": _key(name), "count": max(count, 1), "called": count > 0}
    conn.execute(text("SELECT setval(pg_get_serial_sequence(:name, :key), :count, :called)"), values)


def _key(name: str) -> str:
    (key,) = metadata.tables[name].primary_key.columns
    return key.name


_COUNTED = text(
    "SELECT last_value FROM pg_sequences"
    " WHERE format('%I.%I', schemaname, sequencename) = pg_get_serial_sequence(:name, :key)"
)
