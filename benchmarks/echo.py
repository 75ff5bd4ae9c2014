"""A bare aiogram bot: one handler that answers a tap and edits the message, and stores nothing."""

import asyncio
import json
from collections.abc import Iterable, Iterator, Sequence

from aiogram import Bot, Dispatcher, Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message, MessageEntity, Update

from benchmarks.in_process_telegram import TOKEN, Inside, Json, Someone

Drawn = tuple[str, str | None, str | None]
"""A screen as it went over the wire: its text, its entities and its keyboard as JSON."""
Shown = tuple[str, list[MessageEntity] | None, InlineKeyboardMarkup | None]
"""The same in aiogram's types."""


class Echo:
    """Takes the same updates, makes the same calls with the same screens."""

    name = "bare aiogram echo"

    def __init__(self, people: Iterable[Someone]) -> None:
        telegram = Inside()
        for one in people:
            telegram.person(one.id)
        self._bot = Bot(TOKEN, session=telegram)
        self._dispatcher = Dispatcher()
        self._dispatcher.include_router(self._router())
        self._screens: Iterator[Shown] = iter(())

    def draws(self, screens: Sequence[Drawn]) -> None:
        """What the next taps are answered with, one after the other."""
        self._screens = iter([screen(one) for one in screens])

    async def feed(self, batch: Sequence[Json]) -> None:
        """Handles the batch, ten at once as polling would."""
        await asyncio.gather(*(self._one(raw) for raw in batch))

    async def close(self) -> None:
        """Ends the session."""
        await self._bot.session.close()

    async def _one(self, raw: Json) -> None:
        update = Update.model_validate(raw, context={"bot": self._bot})
        await self._dispatcher.feed_update(self._bot, update)

    def _router(self) -> Router:
        router = Router()

        @router.callback_query()
        async def echo(query: CallbackQuery) -> None:
            await query.answer()
            if isinstance(query.message, Message):
                text, entities, markup = next(self._screens)
                await query.message.edit_text(text, entities=entities, reply_markup=markup)

        return router


def screen(drawn: Drawn) -> Shown:
    """The screen in aiogram's types."""
    text, entities, markup = drawn
    return (
        text,
        [MessageEntity.model_validate(one) for one in json.loads(entities)] if entities else None,
        InlineKeyboardMarkup.model_validate_json(markup) if markup else None,
    )
