"""Asks Telegram about business connections: all at the start, and one that nobody here knows when it is named.

What changed while the bot was away for longer than Telegram keeps updates is known by asking only (protocol, 11).
"""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BusinessConnection as Told

from bot.common.clock import Clock
from bot.store.database.database import Database
from bot.store.queries import business
from bot.store.queries.business import BusinessConnection
from bot.telegram.errors import Meaning, meaning
from bot.workers.loop import Loop

log = logging.getLogger(__name__)

OnTold = Callable[[int, BusinessConnection], Awaitable[None]]

_AGAIN_AFTER: Final = 3600
"""Seconds for which a connection that is nobody's here isn't asked about again."""
_LATER: Final = 30.0
_REMEMBERED: Final = 10_000


class Connections:
    """The worker that knows what became of connections; `on_told(user_id, connection)` is awaited for each answer."""

    def __init__(self, db: Database, bot: Bot, clock: Clock, on_told: OnTold) -> None:
        self._db = db
        self._bot = bot
        self._clock = clock
        self._on_told = on_told
        self._wanted: OrderedDict[str, None] = OrderedDict()
        self._asked: OrderedDict[str, int] = OrderedDict()
        self._started = False
        self._loop = Loop(clock, log, self._look, "business connections could not be asked about")

    @property
    def idle(self) -> bool:
        """Whether nothing is to be asked just now."""
        return self._loop.idle and not self._wanted

    def ask(self, connections: Iterable[str]) -> None:
        """Has Telegram asked about these, unless that was done within the last hour."""
        now = self._clock.now()
        for one in connections:
            if now - self._asked.get(one, -_AGAIN_AFTER) >= _AGAIN_AFTER and len(self._wanted) < _REMEMBERED:
                self._wanted[one] = None
        if self._wanted:
            self._loop.wake()

    async def run(self) -> None:
        """Asks about all that are known, then about others as they are named, until it is cancelled."""
        await self._loop.run()

    async def _look(self) -> float | None:
        if not self._started:
            self.ask(await self._db.read(business.enabled))
            self._started = True
        while self._wanted:
            one = next(iter(self._wanted))
            try:
                user_id, connection = await self._look_up(one)
            except Exception as error:
                if meaning(error) not in {Meaning.PASSING, Meaning.WAIT}:
                    raise
                return _LATER  # Telegram is away, which polling tells of
            if connection is not None and user_id is not None:
                await self._on_told(user_id, connection)
            del self._wanted[one]
            self._note(one)
        return None

    async def _look_up(self, connection_id: str) -> tuple[int | None, BusinessConnection | None]:
        """Whose it is, and what Telegram says of it; a connection that is gone is its owner's, and ended."""
        try:
            told: Told = await self._bot.get_business_connection(connection_id)
        except TelegramBadRequest:
            return await self._db.read(lambda conn: business.gone(conn, connection_id, self._clock.now()))
        can_reply = bool(told.rights and told.rights.can_reply)
        since = int(told.date.timestamp())
        return told.user.id, BusinessConnection(told.id, told.is_enabled, can_reply, since, self._clock.now())

    def _note(self, one: str) -> None:
        self._asked[one] = self._clock.now()
        self._asked.move_to_end(one)
        if len(self._asked) > _REMEMBERED:
            self._asked.popitem(last=False)
