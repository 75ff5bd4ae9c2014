"""One queue for each chat, and how they end."""

import asyncio

from bot.common.clock import Clock
from bot.intake.queues import Queues


async def test_stop_does_not_wait_for_the_rest_of_a_job_that_is_being_served_when_it_comes() -> None:
    gate, begun = asyncio.Event(), asyncio.Event()

    async def serve(_job: str) -> float | None:
        begun.set()
        await gate.wait()
        return 3600.0

    queues: Queues[str] = Queues(serve, Clock(), 1)
    queues.put("chat", "job")
    await begun.wait()
    stopping = asyncio.create_task(queues.stop(60))
    await asyncio.sleep(0)
    gate.set()
    async with asyncio.timeout(30):
        await stopping
    assert queues.idle
