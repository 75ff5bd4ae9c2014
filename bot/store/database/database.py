"""The database, whichever it is: units of work are plain functions over a SQLAlchemy `Connection`.

Such a function can't await, so no transaction is ever open while Telegram is asked for something
(docs/architecture.md, idea 6).
"""

import logging
from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from bot.store.database.address import FORMS, file_of, kind_of
from bot.store.database.errors import CannotStart
from bot.store.database.open_options import Opening
from bot.store.database.sqlite import Sqlite

T = TypeVar("T")


class _Backend(Protocol):
    async def write(self, fn: Callable[[Connection], T]) -> T: ...
    async def read(self, fn: Callable[[Connection], T]) -> T: ...
    async def read_apart(self, fn: Callable[[Connection], T]) -> T: ...
    async def purge(self) -> bool: ...
    async def close(self) -> None: ...


class Database:
    """What the rest of the program knows of the database. Made by `Database.open`."""

    def __init__(self, backend: _Backend, *, alone: bool = False) -> None:
        """`alone`: no other process is ever at work on it."""
        self._backend = backend
        self.alone = alone

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        migrate: bool = True,
        key: bytes | None = None,
        as_is: bool = False,
        first: Callable[[Connection], None] | None = None,
    ) -> "Database":
        """Opens `sqlite:////path/okok.db` or `postgresql://…`, checks it and brings its tables up to date.

        Without `migrate` one that isn't up to date is refused, and a file that isn't there. `key` is the notes' key,
        if there is one: a database that was written with another, or without, is refused. `as_is` asks for no key, and
        gives and takes sealed words as they are stored: for what moves rows and does not look into them. `first` is
        asked before anything is changed, migrations included, and refuses by what it raises.
        Raises CannotStart, one plain line that names what to do, with the data untouched.
        """
        # At DEBUG it logs the texts of exceptions, which may hold what people wrote.
        logging.getLogger("aiosqlite").setLevel(logging.INFO)
        terms = Opening.under(key, migrate=migrate, as_is=as_is, first=first)
        if (file := file_of(url)) is not None:
            return cls(await Sqlite.open(file, terms), alone=True)
        if kind_of(url) == "postgresql":
            try:
                # Here, since the driver is an extra that an installation on SQLite does not have.
                from bot.store.database.postgres import Postgres  # noqa: PLC0415
            except ModuleNotFoundError:
                raise CannotStart("PostgreSQL needs its driver, asyncpg: it is in requirements/postgres.txt.") from None
            return cls(await Postgres.open(url, terms), alone=False)
        raise CannotStart(f"DATABASE_URL must be {FORMS}.")

    async def write(self, fn: Callable[[Connection], T]) -> T:
        """Runs `fn` in one transaction and gives what it gave; an exception rolls everything back.

        Raises Busy where the database can't take it now (after 5 s of a lock), StoreError where it refuses the
        work. A waiting task may be cancelled: the transaction then finishes (SQLite) or rolls back, never half.
        """
        return await self._backend.write(fn)

    async def read(self, fn: Callable[[Connection], T]) -> T:
        """Runs `fn` over one read-only snapshot, on a connection of its own: for insights, exports, backups.

        Raises Busy and StoreError as `write` does.
        """
        return await self._backend.read(fn)

    async def read_apart(self, fn: Callable[[Connection], T]) -> T:
        """As `read`, on a thread of its own: `fn` may work for long between two statements, and the loop goes on.

        Whoever waits may be cancelled; `fn` goes on until it ends by itself.
        """
        return await self._backend.read_apart(fn)

    async def purge(self) -> bool:
        """Takes the last traces of what was deleted out of the file and its journal; False where it has to be tried
        again, since somebody still reads what was there before.

        SQLite writes the whole file anew for it, and nobody else writes meanwhile. A PostgreSQL server does it by
        itself (docs/decisions/0018-export-and-erasure.md). Raises Busy and StoreError as `write` does.
        """
        return await self._backend.purge()

    async def close(self) -> None:
        """Closes every connection, after what was asked of them."""
        await self._backend.close()
