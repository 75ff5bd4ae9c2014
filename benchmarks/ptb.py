"""The same four steps in python-telegram-bot: a ConversationHandler, its persistence flushed at every update."""

import json
import time
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from telegram import InlineKeyboardMarkup, MessageEntity, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
)
from telegram.request import BaseRequest, RequestData

from benchmarks.echo import Drawn
from benchmarks.in_process_telegram import BOT, TOKEN, Json, Someone

_STEPS = ("client", "tension_before", "behaviour", "fear")


class Request(BaseRequest):
    """Encodes a call as HTTPXRequest does, and answers with the bytes that Telegram would send."""

    def __init__(self, people: Iterable[Someone]) -> None:
        self._chats = {str(one.id): one.chat for one in people}
        self._bot = json.dumps(BOT)

    @property
    def read_timeout(self) -> float:
        """Nothing is waited for."""
        return 5.0

    async def initialize(self) -> None:
        """Nothing is opened."""

    async def shutdown(self) -> None:
        """Nothing is open."""

    async def do_request(  # noqa: PLR0913, PLR0917 - as the base class has it
        self,
        url: str,
        method: str,  # noqa: ARG002 - same, and the timeouts
        request_data: RequestData | None = None,
        read_timeout: object = None,  # noqa: ARG002
        write_timeout: object = None,  # noqa: ARG002
        connect_timeout: object = None,  # noqa: ARG002
        pool_timeout: object = None,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """One call."""
        fields = request_data.json_parameters if request_data else {}
        urlencode(fields).encode()
        if url.endswith("/getMe"):
            return 200, f'{{"ok":true,"result":{self._bot}}}'.encode()
        if not url.endswith("/editMessageText"):
            return 200, b'{"ok":true,"result":true}'
        message = (
            f'{{"message_id":{fields["message_id"]},"from":{self._bot},"chat":{self._chats[fields["chat_id"]]},'
            f'"date":{int(time.time())},"text":{json.dumps(fields["text"])}'
        )
        for name in ("entities", "reply_markup"):
            if name in fields:
                message += f',"{name}":{fields[name]}'
        return 200, f'{{"ok":true,"result":{message}}}}}'.encode()


class Other:
    """The bot in python-telegram-bot."""

    def __init__(self, people: Iterable[Someone], folder: Path, known: int) -> None:
        self.name = f"python-telegram-bot, {known} known" if known else "python-telegram-bot"
        request = Request(people)
        self._application: Application = (
            ApplicationBuilder()
            .token(TOKEN)
            .request(request)
            .get_updates_request(request)
            .persistence(PicklePersistence(folder / f"other{known}.pickle", on_flush=False))
            .build()
        )
        self._screens: Iterator[tuple[str, Any, Any]] = iter(())
        steps = [CallbackQueryHandler(self._step, pattern=rf"^r\|\d+\|{name}\|") for name in _STEPS]
        with warnings.catch_warnings():
            # It warns that the state is kept by chat and not by message, which is what is wanted here.
            warnings.simplefilter("ignore")
            conversation = ConversationHandler(
                entry_points=[steps[0]],
                states={place: [step] for place, step in enumerate(steps) if place},
                fallbacks=[],
                name="debrief",
                persistent=True,
            )
        self._application.add_handler(conversation)

    @classmethod
    async def start(cls, people: Iterable[Someone], folder: Path, known: int = 0) -> "Other":
        """The bot, ready to take updates; its pickle lies in `folder`.

        It holds ten finished debriefs of each of `known` other people, as any persistence of it must.
        """
        stored = PicklePersistence(folder / f"other{known}.pickle", on_flush=True)
        await stored.get_user_data()
        answers = {"client": "c1", "tension_before": "8", "behaviour": "insults", "fear": "boss"}
        for number in range(known):
            await stored.update_user_data(10_000 + number, {"kept": [dict(answers) for _ in range(10)]})
        await stored.flush()
        made = cls(people, folder, known)
        await made._application.initialize()
        return made

    def draws(self, screens: Sequence[Drawn]) -> None:
        """What the next taps are answered with, one after the other."""
        bot = self._application.bot
        made = [
            (
                text,
                MessageEntity.de_list(json.loads(entities), bot) if entities else None,
                InlineKeyboardMarkup.de_json(json.loads(markup), bot) if markup else None,
            )
            for text, entities, markup in screens
        ]
        self._screens = iter(made)

    async def feed(self, batch: Sequence[Json]) -> None:
        """Handles the batch one by one, as this library does, and flushes what is stored after each of them."""
        for raw in batch:
            await self._application.process_update(Update.de_json(raw, self._application.bot))
            await self._application.update_persistence()

    async def close(self) -> None:
        """Ends the bot."""
        await self._application.shutdown()

    async def _step(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        query = update.callback_query
        _, _, step, option = query.data.split("|")
        context.user_data.setdefault("answers", {})[step] = option
        text, entities, markup = next(self._screens)
        await query.answer()
        await query.edit_message_text(text, entities=entities, reply_markup=markup)
        place = _STEPS.index(step) + 1
        return place if place < len(_STEPS) else ConversationHandler.END
