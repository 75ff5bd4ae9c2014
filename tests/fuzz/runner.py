"""Feeds the program mutated updates, with valid ones of the same chats and of neighbours among them."""

import asyncio
import json
import logging
import random
import re
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from benchmarks.in_process_telegram import BOT, Inside, Json, Someone, feed, running
from bot.process.lifecycle import App
from tests.fuzz.mutations import CHATS, mutated

_EXAMPLE, _BATCH = 8, 40
# What can't be read is set aside; an id of a tap that Telegram never gave it also refuses.
_EXPECTED = re.compile(
    r"update \d+ was set aside: (ValidationError|UnknownKind)|\d+ updates without a usable id"
    r"|chat -?\d+: a call was refused: UnicodeEncodeError"
)
_NEIGHBOUR = 900_000_001


class Anyone(Inside):
    """Has a chat for whatever number the program writes to, and counts the answers to taps."""

    def __init__(self) -> None:
        super().__init__()
        self.answered: Counter[str] = Counter()

    def _reply(self, method: str, fields: dict[str, str]) -> str:
        if method == "getMe":
            return json.dumps({"ok": True, "result": BOT})
        if method == "answerCallbackQuery":
            self.answered[fields.get("callback_query_id", "")] += 1
        if "chat_id" in fields:
            self.person(int(fields["chat_id"]))
        return super()._reply(method, fields)


class _Ears(logging.Handler):
    """Hears what the program complains of that it should not have met."""

    def __init__(self, wrong: Counter[str], aside: Counter[str]) -> None:
        super().__init__(logging.ERROR)
        self._wrong = wrong
        self._aside = aside

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        expected = _EXPECTED.fullmatch(said)
        name = re.sub(r"\d+", "N", said)
        (self._aside if expected else self._wrong)[name] += 1


@dataclass
class Figures:
    """What was fed and what came of it."""

    mutated: int = 0
    valid: int = 0
    handled: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)
    complaints: Counter[str] = field(default_factory=Counter)
    stalls: int = 0
    pending: int = 0

    @property
    def wrong(self) -> bool:
        """Whether a handler failed, a valid update was not handled, or anything stalled."""
        return bool(self.complaints or self.stalls or self.pending or self.handled < self.valid or not self.valid)

    def lines(self) -> list[str]:
        """The figures, to print."""
        return [
            f"mutated updates: {self.mutated}",
            f"set aside, as they can't be read: {self.set_aside.total()} {dict(self.set_aside)}",
            f"valid neighbours: {self.valid}, of them handled: {self.handled}",
            f"batches that did not come to rest in 30 s: {self.stalls}; updates still to be handled: {self.pending}",
            f"unhandled exceptions and other complaints: {self.complaints.total()} {dict(self.complaints)}",
        ]


@dataclass
class _Neighbour:
    """Somebody who switches a setting to and fro; each switch is one valid update with a known effect."""

    someone: Someone
    screen: Json
    on: bool = False

    def switches(self) -> Json:
        """The next switch."""
        self.on = not self.on
        return self.someone.tap_on(self.screen, f"p|detail|{int(self.on)}")


class Fuzz:
    """The program under fuzz, in a loop of its own that goes on between hypothesis's examples."""

    def __init__(self, folder: Path, figures: Figures | None = None, *, invited: bool = False) -> None:
        """`figures` go on from those of an earlier one. With `invited` the chats are those of owners, who invite and
        remove, and everybody else is a stranger; without, everybody comes in.
        """
        self.figures = figures or Figures()
        self._owners = frozenset((*CHATS, _NEIGHBOUR)) if invited else frozenset()
        self._folder = folder
        self._telegram = Anyone()
        self._waiting: list[Json] = []

    def run(self, updates: int, chance: int) -> Figures:
        """Feeds at least so many mutated updates, made from the seed `chance`."""

        @seed(chance)
        @settings(
            max_examples=updates // _EXAMPLE,
            phases=[Phase.generate],
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.lists(mutated(), min_size=_EXAMPLE, max_size=_EXAMPLE))
        def one(made: list[Json]) -> None:
            self._waiting += made
            if len(self._waiting) >= _BATCH:
                runner.run(self._batch(app, order))

        order, most = random.Random(chance), self.figures.mutated + updates
        ears = _Ears(self.figures.complaints, self.figures.set_aside)
        logging.getLogger().addHandler(ears)
        try:
            with asyncio.Runner() as runner:
                stack = AsyncExitStack()
                app = runner.run(stack.enter_async_context(running(self._folder, self._telegram, owners=self._owners)))
                runner.get_loop().set_exception_handler(self._unhandled)
                runner.run(self._begin(app))
                while self.figures.mutated < most:
                    one()
                self.figures.pending += runner.run(app.db.read(_pending))
                runner.run(stack.aclose())
        finally:
            logging.getLogger().removeHandler(ears)
        return self.figures

    def _unhandled(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.figures.complaints[f"{context['message']}: {type(context.get('exception')).__name__}"] += 1

    async def _begin(self, app: App) -> None:
        """Everybody has a chat with something in it, the neighbour one at the settings."""
        telegram = self._telegram
        people = [telegram.person(number) for number in (*CHATS, _NEIGHBOUR)]
        for said in ("/start", "/debrief", "Ромашка", "/settings"):
            await feed(app, [someone.say(said) for someone in people])
        self._beside = [_Neighbour(someone, _screen(someone)) for someone in people]

    async def _batch(self, app: App, order: random.Random) -> None:
        """A batch of what waits, in any order, with the neighbour's switch among it, and a switch of each of the
        people whose chats it is about behind it.
        """
        made, self._waiting = self._waiting, []
        for update in made:
            if update.get("update_id") == 0:
                update["update_id"] = self._telegram.next_update()
        *last, among = valid = [one.switches() for one in self._beside]
        batch = [*made, among]
        order.shuffle(batch)
        switches = [one["callback_query"]["id"] for one in valid]
        try:
            await feed(app, [*batch, *last])
        except TimeoutError:
            self.figures.stalls += 1
        self.figures.mutated += len(made)
        self.figures.valid += len(switches)
        stands = await app.db.read(lambda conn: [_detailed(conn, one.someone.id) for one in self._beside])
        for one, tap, stood in zip(self._beside, switches, stands, strict=True):
            if self._telegram.answered[tap] == 1 and stood == one.on:
                self.figures.handled += 1


def _screen(someone: Someone) -> Json:
    """The message that a tap of this person stands on."""
    body: Json = someone.tap("p|detail|")["callback_query"]["message"]
    return body


def _detailed(conn: Connection, telegram_id: int) -> bool:
    query = text("SELECT detailed FROM person WHERE telegram_id = :who")
    return bool(conn.execute(query, {"who": telegram_id}).scalar_one())


def _pending(conn: Connection) -> int:
    number: int = conn.execute(text("SELECT count(*) FROM inbox WHERE done_at IS NULL AND NOT set_aside")).scalar_one()
    return number


def both(folder: Path, updates: int, chance: int) -> Figures:
    """So many updates, half of them to a bot that is open, half to one that lets in whom its owners invite."""
    figures = Figures()
    for number, invited in enumerate((False, True)):
        inside = folder / str(number)
        inside.mkdir()
        Fuzz(inside, figures, invited=invited).run(-(-updates // 2), chance + number)
    return figures
