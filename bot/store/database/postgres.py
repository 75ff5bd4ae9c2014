"""PostgreSQL, for more than one process or machine. Imported only where it is asked for: the driver is an extra."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import asyncpg  # type: ignore[import-untyped]  # it ships no types
from sqlalchemy import Connection, NullPool, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store.database import schema
from bot.store.database.address import OddAddress, dsn_of
from bot.store.database.errors import Busy, CannotStart, hidden, plainly
from bot.store.database.open_options import Opening, leased
from bot.store.sealing import sealed_columns

T = TypeVar("T")

_ERRORS = (DBAPIError, PoolTimeout, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""The driver's own ones come bare while it connects; a lost network is an OSError."""

_ODD = "DATABASE_URL holds what PostgreSQL's driver can't use: look at its port and at what follows the “?”."
"""The driver tells such a mistake by a bare exception, before it connects."""
_CONNECT_SECONDS = 10
# Waiting ends as it does on SQLite, in `Busy`.
_SETTINGS = {"application_name": "okok", "lock_timeout": "5s"}

_AT_WORK = "The database is to be brought up to date, but another bot is at work on it, or was just now: stop it first."
_MIGRATION_LOCK = 0x6F6B6F6B  # "okok"


class Postgres:
    """The database on a server, over a pool of connections, READ COMMITTED."""

    def __init__(self, url: str, terms: Opening) -> None:
        self._terms = terms
        self._dsn = dsn_of(url)
        self._engine = self._pool(pool_size=10, max_overflow=0)
        sealed_columns.use(self._engine.sync_engine, terms.seal)
        self._snapshot = _snapshot(self._engine)

    @classmethod
    async def open(cls, url: str, terms: Opening) -> "Postgres":
        """Connects and brings the tables up to date, or where the terms say so refuses older ones.

        Raises CannotStart in one line that shows no address.
        """
        try:
            made = cls(url, terms)
        except OddAddress as odd:
            raise CannotStart(str(odd)) from None
        try:
            async with made._engine.connect() as conn:
                await conn.run_sync(_holds_all_letters)
                old = await conn.run_sync(terms.behind)
            if old:
                async with made._engine.begin() as conn:
                    await conn.run_sync(_upgrade)
            if terms.seal is not None:
                async with made._engine.begin() as conn:
                    await conn.run_sync(partial(_note, terms=terms))
        except BaseException as error:
            await made.close()
            if _is_odd(error):
                raise CannotStart(_ODD) from None
            if isinstance(error, _ERRORS):
                raise _refusal(error) from None
            raise
        return made

    def _pool(self, **how: Any) -> AsyncEngine:  # noqa: ANN401 - SQLAlchemy's own parameters
        """Connections by the driver's own reading of the address, which is that of `pg_dump`."""

        async def connect() -> Any:  # noqa: ANN401 - it ships no types
            return await asyncpg.connect(self._dsn, timeout=_CONNECT_SECONDS, server_settings=_SETTINGS)

        return create_async_engine("postgresql+asyncpg://", async_creator=connect, hide_parameters=True, **how)

    async def write(self, fn: Callable[[Connection], T]) -> T:
        """One transaction; a cancelled one is rolled back."""
        try:
            async with self._engine.begin() as conn:
                return await conn.run_sync(fn)
        except _ERRORS as error:
            raise hidden(error) from None

    async def read(self, fn: Callable[[Connection], T]) -> T:
        """One read-only snapshot."""
        try:
            async with self._snapshot.connect() as conn:
                return await conn.run_sync(fn)
        except _ERRORS as error:
            raise hidden(error) from None

    async def read_apart(self, fn: Callable[[Connection], T]) -> T:
        """The same over a connection of its own, on a thread with a loop of its own."""
        return await asyncio.to_thread(self._apart, fn)

    def _apart(self, fn: Callable[[Connection], T]) -> T:
        async def work() -> T:
            engine = self._pool(poolclass=NullPool)
            sealed_columns.use(engine.sync_engine, self._terms.seal)
            try:
                async with _snapshot(engine).connect() as conn:
                    return await conn.run_sync(fn)
            finally:
                await engine.dispose()

        try:
            return asyncio.run(work())
        except _ERRORS as error:
            raise hidden(error) from None

    async def purge(self) -> bool:
        """Nothing to do: the server's autovacuum takes dead rows away, and its journal is recycled."""
        return True

    async def close(self) -> None:
        """Closes the pool."""
        await self._engine.dispose()


def _snapshot(engine: AsyncEngine) -> AsyncEngine:
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _holds_all_letters(conn: Connection) -> None:
    """Raises CannotStart for a database in which an emoji, or anybody's name, can't be stored."""
    encoding = conn.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise CannotStart(
            f"The PostgreSQL database is in {encoding}, which can't hold every letter: give okok one in UTF8 "
            "(CREATE DATABASE okok ENCODING 'UTF8' TEMPLATE template0), and correct DATABASE_URL."
        )


def _upgrade(conn: Connection) -> None:
    conn.execute(text("SET LOCAL lock_timeout = '60s'"))
    conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    # Asked again under the lock: another process may have migrated meanwhile.
    if schema.behind(conn):
        if leased(conn):
            raise CannotStart(_AT_WORK)
        schema.upgrade(conn)


def _note(conn: Connection, terms: Opening) -> None:
    conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    terms.note(conn)


def _is_odd(error: BaseException) -> bool:
    """Whether the driver can't use the address, which it tells in several ways, some of them wrapped."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, (TypeError, ValueError, OverflowError))
    cause = error.orig
    return any(isinstance(one, ValueError) for one in (cause, getattr(cause, "__cause__", None)))


def _refusal(error: BaseException) -> CannotStart:
    state = getattr(getattr(error, "orig", error), "sqlstate", None) or ""
    if state.startswith("28"):
        return CannotStart("PostgreSQL refuses the login: correct user and password in DATABASE_URL.")
    if state == "3D000":
        return CannotStart("PostgreSQL has no database of that name: create it, or correct DATABASE_URL.")
    if state == "42501":
        return CannotStart("PostgreSQL allows okok no tables: give its user the rights to create them.")
    if isinstance(hidden(error), Busy):
        return CannotStart(f"PostgreSQL does not answer, {plainly(error)}: start it, or correct DATABASE_URL.")
    known = f" (SQLSTATE {state})" if state else ""
    return CannotStart(f"PostgreSQL can't be used{known}: look at the server's log.")
