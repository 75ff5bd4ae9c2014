"""Delivery over a real database and a scripted Telegram, by a clock that stands still until a test moves it."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from sqlalchemy import Connection, text

from bot.store.database.database import Database
from bot.store.queries import reminder_messages
from bot.telegram.lanes import Lanes
from bot.telegram.pace import Pace
from bot.viewmodels.voices import Voices
from bot.workers.reminders import ReminderDelivery
from tests.intake.scripted import HeldClock, Scripted, settle

T = TypeVar("T")
WEDNESDAY = 1_772_614_800
"""Noon in Moscow on 4 March 2026, a working day; Unix seconds UTC."""


class Counted(Database):
    """The same database, which counts what is asked of it."""

    def __init__(self, opened: Database) -> None:
        super().__init__(opened._backend, alone=opened.alone)
        self.writes = 0
        self.under_way = 0

    async def write(self, fn: Callable[[Connection], T]) -> T:
        self.writes += 1
        self.under_way += 1
        try:
            return await super().write(fn)
        finally:
            self.under_way -= 1


class Hand(HeldClock):
    """Moves on only when the database, which has threads of its own, has nothing to do. `skew` puts the wall off."""

    def __init__(self, db: Counted) -> None:
        super().__init__()
        self.db = db
        self.skew = 0

    def now(self) -> int:
        return WEDNESDAY + int(self.at - 1000) + self.skew

    @property
    def passed(self) -> float:
        """Seconds since the beginning."""
        return round(self.at - 1000, 3)

    async def still(self) -> None:
        while True:
            before = (self.db.under_way, self.db.writes)
            await settle()
            if before == (0, self.db.writes):
                return
            await asyncio.sleep(0.0005 if self.db.under_way else 0)


class Telegram(Scripted):
    """Of whose answers some are lost: what was sent to a chat of `losing` is taken, and the connection breaks."""

    def __init__(self, clock: Hand) -> None:
        super().__init__(clock)
        self.hand = clock
        self.losing: list[int] = []

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ANN401, ASYNC109 - as the base class has it
        came = await super().make_request(bot, method, timeout)
        chat = getattr(method, "chat_id", None)
        if chat in self.losing:
            self.losing.remove(chat)
            raise TelegramNetworkError(method=method, message="ServerDisconnectedError: Server disconnected")
        return came

    def sent(self, chat: int | None = None) -> list[tuple[float, str]]:
        """What was taken, to one chat or to all: the seconds since the beginning, and the text."""
        taken = [one for one in self.named("sendMessage") if chat in {None, one.data["chat_id"]}]
        return [(round(one.at - 1000, 3), one.text or "") for one in taken]

    def tried(self, chat: int | None = None) -> list[float]:
        """When it was called, whatever came of it."""
        calls = [one for one in self.calls if one.name == "sendMessage" and chat in {None, one.data["chat_id"]}]
        return [round(one.at - 1000, 3) for one in calls]


class Desk:
    """One run of what sends reminders; another one on the same database is another worker, or the next start."""

    def __init__(self, db: Database, voices: Voices, *, clock: Hand | None = None, pace: Pace | None = None) -> None:
        self.db = Counted(db) if clock is None else clock.db
        self.clock = clock or Hand(self.db)
        self.telegram = Telegram(self.clock)
        self.voices = voices
        self.lanes = Lanes(self.telegram.bot(), self._shown, on_mended=self._mended, clock=self.clock, pace=pace)
        self.delivery = ReminderDelivery(self.db, self.lanes, voices, self.clock)
        self._task: asyncio.Future[None] | None = None

    async def _shown(self, *_: object) -> None:
        """Views are not what is tested here."""

    async def _mended(self, chat: int, message: int, stands_in: int, revision: int) -> None:
        await self.db.write(lambda conn: reminder_messages.mark_shown(conn, chat, message, stands_in, revision))

    async def start(self) -> None:
        """Starts it, and lets it do what can be done at once."""
        self._task = asyncio.ensure_future(self.delivery.run())
        await self.clock.still()

    async def kill(self) -> None:
        """Everything under way is dropped where it is; what is committed stays."""
        if self._task is not None:
            self._task.cancel()
        for person_id in self.delivery._under_way:
            self.delivery._under_way.cancel(person_id)
        await self.lanes.close()
        await self.clock.still()

    async def write(self, fn: Callable[[Connection], T]) -> T:
        """A unit of work of somebody else's."""
        return await self.db.write(fn)

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the query gives."""
        return await self.db.read(lambda conn: [tuple(row) for row in conn.execute(text(query))])

    async def row(self, query: str) -> tuple[Any, ...]:
        """The one row that the query gives."""
        (found,) = await self.rows(query)
        return found
