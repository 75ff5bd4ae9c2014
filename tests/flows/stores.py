"""Where the program of a test keeps its rows: a SQLite file or a PostgreSQL; tests look into both in the same words."""

import asyncio
import itertools
import sqlite3
import threading
from collections.abc import Coroutine
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol, TypeVar

import asyncpg  # type: ignore[import-untyped]  # it ships no types

from tests import postgres_server
from tests.flows import unsealed_copy

T = TypeVar("T")
Row = tuple[Any, ...]


class Store(Protocol):
    """A database as an onlooker has it, on a connection of its own. Parameters are written `?`."""

    @property
    def url(self) -> str:
        """The address for the program."""

    def rows(self, query: str, *values: object) -> list[Row]:
        """What the query gives."""

    def change(self, query: str, *values: object) -> None:
        """Changes rows while the program isn't running."""

    def rest(self) -> None:
        """The program stops: nothing of the onlooker's is to stand in its way."""


class SqliteStore:
    """A file of the test's own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._looking: sqlite3.Connection | None = None

    @property
    def url(self) -> str:
        """The address for the program."""
        return f"sqlite:///{self._path}"

    def rows(self, query: str, *values: object) -> list[Row]:
        """What the query gives."""
        key = unsealed_copy.seal() if unsealed_copy.asks(query) else None
        if key is None:
            # One for many looks, since each connection reads all tables' definitions first.
            self._looking = self._looking or sqlite3.connect(self._path, isolation_level=None)
            return self._looking.execute(query, values).fetchall()
        with closing(unsealed_copy.opened(self._path, key)) as connection:
            return connection.execute(query, values).fetchall()

    def rest(self) -> None:
        """The program stops: nothing of the onlooker's is to stand in its way."""
        if self._looking is not None:
            self._looking.close()
            self._looking = None

    def change(self, query: str, *values: object) -> None:
        """Changes rows while the program isn't running."""
        self.rest()
        key = unsealed_copy.seal()
        copy = unsealed_copy.opened(self._path, key) if key is not None else None
        connection = sqlite3.connect(self._path)
        for one in (connection, copy):
            if one is not None:
                with one:
                    one.execute(query, values)
        connection.close()
        if copy is not None and key is not None:
            unsealed_copy.close_again(self._path, copy, key)
            copy.close()


class PostgresStore:
    """One database that all tests of the session have in turn, each finding it empty.

    Tests ask it without awaiting, as they ask a file, so its connection lives on a thread of its own.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._connection: Any = self._wait(asyncpg.connect(url))

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def rows(self, query: str, *values: object) -> list[Row]:
        """What the query gives."""
        return [tuple(row) for row in self._wait(self._connection.fetch(_numbered(query), *values))]

    def change(self, query: str, *values: object) -> None:
        """Changes rows while the program isn't running."""
        self._wait(self._connection.execute(_numbered(query), *values))

    def rest(self) -> None:
        """Its connection is in nobody's way."""

    def empty(self) -> None:
        """Takes every row away, and counts ids from 1 again."""
        self._wait(postgres_server.empty(self._connection))

    def close(self) -> None:
        """Ends the connection and its thread."""
        self._wait(self._connection.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def _numbered(query: str) -> str:
    """The parameters as PostgreSQL has them."""
    first, *rest = query.split("?")
    return first + "".join(f"${number}{part}" for number, part in zip(itertools.count(1), rest, strict=False))
