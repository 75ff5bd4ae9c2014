"""A process whose loop, polling or delivery is stuck is ended; health tells of it before (failures, The process)."""

import asyncio
import os
import threading
import time

import pytest

from bot.common.clock import Clock
from bot.common.heartbeat import Heartbeat
from bot.conversation.places import asks
from bot.process import watchdog
from bot.process.health import EVERY, LATE
from bot.process.watchdog import CODE, GRACE, Watchdog
from bot.store.database.database import Database
from bot.viewmodels.voices import Voices
from bot.workers.lease import Lease
from bot.workers.outage import Outage
from tests.intake.scripted import FastClock, HeldClock
from tests.reminders.desk import WEDNESDAY, Desk
from tests.reminders.seeds import EVER, in_touch, manager


def test_what_is_late_is_told_and_then_ended_once_it_is_seen_twice() -> None:
    clock = HeldClock()
    part, ends = Heartbeat(clock), list[str]()
    watched = Watchdog({"polling": lambda: part.late}, clock, end=ends.append)
    watched.look()
    part.beat(40)
    clock.at += 40 + GRACE / 3
    assert watched.slow() is None
    clock.at += 1
    assert watched.slow() == f"polling has not moved for {GRACE / 3 + 1:.0f} s"
    assert EVERY + 40 + GRACE / 3 < LATE, "health says so within 90 s of the last sign of life"
    clock.at += GRACE
    watched.look()
    assert ends == []  # a machine that was asleep: all is late for a moment
    part.beat(40)
    watched.look()
    watched.look()
    assert ends == []
    clock.at += 41 + GRACE
    watched.look()
    watched.look()
    assert len(ends) == 1
    part.stop()
    watched.look()
    watched.look()
    assert len(ends) == 1


def _exit_code(child: int) -> int:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    raise TimeoutError


def test_a_loop_that_hangs_is_ended_from_outside_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "_LOOK", 0.05)
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # where each thread stands, which nobody needs here

        async def hang() -> None:
            watched = Watchdog({}, Clock(), grace=0.1)
            watched.start()
            beating = asyncio.ensure_future(watched.run())
            await asyncio.sleep(0)
            monkeypatch.setattr(watchdog, "_LOOP_BEAT", 0.0)
            watched._loop.beat()
            time.sleep(30)  # noqa: ASYNC251 - just this is what hangs
            beating.cancel()

        asyncio.run(hang())
        os._exit(0)
    assert _exit_code(child) == CODE


async def test_a_database_that_never_answers_is_noticed_whatever_else_goes_on(sqlite_db: Database) -> None:
    """So it is with a webhook, where nothing polls. One that says that it can't now is none."""
    clock, stuck = FastClock(400), threading.Event()
    away = Outage(sqlite_db, clock, show=_nothing, idle=lambda: True, asks=asks)
    keeper = Lease(sqlite_db, "me", clock, heard=lambda: None, outage=away, on_erased=_listed)
    await keeper.claim()
    assert keeper.late == 0
    keeping = asyncio.ensure_future(keeper.run())
    hanging = asyncio.ensure_future(sqlite_db.write(lambda _: stuck.wait(20)))
    async with asyncio.timeout(10):
        while keeper.late <= GRACE:  # noqa: ASYNC110 - as the watchdog looks
            await asyncio.sleep(0.01)
    stuck.set()
    await hanging
    async with asyncio.timeout(10):
        while keeper.late:  # noqa: ASYNC110 - same
            await asyncio.sleep(0.01)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)


async def _nothing() -> int:
    return 0


async def _listed() -> bool:
    return True


async def test_a_send_that_never_ends_makes_delivery_late(sqlite_db: Database, voices: Voices) -> None:
    """A call that hangs is given up after a minute; one that isn't given up at all is no longer waited for."""
    desk = Desk(sqlite_db, voices)
    person = await desk.write(lambda conn: manager(conn, 11, WEDNESDAY, works=EVER))
    await desk.write(lambda conn: in_touch(conn, person, [("Ромашка", WEDNESDAY + 5)]))
    gate = desk.telegram.gates["sendMessage"] = asyncio.Event()
    await desk.start()
    for _ in range(3):
        await desk.clock.advance(29)
        assert desk.delivery.late < GRACE
    await desk.clock.advance(GRACE)
    assert desk.delivery.late > GRACE
    gate.set()
    await desk.clock.advance(1)
    assert desk.delivery.late == 0
    assert [text for _, text in desk.telegram.sent(11) if "Ромашка" in text]
    await desk.kill()
    assert desk.delivery.late == 0
