"""What the database promises: one hop, settings, locks, snapshots, cancellation (failures, Storage)."""

import asyncio
import logging
import sqlite3
import threading
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.store.database import sqlite
from bot.store.database.database import Database
from bot.store.database.errors import Busy, StoreError, plainly
from bot.store.queries import chats, people
from bot.viewmodels.place import Place
from tests.store.samples import NOW, anna


def count_people(conn: Connection) -> int:
    """How many people there are."""
    number: int = conn.execute(text("SELECT count(*) FROM person")).scalar_one()
    return number


def pause(conn: Connection, seconds: float) -> None:
    """Spends time inside of the transaction, without holding up the loop."""
    if conn.dialect.name == "sqlite":
        time.sleep(seconds)
    else:
        conn.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})


async def test_sqlite_is_set_up_to_keep_and_to_forget(sqlite_db: Database, tmp_path: Path) -> None:
    """Durable, with foreign keys, waiting for locks, wiping what is deleted; for the owner's eyes only."""
    wanted = {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000, "secure_delete": 1}

    def pragmas(conn: Connection) -> dict[str, object]:
        return {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}

    assert await sqlite_db.write(pragmas) == wanted
    fresh = tmp_path / "fresh.db"
    await (await Database.open(f"sqlite+aiosqlite:///{fresh}")).close()
    assert fresh.stat().st_mode & 0o777 == 0o600


async def test_a_transaction_is_one_hop(sqlite_db: Database, caplog: pytest.LogCaptureFixture) -> None:
    """The thread is asked once for all of it, however many statements there are."""
    person = await sqlite_db.write(anna)
    threads: set[int] = set()

    def work(conn: Connection) -> None:
        threads.add(threading.get_ident())
        chat = chats.open(conn, person, 11)
        for _ in range(5):
            chat = chats.move(conn, chat, Place.read("menu"), None)

    with caplog.at_level(logging.DEBUG, logger="aiosqlite"):
        await sqlite_db.write(work)
    assert len([record for record in caplog.records if record.msg.startswith("executing")]) == 1
    assert len(threads) == 1
    assert threads != {threading.get_ident()}


