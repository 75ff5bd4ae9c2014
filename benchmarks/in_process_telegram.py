"""A Telegram inside the process: the work of encoding and parsing is real, the network is not there.

People tap only what was drawn for them: the data of their taps is read from the keyboards of the calls.
"""

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import TelegramMethod

from bot.app import wired
from bot.common.clock import Clock
from bot.process.lifecycle import App
from bot.settings import Settings
from bot.telegram.pace import Pace

Json = dict[str, Any]

TOKEN = "42:inside"  # noqa: S105 - nobody's
UNLIMITED = Pace(burst=1e9, chat_rate=1e9, rate=1e9, overall_burst=1e9)
BOT = {"id": 42, "is_bot": True, "first_name": "okok", "username": "okok_bot"}
_KEPT = 3
_PATIENCE = 30.0


class Inside(AiohttpSession):
    """Takes every call at once, or `delay` seconds later, and answers with the message as Telegram would."""

    def __init__(self, delay: float = 0.0) -> None:
        super().__init__()
        self.delay = delay
        self.people: dict[int, Someone] = {}
        self.calls = 0
        self.screens: list[tuple[str, str | None, str | None]] | None = None
        """Where it is a list, each edit's text, entities and keyboard (as JSON) are added to it."""
        self._messages = itertools.count(1001)
        self._updates = itertools.count(1)
        self._bot = json.dumps(BOT)

    def person(self, number: int, language: str = "ru") -> "Someone":
        """Somebody with a private chat."""
        return self.people.setdefault(number, Someone(self, number, language))

    def next_message(self) -> int:
        """The number of a new message."""
        return next(self._messages)

    def next_update(self) -> int:
        """The number of a new update."""
        return next(self._updates)

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ARG002, ASYNC109 - as the base class has it
    ) -> Any:  # noqa: ANN401 - same
        """Encodes the call to the bytes of its body, and parses the bytes of the reply, as over HTTP."""
        form = self.build_form_data(bot, method)
        form()
        await asyncio.sleep(self.delay)
        # The only way to what was encoded; decoding the body again would be the server's work.
        fields = {options["name"]: value for options, _, value in form._fields}
        reply = self._reply(method.__api_method__, fields)
        return self.check_response(bot, method, 200, reply).result

    def _reply(self, method: str, fields: dict[str, str]) -> str:
        self.calls += 1
        if method not in {"sendMessage", "editMessageText"}:
            return '{"ok":true,"result":true}'
        someone = self.people[int(fields["chat_id"])]
        text, entities, markup = fields["text"], fields.get("entities"), fields.get("reply_markup")
        number = int(fields.get("message_id") or self.next_message())
        if method == "editMessageText" and self.screens is not None:
            self.screens.append((text, entities, markup))
        parts = [
            f'{{"message_id":{number},"from":{self._bot},"chat":{someone.chat},"date":{int(time.time())}',
            f'"text":{json.dumps(text)}',
        ]
        if entities:
            parts.append(f'"entities":{entities}')
        if markup and markup.startswith('{"inline_keyboard"'):
            parts.append(f'"reply_markup":{markup}')
        message = ",".join(parts) + "}"
        someone.shown(number, message)
        return f'{{"ok":true,"result":{message}}}'


class Someone:
    """One person: what the bot shows them, and the raw updates of what they do."""

    def __init__(self, telegram: Inside, number: int, language: str) -> None:
        self.id = number
        self.chat = json.dumps({"id": number, "type": "private", "first_name": "Anna"})
        self.at = 0.0
        """When something was last shown here, by time.perf_counter."""
        self._telegram = telegram
        self._user = {"id": number, "is_bot": False, "first_name": "Anna", "language_code": language}
        self._messages: dict[int, str] = {}

    def shown(self, number: int, message: str) -> None:
        """Remembers the newest messages of the bot, as the JSON that they are."""
        self._messages.pop(number, None)
        self._messages[number] = message
        if len(self._messages) > _KEPT:
            del self._messages[next(iter(self._messages))]
        self.at = time.perf_counter()

    def say(self, text: str, **more: Any) -> Json:  # noqa: ANN401 - fields of a message
        """The update of a written message."""
        return self._update("message", self._message(self._telegram.next_message(), text, more))

    def edit(self, message: Json, text: str) -> Json:
        """The update of an edited message; `message` is the update that brought it."""
        body = {**message["message"], "text": text, "edit_date": int(time.time())}
        return self._update("edited_message", body)

    def tap(self, part: str) -> Json:
        """The update of a tap on the newest button whose data holds `part`. Raises LookupError for none."""
        for message in map(json.loads, reversed(self._messages.values())):
            for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
                for button in row:
                    if part in button.get("callback_data", ""):
                        return self.tap_on(message, button["callback_data"])
        raise LookupError(f"no button {part!r}: {[json.loads(m).get('text') for m in self._messages.values()]}")

    def tap_on(self, message: Json, data: str) -> Json:
        """The update of a tap with that data on that message."""
        number = self._telegram.next_update()
        body = {"id": str(4 * 10**15 + number), "from": self._user, "chat_instance": str(self.id), "message": message}
        return {"update_id": number, "callback_query": {**body, "data": data}}

    def _message(self, number: int, text: str, more: Json) -> Json:
        if text.startswith("/"):
            more = {**more, "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}]}
        head = {"message_id": number, "from": self._user, "chat": json.loads(self.chat), "date": int(time.time())}
        return {**head, "text": text, **more}

    def _update(self, kind: str, body: Json) -> Json:
        return {"update_id": self._telegram.next_update(), kind: body}


@asynccontextmanager
async def running(
    folder: Path,
    telegram: Inside,
    pace: Pace = UNLIMITED,
    clock: Clock | None = None,
    owners: frozenset[int] = frozenset(),
) -> AsyncIterator[App]:
    """The program as `bot.app` wires it, over a database file in `folder`, fed by hand instead of by polling.

    With `owners` only they come in, and whom they invite; without, everybody does.
    """
    settings = Settings(_env_file=None, owner_ids=owners, access="invited" if owners else "open")
    async with wired(settings, telegram, TOKEN, f"sqlite:///{folder}/okok.db", pace=pace, clock=clock) as app:
        yield app
        await app.intake.stop()


async def feed(app: App, updates: Sequence[Json]) -> None:
    """Hands over one batch, as polling does, and comes back when all of it is handled, shown and noted as shown."""
    await app.intake.accept(list(updates))
    end = time.monotonic() + _PATIENCE
    while not app.intake.idle:
        await app.lanes.drain(_PATIENCE)
        await asyncio.sleep(0.002)
        if time.monotonic() > end:
            raise TimeoutError("the program did not come to rest")
