"""One queue for each chat: in order within a chat, chats don't wait for each other."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from bot.common.clock import Clock
from bot.common.waiting import drain

log = logging.getLogger(__name__)
J = TypeVar("J")


class _Queue(Generic[J]):
    __slots__ = ("jobs", "resting", "task")

    def __init__(self) -> None:
        self.jobs: deque[J] = deque()
        self.task: asyncio.Task[None] | None = None
        self.resting = False


class Queues(Generic[J]):
    """Serves jobs by key, one after the other for each, at most `at_once` in all.

    A queue and its task exist only while there are jobs of that key.
    """

    def __init__(self, serve: Callable[[J], Awaitable[float | None]], clock: Clock, at_once: int) -> None:
        """`serve(job)` gives None when done with it, or in how many seconds it is to be served again.

        It must not raise; if it does, the job is given up for now (its row still waits in the database).
        """
        self._serve = serve
        self._clock = clock
        self._places = asyncio.Semaphore(at_once)
        self._queues: dict[Hashable, _Queue[J]] = {}
        self._stopping = asyncio.Event()

    def put(self, key: Hashable, job: J) -> None:
        """Adds a job behind those of the same key."""
        queue = self._queues.get(key)
        if queue is None:
            queue = self._queues[key] = _Queue()
        queue.jobs.append(job)
        if queue.task is None and not self._stopping.is_set():
            queue.task = asyncio.get_running_loop().create_task(self._run(key, queue))

    def busy(self, key: Hashable) -> bool:
        """Whether jobs of this key wait or are served."""
        return key in self._queues

    @property
    def idle(self) -> bool:
        """Whether there is nothing to serve."""
        return not self._queues

    async def stop(self, seconds: float) -> None:
        """Begins nothing more; waits up to `seconds` for what is being served, then cancels it."""
        self._stopping.set()
        for queue in self._queues.values():
            if queue.resting and queue.task is not None:
                queue.task.cancel()
        await drain([queue.task for queue in self._queues.values() if queue.task is not None], seconds)
        self._queues.clear()

    async def _run(self, key: Hashable, queue: _Queue[J]) -> None:
        try:
            while queue.jobs:
                async with self._places:
                    if self._stopping.is_set():
                        return
                    again = await self._one(queue.jobs[0])
                if again is None:
                    queue.jobs.popleft()
                    continue
                if self._stopping.is_set():
                    return  # `stop` came while this one was served, and did not see it rest
                queue.resting = True
                await self._clock.sleep(again)
                queue.resting = False
        finally:
            queue.task = None
            if self._queues.get(key) is queue:
                del self._queues[key]

    async def _one(self, job: J) -> float | None:
        try:
            return await self._serve(job)
        except Exception as error:  # noqa: BLE001 — the queue goes on, whatever one job does
            log.error("a job failed: %s", type(error).__name__)  # noqa: TRY400 — its text may hold words
            return None
