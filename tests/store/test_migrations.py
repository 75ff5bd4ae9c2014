"""Migrations climb the stairs, equal the models, and are all or nothing when killed (docs/architecture.md, idea 12)."""

import asyncio
import os
import random
import re
import select
import signal
import sqlite3
import time
from collections.abc import Callable, Coroutine
from contextlib import closing
from functools import partial
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it ships no types
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, event, inspect, text

from bot.store.database import schema
from bot.store.database.database import Database
from bot.store.database.unit_of_work import Unit
from bot.store.queries import clients, inbox, people
from bot.store.queries.inbox import Incoming
from bot.store.tables.core import metadata
from tests.databases import NewUrl
from tests.store.samples import NOW, anna


def test_the_head_is_what_the_code_says() -> None:
    """One line of revisions, and the constant that spares the start alembic's import names its end."""
    assert ScriptDirectory.from_config(schema.config()).get_heads() == [schema.HEAD]


def _differences(conn: Connection) -> list[Any]:
    context = MigrationContext.configure(conn, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


async def test_the_stairway(empty_url: NewUrl) -> None:
    """Every revision goes up, down and up again, and the top equals the models."""
    db = await Database.open(await empty_url())
    revisions = [
        script.revision for script in reversed(list(ScriptDirectory.from_config(schema.config()).walk_revisions()))
    ]

    def climb(conn: Connection) -> None:
        assert _differences(conn) == []
        command.downgrade(schema.config(conn), "base")
        assert set(inspect(conn).get_table_names()) <= {"alembic_version"}
        for revision in revisions:
            for _ in range(2):
                command.upgrade(schema.config(conn), revision)
                command.downgrade(schema.config(conn), "-1")
            command.upgrade(schema.config(conn), revision)
        assert _differences(conn) == []

    await db.write(climb)
    await db.close()


def _inside(sql: str) -> str:
    """What a statement that makes a table has between its brackets; the whole of any other."""
    return sql.partition("(")[2].rpartition(")")[0].strip() if sql.startswith("CREATE TABLE") else sql


def _shape(conn: Connection) -> list[tuple[str, ...]]:
    if conn.dialect.name == "sqlite":
        found = conn.execute(
            text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alemb%'")
        )
        # The order of columns and constraints within a table says nothing, nor how it is broken into lines: a column
        # that was added stands where SQLite puts it.
        return sorted((name, *sorted(re.split(r",\s+(?![^(]*\))", _inside(sql)))) for name, sql in found)
    columns = """
        SELECT table_name, column_name, data_type, is_nullable, coalesce(column_default, ''), is_identity
        FROM information_schema.columns WHERE table_schema = 'public'
    """
    constraints = """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    """
    indexes = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    rows = [tuple(map(str, row)) for query in (columns, constraints, indexes) for row in conn.execute(text(query))]
    return sorted(row for row in rows if not row[0].startswith("alembic"))


async def test_migrated_tables_equal_the_models_to_the_letter(db: Database) -> None:
    """Checks, partial indexes, names and cascades too, which alembic's comparison passes over."""

    def compare(conn: Connection) -> None:
        migrated = _shape(conn)
        metadata.drop_all(conn)
        metadata.create_all(conn)
        assert len(migrated) >= 19
        assert _shape(conn) == migrated

    await db.write(compare)


def forked(work: Callable[[], Coroutine[Any, Any, None]], kill_after: Callable[[], None] | None = None) -> bool:
    """Runs the coroutine in a child, killed from outside once `kill_after` returns; True if it ended by itself."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            asyncio.run(work())
            code = 0
        finally:
            os._exit(code)
    if kill_after is not None:
        kill_after()
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFEXITED(status)


def _die_after(statements: int) -> None:
    left = statements

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", count)


async def _tables(url: str) -> set[str]:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as conn:
            return {name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    conn = await asyncpg.connect(url)
    try:
        return {row[0] for row in await conn.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    finally:
        await conn.close()


def test_a_migration_killed_anywhere_leaves_the_old_tables(empty_url: NewUrl, request: pytest.FixtureRequest) -> None:
    """After every 23rd statement in turn, with `--everywhere` every fifth: nothing of it is there, and the next start
    completes it.
    """
    url = asyncio.run(empty_url())
    kills = 0
    for statements in range(2, 400, 5 if request.config.getoption("--everywhere") else 23):

        async def migrate(statements: int = statements) -> None:
            _die_after(statements)
            await (await Database.open(url)).close()

        if forked(migrate):
            break
        kills += 1
        assert asyncio.run(_tables(url)) == set()
    assert kills >= 4
    assert {*metadata.tables, "alembic_version"} <= asyncio.run(_tables(url))


def test_two_starts_at_once_migrate_once(empty_url: NewUrl) -> None:
    """The second waits, and finds it done."""
    url = asyncio.run(empty_url())

    async def start() -> None:
        first, second = await asyncio.gather(Database.open(url), Database.open(url))
        await first.close()
        await second.close()

    asyncio.run(start())


def test_writes_killed_at_any_moment_are_whole(new_url: NewUrl) -> None:
    """A unit's effect and its completion are both there or both not; what was reported as done is."""
    url = asyncio.run(new_url())
    chance = random.Random(7)
    reader, writer = os.pipe()

    async def work() -> None:
        db = await Database.open(url)
        for number in range(10_000):
            update = Incoming(os.getpid() * 100_000 + number, 7, "message", "{}", NOW)
            (row,) = await db.write(partial(inbox.accept, rows=[update]))

            def effect(conn: Connection, seq: int = row.seq) -> None:
                person = people.find(conn, 11) or anna(conn)
                clients.create(conn, person, f"row {seq}", NOW)

            await Unit(db, row.seq, NOW).run(effect)
            os.write(writer, b".")

    reported = 0

    def some_units() -> None:
        nonlocal reported
        assert select.select([reader], [], [], 30)[0], "the child did not get to its first unit"
        reported += len(os.read(reader, 1))
        time.sleep(chance.random() / 20)

    for _ in range(5):
        assert not forked(work, kill_after=some_units)
    os.close(writer)
    while chunk := os.read(reader, 65536):
        reported += len(chunk)
    os.close(reader)

    async def check() -> None:
        db = await Database.open(url)
        done = await db.write(
            lambda conn: conn.execute(text("SELECT seq FROM inbox WHERE done_at IS NOT NULL")).scalars().all()
        )
        effects = await db.write(lambda conn: conn.execute(text("SELECT label FROM client")).scalars().all())
        assert sorted(effects) == sorted(f"row {seq}" for seq in done)
        # At most one unit a kill was committed but not reported yet.
        assert reported <= len(done) <= reported + 5
        assert len(await db.write(inbox.pending)) <= 5
        await db.close()

    asyncio.run(check())
    assert reported >= 5


@pytest.mark.parametrize("odd", ["100% sure", "имя с пробелом"])
async def test_an_odd_folder_is_no_hindrance(odd: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Percent signs, spaces and other letters stand in paths, too."""
    folder = tmp_path_factory.mktemp("odd") / odd
    folder.mkdir()
    db = await Database.open(f"sqlite:///{folder}/о к.db")
    await db.write(anna)
    await db.close()
    assert (folder / "о к.db").exists()
