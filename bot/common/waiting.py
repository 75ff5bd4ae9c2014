"""Waiting with an end: until an event or a time, whichever comes first, and for tasks up to a deadline."""

import asyncio
from collections.abc import Collection
from typing import Any

from bot.common.clock import Clock


async def event_or_timeout(event: asyncio.Event, clock: Clock, seconds: float) -> None:
    """Waits until the event is set, at most `seconds` by the clock."""
    sleeper = asyncio.ensure_future(clock.sleep(seconds))
    waker = asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait((sleeper, waker), return_when=asyncio.FIRST_COMPLETED)
    finally:
        sleeper.cancel()
        waker.cancel()


async def drain(tasks: Collection[asyncio.Task[Any]], seconds: float) -> None:
    """Waits for the tasks up to `seconds` of real time, then cancels those left; returns once all have ended."""
    if not tasks:
        return
    late: Collection[asyncio.Task[Any]] = tasks
    if seconds > 0:
        _, late = await asyncio.wait(tasks, timeout=seconds)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
