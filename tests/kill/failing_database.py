"""Trouble with the database in a bot's own process: a share of all transactions fails, where SQLite itself would.

The errors are the driver's, with the codes that a locked, full or failing disk has; nothing of `bot` knows of them.
"""

import os
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from bot.store.database.sqlite import Sqlite

T = TypeVar("T")
_ERRORS = {
    sqlite3.SQLITE_BUSY: ("SQLITE_BUSY", "database is locked"),
    sqlite3.SQLITE_IOERR: ("SQLITE_IOERR", "disk I/O error"),
    sqlite3.SQLITE_FULL: ("SQLITE_FULL", "database or disk is full"),
}
AILING = 0.1
"""The share of all transactions that fail."""
FAULTS = "faults"
"""The file beside the database that counts them."""
_PLACES = ("begin", "statement", "commit")


class FailingDatabase:
    """Makes `share` of the transactions fail from the end of the opening on, each read for itself too.

    At the beginning, at one of the first statements, or at the commit. A full or failing disk may roll the whole
    transaction back by itself, as SQLite does; then its end is met without one. The file `count` grows by a byte each.
    """

    def __init__(self, share: float, seed: int, count: Path) -> None:
        self._share = share
        self._chance = random.Random(seed)
        self._count = os.open(count, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._place = ""
        self._statements = 0
        self._ill = False

    def infect(self) -> None:
        """From now on, in this process."""
        prepare, write, read = Sqlite._prepare, Sqlite._write, Sqlite._read

        def prepared(store: Sqlite) -> None:
            prepare(store)
            self._ill = True  # whether it opens at all under such trouble is another test

        def written(store: Sqlite, fn: Callable[[Connection], T]) -> T:
            return self._suffered(lambda: write(store, fn))

        def looked(store: Sqlite, fn: Callable[[Connection], T]) -> T:
            if self._ill and self._chance.random() < self._share:
                raise self._error(sqlite3.SQLITE_BUSY)
            return read(store, fn)

        Sqlite._prepare = prepared  # type: ignore[method-assign, assignment]  # in a process of its own that ends with it
        Sqlite._write = written  # type: ignore[method-assign, assignment]  # same
        Sqlite._read = looked  # type: ignore[method-assign, assignment]  # same
        self._infect_driver()

    def _suffered(self, whole: Callable[[], T]) -> T:
        if not self._ill or self._chance.random() >= self._share:
            return whole()
        self._place, self._statements = self._chance.choice(_PLACES), self._chance.randint(1, 3)
        try:
            if self._place == "begin":
                raise self._error(sqlite3.SQLITE_BUSY)
            return whole()
        finally:
            self._place = ""

    def _infect_driver(self) -> None:
        commit: Callable[..., None] = SQLiteDialect_pysqlite.do_commit
        execute: Callable[..., None] = SQLiteDialect_pysqlite.do_execute

        def committed(dialect: SQLiteDialect_pysqlite, connection: Any) -> None:  # noqa: ANN401 - the driver's own
            if self._place == "commit":
                self._place = ""
                self._fail(connection)
            commit(dialect, connection)

        def executed(dialect: SQLiteDialect_pysqlite, cursor: Any, *more: Any, **named: Any) -> None:  # noqa: ANN401 - same
            if self._place == "statement":
                self._statements -= 1
                if not self._statements:
                    self._place = ""
                    self._fail(cursor.connection)
            execute(dialect, cursor, *more, **named)

        SQLiteDialect_pysqlite.do_commit = committed  # type: ignore[method-assign, assignment]  # same
        SQLiteDialect_pysqlite.do_execute = executed  # type: ignore[method-assign, assignment]  # same

    def _fail(self, connection: Any) -> None:  # noqa: ANN401 - same
        code = self._chance.choice(tuple(_ERRORS))
        if code != sqlite3.SQLITE_BUSY and self._chance.random() < 0.5:
            connection.rollback()
        raise self._error(code)

    def _error(self, code: int) -> sqlite3.OperationalError:
        os.write(self._count, b".")  # at once, since the process may be killed in the next moment
        name, words = _ERRORS[code]
        error = sqlite3.OperationalError(words)
        error.sqlite_errorcode, error.sqlite_errorname = code, name
        return error
