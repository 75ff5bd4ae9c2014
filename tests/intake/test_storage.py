"""A database that can't take it: Telegram is told nothing before it is stored, order is kept, it recovers by itself."""

import asyncio
import itertools
import os
import random
import select
import shutil
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.process.watchdog import GRACE
from bot.store.database.database import Database
from bot.store.database.sqlite import Sqlite, _on_thread
from tests.intake.conftest import Factory, World, message, tap
from tests.intake.scripted import FastClock
from tests.intake.test_intake import ANNA, BORIS, Handlers

LONG = "ы" * 100_000
"""More than what is free in the file takes."""


def _backend(here: World) -> Sqlite:
    backend = here.db._backend
    assert isinstance(backend, Sqlite)
    return backend


async def _pragma(here: World, said: str) -> None:
    backend = _backend(here)
    await _on_thread(backend._writer, lambda: backend._here.raw.execute(said).fetchone())


@pytest.mark.parametrize("trouble", ["locked", "full", "read-only"])
async def test_thirty_seconds_of_it(trouble: str, world: Factory, caplog: pytest.LogCaptureFixture) -> None:
    handlers = Handlers()
    here: World = await world(handlers.router, FastClock(200))
    lock = sqlite3.connect(here.path, isolation_level=None)
    begin: dict[str, Callable[[], object]] = {
        "locked": lambda: lock.execute("BEGIN IMMEDIATE"),
        "full": lambda: None,
        "read-only": lambda: None,
    }
    begin[trouble]()
    if trouble != "locked":
        await _pragma(here, "PRAGMA max_page_count = 1" if trouble == "full" else "PRAGMA query_only = ON")
    batches = [[message(1, ANNA, f"раз {LONG}"), message(2, BORIS, "Б")], [message(3, ANNA, "два")]]
    here.telegram.updates.extend(batches)
    polling = asyncio.create_task(here.intake.poll())
    await here.until(lambda: len(here.telegram.updates) == 1)
    start = here.clock.time()
    while here.clock.time() < start + 30:
        assert here.telegram.offsets == [None]  # the next call would tell Telegram that they are received
        assert here.intake.late < 30
        await asyncio.sleep(0.01)
    assert here.effects == []
    if trouble == "locked":
        lock.execute("ROLLBACK")
    else:
        await _pragma(here, "PRAGMA max_page_count = 1000000" if trouble == "full" else "PRAGMA query_only = OFF")
    lock.close()
    await here.until(lambda: len(here.effects) == 3)
    assert [words[:3] for chat, words in here.effects if chat == ANNA] == ["раз", "два"]
    assert here.telegram.offsets[:2] == [None, 3]
    assert here.sql("SELECT sum(tries), sum(set_aside), count(*) FROM inbox") == [(0, 0, 3)]
    told = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert len(told) == 1
    assert told[0].startswith("the database does not take it now: OperationalError SQLITE_")
    polling.cancel()
    with suppress(asyncio.CancelledError):
        await polling


async def test_a_database_that_never_answers_makes_polling_late(world: Factory) -> None:
    """Not so one that says that it can't now: that is tried again."""
    handlers = Handlers()
    here: World = await world(handlers.router, FastClock(400))
    stuck = threading.Event()
    hanging = asyncio.ensure_future(_on_thread(_backend(here)._writer, stuck.wait, 20.0))
    here.telegram.updates.append([message(1, ANNA)])
    polling = asyncio.create_task(here.intake.poll())
    await here.until(lambda: here.intake.late > GRACE)
    stuck.set()
    await hanging
    await here.until(lambda: here.effects != [] and here.intake.late == 0)
    polling.cancel()
    with suppress(asyncio.CancelledError):
        await polling
    assert here.intake.late == 0


def _as_after_a_power_cut(child: int, path: Path, copies: list[Path]) -> None:
    """The files as they stand at one moment, between any two steps of the process, which then waits."""
    os.kill(child, signal.SIGSTOP)
    os.waitpid(child, os.WUNTRACED)
    for copy in copies:
        for end in ("", "-wal"):
            shutil.copyfile(f"{path}{end}", f"{copy}{end}")


def test_a_power_cut_at_any_moment(path: Path, tmp_path: Path) -> None:
    """Of what Telegram was told is received nothing is missing; an effect and its update's end are there together.

    Also where the disk lost the end of the journal, or has half of a page there: then later units are gone as a whole.
    """
    chance = random.Random(7)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        asyncio.run(_taking_in(path, writer))
        os._exit(1)
    os.close(writer)
    told = b""
    try:
        for number in range(8):
            while told.count(b"\n") < 3 * (number + 1):
                assert select.select([reader], [], [], 20)[0], "the child did not get to its first update"
                told += os.read(reader, 65_536)
            time.sleep(chance.random() / 30)
            copies = [tmp_path / f"{kind}{number}.db" for kind in ("cut", "short", "torn")]
            _as_after_a_power_cut(child, path, copies)
            while select.select([reader], [], [], 0)[0]:
                told += os.read(reader, 65_536)
            os.kill(child, signal.SIGCONT)
            received = max(int(offset) for offset in told.split()) - 1
            stored, done, effects = asyncio.run(_found(copies[0]))
            assert stored[:received] == list(range(1, received + 1))
            assert done == effects
            assert len(done) > 0
            for torn, tear in zip(copies[1:], (_cut_short, _half_a_page), strict=True):
                tear(torn, chance)
                stored, done, effects = asyncio.run(_found(torn))
                assert stored == list(range(1, len(stored) + 1))
                assert done == effects
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reader)
    assert received > 20


