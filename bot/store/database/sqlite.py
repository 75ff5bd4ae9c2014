"""SQLite: one writing connection, and a whole transaction in one hop to its thread.

What costs with SQLite and asyncio is not SQL but the hops between threads (measured in docs/decisions/0003). So a unit
of work runs as one call on the thread that aiosqlite keeps for its connection: BEGIN IMMEDIATE, the function over
a synchronous SQLAlchemy `Connection`, COMMIT. Whoever waits may be cancelled; the transaction still finishes or
rolls back on its thread, never half. Units that wait for their turn meanwhile share the next transaction, each in
a savepoint, and so the one slow thing about it, the flush to the disk. One writing connection also keeps clear of
the WAL-reset bug of SQLite before 3.51.3, which needs two.
"""

import logging
import os
import sqlite3
import threading
from collections import Counter, deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

import aiosqlite
from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from bot.store.database import schema
from bot.store.database.errors import Busy, CannotStart, hidden, plainly
from bot.store.database.open_options import Opening
from bot.store.database.wal_reset import has_wal_reset_bug
from bot.store.sealing import sealed_columns

log = logging.getLogger(__name__)
T = TypeVar("T")

BUSY_SECONDS = 5.0
_TOGETHER = 32
"""How many units of work one transaction may hold: the first of them waits for the last."""

_OPEN: Counter[Path] = Counter()
"""The files that this process writes to now, and over how many connections."""


class _Work(Generic[T]):
    """One unit of work that was asked for, and what became of it once its transaction ended."""

    __slots__ = ("done", "error", "fn", "result")

    def __init__(self, fn: Callable[[Connection], T]) -> None:
        self.fn = fn
        self.done = False
        self.error: BaseException | None = None
        self.result: T

    def given(self) -> T:
        """What it gave, or raises what it raised."""
        if self.error is not None:
            raise self.error
        return self.result


class Sqlite:
    """The database in a file. Made by `open`; every method runs on the loop that opened it."""

    def __init__(self, path: Path, terms: Opening) -> None:
        self._path = path
        self._terms = terms
        # What belongs to the connection of the thread that asks: `raw` of the driver, `conn` of SQLAlchemy.
        self._here = threading.local()
        self._engine = create_engine(
            "sqlite+pysqlite://", creator=lambda: self._here.raw, poolclass=NullPool, hide_parameters=True
        )
        sealed_columns.use(self._engine, terms.seal)
        # What waits for its turn on the writer's thread, in the order of asking.
        self._waiting: deque[_Work[Any]] = deque()
        self._writer = self._lane("rw")
        self._opened = False

    @classmethod
    async def open(cls, path: Path, terms: Opening) -> "Sqlite":
        """Opens the file, makes it where there is none, and brings its tables up to date.

        Raises CannotStart in one line: no folder, not writable, no database, damaged, newer, held by another, under
        another key; and without `migrate` where there is no file or its tables are older.
        """
        _check_place(path, make=terms.migrate)
        made = cls(path, terms)
        try:
            await made._writer
            made._opened = True
            made._count(+1)
            await _on_thread(made._writer, made._prepare)
        except BaseException as error:
            await made.close()
            if isinstance(error, DBAPIError | sqlite3.Error):
                raise _refusal(path, error) from None
            raise
        return made

    async def write(self, fn: Callable[[Connection], T]) -> T:
        """One transaction in one hop; with others that wait for their turn, one transaction for all of them."""
        work = _Work(fn)
        self._waiting.append(work)
        try:
            return await _on_thread(self._writer, self._serve, work)
        except (DBAPIError, sqlite3.Error) as error:
            raise hidden(error) from None

    async def read(self, fn: Callable[[Connection], T]) -> T:
        """One snapshot on a read-only connection of its own, beside the writes."""
        try:
            async with self._lane("ro") as reader:
                return await _on_thread(reader, self._read, fn)
        except (DBAPIError, sqlite3.Error) as error:
            raise hidden(error) from None

    async def read_apart(self, fn: Callable[[Connection], T]) -> T:
        """The same: every reader has a thread of its own."""
        return await self.read(fn)

    async def purge(self) -> bool:
        """Writes the file anew and empties the journal; False while a reader holds what stood there before."""
        try:
            return await _on_thread(self._writer, self._purge)
        except sqlite3.Error as error:
            raise hidden(error) from None

    async def close(self) -> None:
        """Waits for the transactions that were asked for, then closes."""
        if self._opened:
            await _on_thread(self._writer, self._release)
            self._count(-1)
            self._opened = False
        await self._writer.close()

    def _count(self, by: int) -> None:
        path = self._path.resolve()
        _OPEN[path] += by
        if _OPEN[path] > 1 and has_wal_reset_bug():
            log.warning(
                "%s is written to over %d connections, and SQLite %s can damage it by that: update SQLite",
                path.name,
                _OPEN[path],
                sqlite3.sqlite_version,
            )

    def _lane(self, mode: str) -> aiosqlite.Connection:
        made = aiosqlite.Connection(partial(self._connect, mode), iter_chunk_size=64)
        # A crash elsewhere must end the process; a transaction cut off by that rolls back like after kill -9.
        made._thread.daemon = True  # noqa: SLF001 (the only way to it, SQLAlchemy's own dialect does the same)
        return made

    def _connect(self, mode: str) -> sqlite3.Connection:
        # No isolation level: BEGIN is ours to say, and the driver adds none of its own.
        raw = sqlite3.connect(
            f"{self._path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            cached_statements=512,
        )
        self._here.raw = raw
        return raw

    def _prepare(self) -> None:
        raw: sqlite3.Connection = self._here.raw
        # First what only reads, so that a file that is refused stays as it is.
        if raw.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("quick_check")
        conn = self._here.conn = self._engine.connect()
        with conn.begin():
            old = self._terms.behind(conn)
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA secure_delete = ON")
        if old:
            # Off meanwhile, as SQLite asks for where a migration rebuilds a table that others refer to.
            raw.execute("PRAGMA foreign_keys = OFF")
            self._write(_upgrade)
        raw.execute("PRAGMA foreign_keys = ON")
        if self._terms.seal is not None:
            self._write(self._terms.note)

    def _release(self) -> None:
        # On its own thread, the only one where the driver lets it be closed.
        conn: Connection | None = getattr(self._here, "conn", None)
        if conn is not None:
            conn.close()

    def _serve(self, work: _Work[T]) -> T:
        """What became of `work`: it was taken along by one before it, or now takes along those that wait behind it."""
        if not work.done:
            together = [self._waiting.popleft() for _ in range(min(len(self._waiting), _TOGETHER))]
            try:
                self._write(lambda conn: self._each(conn, together))
            except BaseException as error:  # noqa: BLE001 - raised to each of them, since nothing was committed
                for one in together:
                    one.error = error
            for one in together:
                one.done = True
        return work.given()

    def _each(self, conn: Connection, together: Sequence[_Work[Any]]) -> None:
        """Each within its own savepoint, so that one that fails takes back only what it did itself."""
        raw: sqlite3.Connection = self._here.raw
        if len(together) == 1:
            together[0].result = together[0].fn(conn)
            return
        for one in together:
            raw.execute("SAVEPOINT work")
            try:
                one.result = one.fn(conn)
            except Exception as error:
                if not raw.in_transaction:
                    raise  # a full disk or the like has rolled back all of them
                raw.execute("ROLLBACK TO work")
                one.error = error
            raw.execute("RELEASE work")

    def _write(self, fn: Callable[[Connection], T]) -> T:
        raw: sqlite3.Connection = self._here.raw
        conn: Connection = self._here.conn
        if raw.in_transaction:
            # Only where a disk error kept the last one from rolling back.
            raw.rollback()
        with conn.begin():
            raw.execute("BEGIN IMMEDIATE")
            return fn(conn)

    def _purge(self) -> bool:
        # With secure_delete a deleted row is overwritten where it stood last; but when a page of the tree was split or
        # filled anew, copies of rows that moved on stay behind in what the page no longer uses. Only a file that is
        # written anew has none (measured: docs/decisions/0018-export-and-erasure.md).
        raw: sqlite3.Connection = self._here.raw
        raw.execute("VACUUM")
        # Nobody waits for a reader on this thread: the checkpoint is tried again instead.
        raw.execute("PRAGMA busy_timeout = 0")
        try:
            busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            raw.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        return not busy

    def _read(self, fn: Callable[[Connection], T]) -> T:
        with self._engine.connect() as conn, conn.begin():
            self._here.raw.execute("BEGIN")
            return fn(conn)


