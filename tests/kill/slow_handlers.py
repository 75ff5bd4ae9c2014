"""Handlers that take their time, in a bot's own process: what SIGTERM finds at work."""

import asyncio
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Update


def slow_down(seconds: float) -> None:
    """From now on each update takes so long: half of it before its handler begins, half after it is done."""
    feed = Dispatcher.feed_update

    async def feed_update(self: Dispatcher, bot: Bot, update: Update, **more: Any) -> Any:  # noqa: ANN401 - as it has it
        await asyncio.sleep(seconds / 2)
        result = await feed(self, bot, update, **more)
        await asyncio.sleep(seconds / 2)
        return result

    Dispatcher.feed_update = feed_update  # type: ignore[method-assign]  # in a process of its own that ends with it
