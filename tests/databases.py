"""Both databases for tests: a SQLite file, and a real PostgreSQL that lives as long as the test session
(`tests/postgres_server.py`).

`tests/conftest.py` registers these fixtures for all tests.
"""

import asyncio
import fcntl
import hashlib
import itertools
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from bot.store.database.database import Database
from tests.postgres_server import Server, address

_COUNTER = itertools.count(1)
KEY = hashlib.sha256(b"notes of the tests").digest()
"""A key for notes."""
_KEY = KEY if os.environ.get("OKOK_TEST_NOTES_KEY") else None
"""With OKOK_TEST_NOTES_KEY=1 the tests of the store are held with the notes under a key."""


@pytest.fixture(scope="session")
def postgres(shared_folder: Path) -> Server:
    """One server for all tests of the session.

    A worker whose queue is empty for a moment ends its fixtures, and begins them again for tests that it takes over
    from another: it goes on with the databases that it has made.
    """
    return _server(shared_folder)


@cache
def _server(folder: Path) -> Server:
    return Server(address(folder), os.environ.get("PYTEST_XDIST_WORKER", "alone"))


@pytest.fixture(scope="session")
def sqlite_template(shared_folder: Path) -> bytes:
    """What stands in a file with okok's tables and no rows."""
    path = shared_folder / "template.db"

    async def prepare(making: Path) -> None:
        await (await Database.open(f"sqlite:///{making}")).close()

    with (shared_folder / "template.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not path.exists():
            asyncio.run(prepare(path.with_name("making.db")))
            path.with_name("making.db").rename(path)
    return path.read_bytes()


NewUrl = Callable[[], Coroutine[Any, Any, str]]


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> NewUrl:
    """Makes a database without tables; one after another, on each kind."""
    if request.param == "sqlite":

        async def make() -> str:
            return f"sqlite:///{tmp_path}/empty{next(_COUNTER)}.db"

        return make
    server: Server = request.getfixturevalue("postgres")

    return partial(server.create, tables=False)


@pytest.fixture(params=["sqlite", "postgres"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewUrl]:
    """Makes a fresh database with okok's tables; one after another, on each kind."""
    if request.param == "sqlite":
        template: bytes = request.getfixturevalue("sqlite_template")

        async def make() -> str:
            path = tmp_path / f"okok{next(_COUNTER)}.db"
            path.write_bytes(template)
            return f"sqlite:///{path}"

        yield make
        return
    server: Server = request.getfixturevalue("postgres")
    yield server.lend
    asyncio.run(server.take_back())


@pytest.fixture
async def database_url(new_url: NewUrl) -> str:
    """The address of a fresh database with okok's tables, on each kind."""
    return await new_url()


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """A fresh open database, on each kind."""
    opened = await Database.open(database_url, key=_KEY)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_db(tmp_path: Path, sqlite_template: bytes) -> AsyncIterator[Database]:
    """A fresh open database on SQLite, for what only it can do."""
    path = tmp_path / "okok.db"
    path.write_bytes(sqlite_template)
    opened = await Database.open(f"sqlite:///{path}", key=_KEY)
    yield opened
    await opened.close()


@pytest.fixture
async def postgres_db(postgres: Server) -> AsyncIterator[Database]:
    """A fresh open database on PostgreSQL, for what only it can do."""
    opened = await Database.open(await postgres.lend(), key=_KEY)
    yield opened
    await opened.close()
    await postgres.take_back()
