"""What all workers share: a loop that is woken or looks at its time, and the tasks that it has under way."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any, Generic, TypeVar

from bot.common.backoff import backoff
from bot.common.clock import Clock
from bot.common.heartbeat import Heartbeat
from bot.common.waiting import drain, event_or_timeout
from bot.store.database.errors import StoreError
from bot.store.database.retry import BUSY_FIRST, BUSY_LONGEST

K = TypeVar("K")


class Loop:
    """Looks for work again and again, when it is woken or at its time; after a failure with backoff."""

    def __init__(  # noqa: PLR0913 - what differs from worker to worker, each by name
        self,
        clock: Clock,
        log: logging.Logger,
        look: Callable[[], Awaitable[float | None]],
        trouble: str,
        *,
        start: float | None = 0.0,
        retry: tuple[float, float] = (BUSY_FIRST, BUSY_LONGEST),
        told_once: type[Exception] | tuple[()] = StoreError,
        heartbeat: Heartbeat | None = None,
    ) -> None:
        """`look` does what there is to do and gives the seconds until the next look, None to wait until it is woken.

        `start` are the same before the first look. A failure is logged as `trouble`, of those in a row that are
        `told_once` only the first, with its text; the next look comes after backoff, from `retry`'s first to its
        longest seconds, which no waking cuts short. `heartbeat` beats before each wait.
        """
        self._clock = clock
        self._log = log
        self._look = look
        self._trouble = trouble
        self._start = start
        self._retry = retry
        self._told_once = told_once
        self._heartbeat = heartbeat
        self._woken = asyncio.Event()
        self._looking = False

    @property
    def idle(self) -> bool:
        """Whether it only waits: for its time, or to be woken."""
        return not (self._looking or self._woken.is_set())

    def wake(self) -> None:
        """Has it look at once, or once more where it looks just now."""
        self._woken.set()

    async def run(self) -> None:
        """Looks until it is cancelled."""
        pause, failures = self._start, 0
        while True:
            self._looking = False
            await self._wait(pause)
            self._woken.clear()
            self._looking = True
            try:
                pause = await self._look()
                failures = 0
            except Exception as error:  # noqa: BLE001 - whatever it is, a worker must not end for good
                failures += 1
                self._tell(error, failures)
                wait, pause = backoff(failures, *self._retry), 0.0
                self._beat(wait)
                await self._clock.sleep(wait)

    async def _wait(self, seconds: float | None) -> None:
        if seconds is None:
            await self._woken.wait()
        elif seconds > 0:
            self._beat(seconds)
            await event_or_timeout(self._woken, self._clock, seconds)

    def _tell(self, error: Exception, failures: int) -> None:
        if not isinstance(error, self._told_once):
            self._log.error("%s: %s", self._trouble, type(error).__name__)  # its text may hold words
        elif failures == 1:
            self._log.warning("%s now: %s", self._trouble, error)

    def _beat(self, within: float) -> None:
        if self._heartbeat is not None:
            self._heartbeat.beat(within)


class Tasks(Generic[K]):
    """What a worker has under way: one task a key, gone from here once it has ended."""

    def __init__(self, on_end: Callable[[K, asyncio.Task[None]], None] | None = None) -> None:
        """`on_end(key, task)` is called when a task has ended, however it ended."""
        self._on_end = on_end
        self._tasks: dict[K, asyncio.Task[None]] = {}

    def __contains__(self, key: K) -> bool:
        """Whether a task of that key is under way."""
        task = self._tasks.get(key)
        return task is not None and not task.done()

    def __iter__(self) -> Iterator[K]:
        """The keys of all tasks at this moment."""
        return iter(tuple(self._tasks))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._tasks)

    def start(self, key: K, work: Coroutine[Any, Any, None]) -> None:
        """Begins a task."""
        task = self._tasks[key] = asyncio.get_running_loop().create_task(work)
        task.add_done_callback(lambda ended: self._ended(key, ended))

    def cancel(self, key: K) -> bool:
        """Cancels the task of that key, which is gone from here at once; gives whether there was one."""
        task = self._tasks.pop(key, None)
        return task is not None and task.cancel()

    async def drain(self, seconds: float) -> None:
        """Waits up to `seconds` for all of them, then cancels those left; returns once all have ended."""
        await drain(list(self._tasks.values()), seconds)

    def _ended(self, key: K, task: asyncio.Task[None]) -> None:
        if self._tasks.get(key) is task:
            del self._tasks[key]
        if self._on_end is not None:
            self._on_end(key, task)