async def test_debug_logs_hold_no_words(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    """Even with everything set to DEBUG before the start."""
    caplog.set_level(logging.DEBUG)
    db = await Database.open(f"sqlite:///{tmp_path / 'logged.db'}")
    words = "орала на меня"
    person = await db.write(anna)
    chat = await db.write(lambda conn: chats.open(conn, person, 11))
    await db.write(lambda conn: chats.move(conn, chat, Place.read("menu"), words))
    await db.write(lambda conn: chats.desk(conn, 11, 11))

    def fail(_: Connection) -> None:
        raise ValueError(words)

    with pytest.raises(ValueError, match=words):
        await db.write(fail)
    await db.close()
    assert words not in caplog.text


async def test_an_exception_rolls_everything_back(db: Database) -> None:
    """The one that was raised comes out, and the next transaction works."""

    def fail(conn: Connection) -> None:
        anna(conn)
        raise KeyError("on purpose")

    with pytest.raises(KeyError):
        await db.write(fail)
    assert await db.write(count_people) == 0
    await db.write(anna)
    assert await db.read(count_people) == 1


async def test_fifty_writers_at_once(db: Database) -> None:
    """Each change counts, none fails for a lock."""
    person = await db.write(anna)
    chat = await db.write(lambda conn: chats.open(conn, person, 11))

    def work(conn: Connection) -> None:
        desk = chats.desk(conn, 11, 11)
        assert desk is not None
        chats.move(conn, desk[1], Place.read(f"debrief:{desk[1].revision}"), None)

    await asyncio.gather(*(db.write(work) for _ in range(50)))
    moved = await db.write(lambda conn: chats.open(conn, person, 11))
    # What was read under the lock is what the last one built on.
    assert (moved.revision, moved.place) == (chat.revision + 50, Place("debrief", "49"))


async def test_a_reader_sees_one_moment_and_holds_nobody_up(db: Database) -> None:
    """Writes go on beside a long read, which does not see them."""
    await db.write(anna)

    def look(conn: Connection) -> tuple[int, int]:
        before = count_people(conn)
        pause(conn, 0.4)
        return before, count_people(conn)

    looking = asyncio.create_task(db.read(look))
    await asyncio.sleep(0.1)
    await db.write(lambda conn: anna(conn, 22))
    assert not looking.done()
    assert await looking == (1, 1)
    assert await db.read(count_people) == 2


async def test_a_reader_can_not_write(db: Database) -> None:
    """The database itself refuses."""
    with pytest.raises(StoreError):
        await db.read(anna)
    assert await db.write(count_people) == 0


async def test_a_cancelled_wait_leaves_no_half(db: Database) -> None:
    """All of it or nothing, and the database goes on; more often than there are connections in the pool."""

    def work(conn: Connection, number: int) -> None:
        anna(conn, number)
        pause(conn, 0.03)
        person = people.find(conn, number)
        assert person is not None
        chats.open(conn, person, number)

    cancelled = 0
    for number in range(1, 13):
        waiting = asyncio.create_task(db.write(partial(work, number=number)))
        await asyncio.sleep(0.015)
        waiting.cancel()
        (came,) = await asyncio.gather(waiting, return_exceptions=True)
        cancelled += isinstance(came, asyncio.CancelledError)
    # On a machine under load one or the other was through before.
    assert cancelled > 0
    halves = text("SELECT count(*) FROM person LEFT JOIN chat ON person.id = chat.person_id WHERE chat.id IS NULL")
    assert await db.write(lambda conn: conn.execute(halves).scalar_one()) == 0
    await db.write(lambda conn: anna(conn, 99))


async def test_closing_waits_for_what_was_asked(tmp_path: Path) -> None:
    """A transaction that is under way on the thread when the bot stops is kept."""
    url = f"sqlite:///{tmp_path / 'okok.db'}"
    db = await Database.open(url)

    def work(conn: Connection) -> None:
        pause(conn, 0.05)
        anna(conn)

    waiting = asyncio.create_task(db.write(work))
    await asyncio.sleep(0.01)
    await db.close()
    await waiting
    again = await Database.open(url)
    assert await again.write(count_people) == 1
    await again.close()


async def test_a_lock_held_too_long_is_busy(
    sqlite_template: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Passing, so that intake tries again; it works once the lock is gone."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    path = tmp_path / "okok.db"
    path.write_bytes(sqlite_template)
    db = await Database.open(f"sqlite:///{path}")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy, match="SQLITE_BUSY"):
            await db.write(anna)
        assert await db.read(count_people) == 0
        other.execute("ROLLBACK")
    await db.write(anna)
    await db.close()


async def test_a_row_lock_held_too_long_is_busy(postgres_db: Database) -> None:
    """The same on PostgreSQL, where the chat's row is what two processes wait for."""
    db = postgres_db
    person = await db.write(anna)
    await db.write(lambda conn: chats.open(conn, person, 11))

    def hold(conn: Connection) -> None:
        chats.desk(conn, 11, 11)
        pause(conn, 0.5)

    def impatient(conn: Connection) -> None:
        conn.execute(text("SET LOCAL lock_timeout = '50ms'"))
        chats.desk(conn, 11, 11)

    holding = asyncio.create_task(db.write(hold))
    await asyncio.sleep(0.1)
    with pytest.raises(Busy, match="55P03"):
        await db.write(impatient)
    await holding
    assert await db.write(lambda conn: chats.desk(conn, 11, 11)) is not None


async def test_a_transaction_that_began_with_a_read_can_always_write(sqlite_db: Database, tmp_path: Path) -> None:
    """It holds the write lock from its beginning, so nobody gets in between and makes its snapshot stale."""

    def work(conn: Connection) -> None:
        count_people(conn)
        other = sqlite3.connect(tmp_path / "okok.db", timeout=0, isolation_level=None)
        with closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        anna(conn)

    await sqlite_db.write(work)
    assert await sqlite_db.write(count_people) == 1


async def test_a_full_disk_is_busy_and_recovers_by_itself(sqlite_db: Database) -> None:
    """Nothing half is left; with room again the same work passes."""

    def limit(conn: Connection, pages: int) -> None:
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def large(conn: Connection) -> None:
        person = anna(conn)
        chat = chats.open(conn, person, 11)
        chats.move(conn, chat, Place.read("menu"), "x" * 400_000)

    await sqlite_db.write(lambda conn: limit(conn, 1))
    for _ in range(2):
        with pytest.raises(Busy, match="SQLITE_FULL"):
            await sqlite_db.write(large)
    assert await sqlite_db.write(count_people) == 0
    await sqlite_db.write(lambda conn: limit(conn, 1_000_000))
    await sqlite_db.write(large)
    assert await sqlite_db.write(count_people) == 1


async def test_a_lost_connection_is_busy_and_recovers_by_itself(postgres_db: Database) -> None:
    """PostgreSQL went away and came back: the next tries reach it again."""
    db = postgres_db
    suicide = text("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(Busy):
        await db.write(lambda conn: conn.execute(suicide).scalar_one())
    await db.write(anna)
    assert await db.write(count_people) == 1


def test_the_moment_of_the_samples_is_what_it_says() -> None:
    """January 2027: the other tests count from it."""
    assert time.gmtime(NOW)[:2] == (2027, 1)


async def test_units_that_wait_together_share_a_transaction_and_fail_alone(sqlite_db: Database, tmp_path: Path) -> None:
    """One flush for many; who fails gets their own error, and takes nothing of the others back."""
    commits: list[str] = []

    def watch(conn: Connection) -> None:
        raw: Any = conn.connection.dbapi_connection
        raw.set_trace_callback(lambda said: commits.append(said) if said.startswith("COMMIT") else None)

    def fail(conn: Connection) -> None:
        anna(conn, 99)
        raise KeyError("on purpose")

    await sqlite_db.write(watch)
    commits.clear()
    first = sqlite_db.write(lambda conn: pause(conn, 0.2))
    people = [sqlite_db.write(partial(anna, telegram_id=number)) for number in range(100, 110)]
    twice = sqlite_db.write(lambda conn: anna(conn, 100))
    *found, second = await asyncio.gather(first, *people, sqlite_db.write(fail), twice, return_exceptions=True)
    assert isinstance(second, StoreError)
    assert isinstance(found[-1], KeyError)
    assert not [one for one in found[:-1] if isinstance(one, BaseException)]
    assert len(commits) <= 2
    with closing(sqlite3.connect(tmp_path / "okok.db")) as other:
        assert [row[0] for row in other.execute("SELECT telegram_id FROM person ORDER BY 1")] == list(range(100, 110))


async def test_a_disk_that_is_full_leaves_nothing_half_of_what_waits_together(sqlite_db: Database) -> None:
    """What was refused left no row; with room again the same unit passes."""

    def limit(conn: Connection, pages: int) -> None:
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def large(conn: Connection) -> None:
        person = anna(conn, 500)
        chats.move(conn, chats.open(conn, person, 500), Place.read("menu"), "x" * 400_000)

    async def together() -> list[object]:
        small = [sqlite_db.write(partial(anna, telegram_id=number)) for number in range(3)]
        return list(await asyncio.gather(*small, sqlite_db.write(large), return_exceptions=True))

    await sqlite_db.write(lambda conn: limit(conn, 1))
    refused = await together()
    assert isinstance(refused[-1], Busy)
    kept = sum(not isinstance(one, BaseException) for one in refused)
    assert await sqlite_db.write(count_people) == kept
    await sqlite_db.write(lambda conn: limit(conn, 1_000_000))
    await sqlite_db.write(large)
    assert await sqlite_db.write(count_people) == kept + 1


async def test_a_statement_that_the_server_cuts_off_is_tried_again(postgres_db: Database) -> None:
    """As one that waits for a lock is; its line names the SQLSTATE, and nothing of the statement."""

    def work(conn: Connection) -> None:
        conn.execute(text("SET LOCAL statement_timeout = '30ms'"))
        conn.execute(text("SELECT pg_sleep(5), 'слово'"))

    with pytest.raises(Busy) as busy:
        await postgres_db.write(work)
    assert "57014" in str(busy.value)
    assert "слово" not in str(busy.value)
    with pytest.raises(StoreError) as refused:
        await postgres_db.write(lambda conn: conn.execute(text("SELECT 1/0")) and None)
    assert not isinstance(refused.value, Busy)
    assert "22012" in str(refused.value)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Busy("OperationalError SQLITE_BUSY_SNAPSHOT"), "another program"),
        (Busy("OperationalError SQLITE_FULL"), "disk is full"),
        (Busy("OperationalError SQLITE_CANTOPEN_ISDIR"), "can't be opened"),
        (StoreError("DatabaseError SQLITE_NOTADB"), "no database"),
        (StoreError("IntegrityError SQLITE_CONSTRAINT_TRIGGER"), "refuses"),
        (Busy("Error 57014"), "too long"),
        (Busy("Error 53300"), "too many connections"),
        (Busy("ConnectionRefusedError no code"), "can't be reached"),
        (sqlite3.OperationalError("the statement, and somebody's words"), "can't be reached"),
        (OSError("somebody's words"), "can't be reached"),
    ],
)
def test_a_person_is_told_in_words(error: Exception, words: str) -> None:
    """No class, no code, nothing of the driver's own text."""
    told = plainly(error)
    assert words in told
    assert not [one for one in ("SQLITE", "Error", "somebody", "57014", "53300") if one in told]
