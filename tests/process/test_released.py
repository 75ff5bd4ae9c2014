"""Every version of the tables that there was, with a conversation under way in it: it is upgraded and goes on."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

from bot.store.database import schema
from tests.flows.stores import SqliteStore
from tests.flows.talk import House

_VERSIONS = [one.revision for one in ScriptDirectory.from_config(schema.config()).walk_revisions()][:0:-1]


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    """One file after another, each begun in the version that the one before it was made of."""
    return SqliteStore(tmp_path / "okok.db")


def _made_at(path: Path, version: str) -> None:
    """A file with the tables of that version."""
    engine = create_engine(f"sqlite:///{path}")

    def climb(conn: Connection) -> None:
        command.upgrade(schema.config(conn), version)

    with engine.begin() as conn:
        climb(conn)
    engine.dispose()


def _taken_back(path: Path, version: str) -> None:
    """The rows of the present file, as far as that version had tables and columns for them."""
    old = path.with_name(f"{version}.db")
    _made_at(old, version)
    with closing(sqlite3.connect(old)) as conn, conn:
        conn.execute("ATTACH ? AS present", (str(path),))
        for (table,) in conn.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
            if table.startswith(("alembic", "sqlite_stat")):
                continue
            mine = {row[1] for row in conn.execute(f"PRAGMA main.table_info({table})")}
            theirs = {row[1] for row in conn.execute(f"PRAGMA present.table_info({table})")}
            both = ", ".join(sorted(mine & theirs))
            conn.execute(f"DELETE FROM main.{table}")  # noqa: S608 - names of ours
            conn.execute(f"INSERT INTO main.{table} ({both}) SELECT {both} FROM present.{table}")  # noqa: S608 - same
    old.replace(path)


async def test_each_goes_on_where_it_was(house: House, tmp_path: Path) -> None:
    """At the third question, and with a debrief of before that is on record; nothing of it is lost or asked again."""
    anna = house.talk()
    path = tmp_path / "okok.db"
    for number, version in enumerate(_VERSIONS, start=1):
        run = await anna.begins()
        await anna.taps("8")
        await house.stop()
        _taken_back(path, version)
        assert house.rows("SELECT version_num FROM alembic_version") == [(version,)]
        await house.start()
        assert house.rows("SELECT version_num FROM alembic_version") == [(schema.HEAD,)]
        await house.settled()
        assert anna.asks("behaviour"), version
        await anna.behaves()
        await anna.fears()
        await anna.picks("tomorrow")
        assert anna.sees("summary-title", client="Ромашка")
        assert house.row("SELECT tension_before FROM outcome WHERE run_id = ?", run) == (8,)
        assert house.row("SELECT count(*) FROM outcome") == (number,)
        assert house.row("SELECT count(*) FROM client") == (1,)
        assert house.row("SELECT count(*) FROM agenda WHERE due_at IS NOT NULL") == (1,), "it is reminded of"
    assert len(_VERSIONS) == int(schema.HEAD) - 1