async def _on_thread(connection: aiosqlite.Connection, fn: Callable[..., T], *args: object) -> T:
    # aiosqlite has no public way to run a function on its thread; everything public there is made of this.
    result: T = await connection._execute(fn, *args)  # type: ignore[no-untyped-call]  # noqa: SLF001
    return result


def _upgrade(conn: Connection) -> None:
    # Asked again inside the transaction: another process may have migrated meanwhile.
    if schema.behind(conn):
        schema.upgrade(conn)
        if conn.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise CannotStart("The migration would leave rows without what they refer to: please report this.")


def _check_place(path: Path, *, make: bool) -> None:
    folder = path.absolute().parent
    hint = "set DATA_DIR or DATABASE_URL to another place"
    try:
        there = folder.is_dir()
    except PermissionError:
        there = False
    if not there:
        raise CannotStart(f"The data folder {folder} does not exist: create it, or {hint}.")
    if not _writable(folder):
        raise CannotStart(f"The data folder {folder} can't be written to: allow it, or {hint}.")
    if not make and not path.exists():
        raise CannotStart(f"There is no database {path}.")
    if path.is_dir():
        raise CannotStart(f"{path} is a folder, not a database file: {hint}.")
    if path.exists() and not path.is_file():
        raise CannotStart(f"{path} is no database file: {hint}.")
    try:
        # For the owner's eyes only; the files that SQLite puts beside it take over its mode.
        path.touch(mode=0o600)
    except OSError as error:
        raise CannotStart(f"The database {path} can't be written to ({error.strerror}): allow it, or {hint}.") from None
    if not _writable(path):
        raise CannotStart(f"The database {path} can't be written to: allow it, or {hint}.")


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _refusal(path: Path, error: BaseException) -> CannotStart:
    if isinstance(hidden(error), Busy):
        return CannotStart(f"The database {path} can't be used now: {plainly(error)}. Is another okok running?")
    return CannotStart(
        f"The database {path} is damaged or not a database: restore a backup, or move it away to start anew. "
        "It was left as it is."
    )
