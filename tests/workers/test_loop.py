"""The loop that all workers share: when it looks, what it waits for after a failure, and how its tasks end."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from bot.common.heartbeat import Heartbeat
from bot.store.database.errors import Busy
from bot.workers.loop import Loop, Tasks
from tests.intake.scripted import HeldClock, settle

log = logging.getLogger("bot.workers.tested")


class Work:
    """Follows a script: each look gives the next pause, or raises the next failure. `at` is when it looked."""

    def __init__(self, clock: HeldClock, *script: float | Exception | None) -> None:
        self.clock = clock
        self.script = deque(script)
        self.at: list[float] = []
        self.hangs = False
        self.meanwhile: Callable[[], object] = lambda: None

    async def look(self) -> float | None:
        self.at.append(self.clock.at - 1000)
        if self.hangs:
            await asyncio.Event().wait()
        self.meanwhile()
        await asyncio.sleep(0)
        found = self.script.popleft() if self.script else None
        if isinstance(found, Exception):
            raise found
        return found


@asynccontextmanager
async def running(work: Work, **how: Any) -> AsyncIterator[Loop]:  # noqa: ANN401 - the loop's own parameters
    loop = Loop(work.clock, log, work.look, "nothing is found", **how)
    task = asyncio.ensure_future(loop.run())
    await settle()
    yield loop
    assert not task.done(), "it ended by itself"
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_it_looks_at_once_at_its_time_and_when_it_is_woken() -> None:
    work = Work(HeldClock(), 0.0, 60.0, None, 60.0)
    async with running(work) as loop:
        assert work.at == [0, 0]  # a pause of zero is none
        assert _idle(loop)
        await work.clock.advance(59)
        assert work.at == [0, 0]
        await work.clock.advance(1)
        assert work.at == [0, 0, 60]
        await work.clock.advance(3600)  # None: it waits until it is woken
        assert work.at == [0, 0, 60]
        loop.wake()
        assert not _idle(loop)
        await settle()
        assert work.at == [0, 0, 60, 3660]
        await work.clock.advance(10)
        loop.wake()  # before its time
        await settle()
        assert work.at == [0, 0, 60, 3660, 3670]


async def test_who_wakes_it_while_it_looks_is_not_overlooked() -> None:
    work = Work(HeldClock(), 60.0, 60.0)
    holder: list[Loop] = []
    work.meanwhile = lambda: holder.pop().wake() if holder else None
    async with running(work, start=None) as loop:
        holder.append(loop)
        loop.wake()
        await settle()
        assert work.at == [0, 0]
        assert _idle(loop)


@pytest.mark.parametrize(("start", "first"), [(0.0, [0.0]), (30.0, []), (None, [])])
async def test_when_it_looks_first(start: float | None, first: list[float]) -> None:
    work = Work(HeldClock())
    async with running(work, start=start) as loop:
        assert work.at == first
        await work.clock.advance(30)
        assert work.at == (first if start != 30 else [30])
        loop.wake()
        await settle()
        assert work.at[-1] == 30


async def test_a_failure_is_told_and_tried_again_with_backoff(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.common.backoff.random.uniform", lambda low, _high: low)
    work = Work(HeldClock(), Busy("locked"), Busy("locked"), ValueError("words"), Busy("locked"), None, Busy("locked"))
    async with running(work, retry=(1.0, 3.0)) as loop:
        loop.wake()  # does not cut the backoff short
        await settle()
        assert work.at == [0]
        assert not _idle(loop)
        await work.clock.advance(9)
        assert work.at == [0, 1, 3, 6, 9]
        assert _idle(loop)
        loop.wake()  # after a look that went well a failure is the first again
        await work.clock.advance(1)
        assert work.at == [0, 1, 3, 6, 9, 9, 10]
    told = [(record.levelname, record.getMessage()) for record in caplog.records]
    once = ("WARNING", f"nothing is found now: {Busy('locked')}")
    assert told == [once, ("ERROR", "nothing is found: ValueError"), once]


async def test_its_heartbeat_is_late_only_where_a_look_hangs() -> None:
    clock = HeldClock()
    heartbeat, work = Heartbeat(clock), Work(clock, 60.0, ValueError(), 60.0)
    async with running(work, heartbeat=heartbeat, retry=(20.0, 20.0)) as loop:
        for seconds in (59, 1, 20, 30):
            await clock.advance(seconds)
            assert heartbeat.late == 0
        work.hangs = True
        loop.wake()
        await clock.advance(100)
        assert heartbeat.late == 70


async def test_tasks_are_one_a_key_and_drained_by_a_deadline() -> None:
    ended: list[tuple[str, bool]] = []
    tasks: Tasks[str] = Tasks(lambda key, task: ended.append((key, task.cancelled())))
    stay = asyncio.Event()
    tasks.start("quick", asyncio.sleep(0))
    for key in ("slow", "left"):
        tasks.start(key, _until(stay))
    assert sorted(tasks) == ["left", "quick", "slow"]
    assert tasks.cancel("left")
    assert "left" not in tasks
    assert not tasks.cancel("left")
    await tasks.drain(0.02)
    assert sorted(ended) == [("left", True), ("quick", False), ("slow", True)]
    assert not tasks


async def test_a_key_is_free_again_as_soon_as_its_task_is_done() -> None:
    tasks: Tasks[int] = Tasks()
    seen: list[bool] = []

    async def second() -> None:
        seen.append(1 in tasks)

    async def first() -> None:
        asyncio.get_running_loop().call_soon(lambda: tasks.start(1, second()) if 1 not in tasks else None)

    tasks.start(1, first())
    await settle()
    assert seen == [True]
    assert not tasks


def _idle(loop: Loop) -> bool:
    return loop.idle  # in a function, since mypy takes a property for what it was a line before


async def _until(event: asyncio.Event) -> None:
    await event.wait()
