"""A database that can't take it: Telegram is told nothing before it is stored, order is kept, it recovers by itself."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress

import pytest

from bot.guard.watch import GRACE
from bot.store.sqlite import Sqlite, _on_thread
from tests.intake.conftest import Factory, World, message
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