async def _taking_in(path: Path, writer: int) -> None:
    db = await Database.open(f"sqlite:///{path}")
    here = World(path, db, Handlers().router, FastClock(), 64)

    def asked(name: str, data: dict[str, Any]) -> None:
        if name == "getUpdates" and "offset" in data:
            os.write(writer, b"%d\n" % data["offset"])  # Telegram is told that all before are received

    here.telegram.on_call = asked
    numbers = itertools.count(1)
    here.telegram.updates.extend(
        [message(number, chat, str(number)) for chat, number in zip((ANNA, BORIS), numbers, strict=False)]
        for _ in range(5000)
    )
    await here.intake.poll()


async def _found(copy: Path) -> tuple[list[int], list[int], list[int]]:
    """Ids of updates stored and done, and those of which there is an effect, as the program finds them at its start."""
    db = await Database.open(f"sqlite:///{copy}")
    try:

        def work(conn: Connection) -> tuple[list[int], list[int], list[int]]:
            stored = list(conn.execute(text("SELECT update_id FROM inbox ORDER BY update_id")).scalars())
            done = conn.execute(text("SELECT update_id FROM inbox WHERE done_at IS NOT NULL ORDER BY update_id"))
            effects = conn.execute(text("SELECT CAST(words AS INTEGER) FROM effect ORDER BY 1"))
            return stored, list(done.scalars()), list(effects.scalars())

        return await db.read(work)
    finally:
        await db.close()


def _cut_short(copy: Path, chance: random.Random) -> None:
    journal = Path(f"{copy}-wal")
    os.truncate(journal, int(journal.stat().st_size * chance.random()))


def _half_a_page(copy: Path, chance: random.Random) -> None:
    with Path(f"{copy}-wal").open("r+b") as journal:
        journal.seek(-min(2000, journal.seek(0, os.SEEK_END)), os.SEEK_END)
        journal.write(chance.randbytes(1500))


async def test_an_update_that_the_database_refuses_for_good_holds_up_nobody(
    world: Factory, caplog: pytest.LogCaptureFixture
) -> None:
    """It is handled from memory all the same; what fails there too is set aside, and so is what a kill took along."""
    handlers = Handlers()
    here: World = await world(handlers.router, FastClock(200))
    await here.db.write(
        lambda conn: (
            conn.execute(
                text(
                    "CREATE TRIGGER poor BEFORE INSERT ON inbox WHEN new.payload LIKE '%🔥%'"
                    " BEGIN SELECT RAISE(ABORT, 'no such letter'); END"
                )
            )
            and None
        )
    )
    batch = [message(1, ANNA, "раз"), message(2, ANNA, "🔥"), message(3, BORIS, "Б"), message(4, ANNA, "три")]
    here.telegram.updates.append(batch)
    polling = asyncio.create_task(here.intake.poll())
    await here.until(lambda: len(here.effects) == 4)
    assert [words for chat, words in here.effects if chat == ANNA] == ["раз", "🔥", "три"]
    assert here.telegram.offsets[1] == 5
    assert here.sql("SELECT count(*), sum(set_aside) FROM inbox") == [(4, 0)]
    assert "update 2 can't be stored whole: IntegrityError SQLITE_CONSTRAINT_TRIGGER" in caplog.text
    assert "🔥" not in caplog.text
    polling.cancel()
    with suppress(asyncio.CancelledError):
        await polling

    await here.crash()
    with sqlite3.connect(here.path) as raw:
        raw.execute("UPDATE inbox SET done_at = NULL, payload = NULL WHERE update_id = 2")
    again: World = await world(handlers.router, FastClock(200))
    await again.intake.replay()
    await again.settled()
    assert again.sql("SELECT update_id FROM inbox WHERE set_aside") == [(2,)]
    assert again.told == [ANNA], "asked to send it again"


async def test_a_tap_under_a_long_lock_is_answered_with_a_word(world: Factory) -> None:
    """Before it can be stored, or before it can be handled: Telegram's spinner would end without one."""
    handlers = Handlers()
    here: World = await world(handlers.router, FastClock(200))
    lock = sqlite3.connect(here.path, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    one = tap(1, ANNA)
    one["callback_query"]["from"]["language_code"] = "en"
    accepting = asyncio.create_task(here.intake.accept([one, message(2, BORIS)]))
    await here.until(lambda: bool(here.telegram.named("answerCallbackQuery")))
    (said,) = here.telegram.named("answerCallbackQuery")
    assert said.text == "wait:en"
    assert not accepting.done()
    lock.execute("ROLLBACK")
    await accepting
    await here.settled()
    here.lanes.answer(ANNA, "tap1", "late")
    here.lanes.answer(ANNA, "tap2", "its own")
    await here.until(lambda: len(here.telegram.named("answerCallbackQuery")) == 2)
    assert [one.text for one in here.telegram.named("answerCallbackQuery")] == ["wait:en", "its own"]
    lock.close()
