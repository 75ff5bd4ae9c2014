"""Tells people in the middle of something that the bot was away for longer than Telegram keeps what they do.

That is 150 seconds for a tap, and a day for all else (failures, The process).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Final

from bot.common.clock import Clock
from bot.store.database.database import Database
from bot.store.database.errors import StoreError
from bot.store.database.retry import retry_write
from bot.store.database.unit_of_work import Connection
from bot.store.queries import installation, outage
from bot.viewmodels.place import Place

log = logging.getLogger(__name__)

LONG: Final = 24 * 3600
"""Seconds for which Telegram keeps updates (Bot API, "Getting updates")."""
TAPS: Final = 150
"""Seconds for which it keeps taps, as was measured: the Bot API doesn't say."""
_SHOWN_WITHIN: Final = 10.0
"""Seconds that what is told may take before what was written meanwhile is handled: else an answer would hide it."""


class Outage:
    """Knows when Telegram answered last, and tells people where that was too long ago."""

    def __init__(  # noqa: PLR0913 - whom it asks and tells, each by name
        self,
        db: Database,
        clock: Clock,
        *,
        show: Callable[[], Awaitable[int]],
        idle: Callable[[], bool],
        asks: Callable[[Place], bool],
        at_question: Callable[[Connection, int, Place], bool] = lambda _, __, ___: False,
    ) -> None:
        """`show` shows every chat what it is owed, in no hurry; `idle` says whether all of it was taken.

        `asks` says whether something is being asked at a place, `at_question(conn, person_id, place)` whether that
        person stands at a question there.
        """
        self._at_question = at_question
        self._asks = asks
        self._db = db
        self._clock = clock
        self._show = show
        self._idle = idle
        self._last: int | None = None
        self._shown: int | None = None  # the moment of which those who stood at a question were told last

    async def at_start(self) -> None:
        """Looks how long ago it was, and tells people before anything else is taken in; after a restore, too."""
        self._last = await retry_write(self._db, self._clock, log, installation.heard)
        now = self._clock.now()
        if self._last is not None and now - self._last > LONG:
            with suppress(StoreError):  # then it is looked at again with Telegram's first answer
                await self.heard(now)
            return
        if self._last is not None:
            with suppress(StoreError):
                await self._show_again(self._last, now)
        if await retry_write(self._db, self._clock, log, outage.untold):
            await self._tell()

    async def heard(self, at: int) -> None:
        """Telegram answered at that moment (Unix seconds UTC): if that is long after the last time, people are told.

        After a day all who were in the middle of something, after 150 seconds those who may have tapped on a question.
        Raises StoreError.
        """
        last = self._last
        if last is not None and at - last > LONG:
            told = await self._db.write(partial(outage.tell, since=last, now=at, asks=self._asks))
            log.warning("Telegram was last heard of %d hours ago; %d people are told", (at - last) // 3600, told)
            self._last = at
            if told:
                await self._tell()
            return
        if last is not None and await self._show_again(last, at):
            await self._tell()
        self._last = at

    async def _show_again(self, last: int, now: int) -> bool:
        """Whether somebody is to be shown their question: their taps since `last` are lost; once for that moment."""
        if now - last <= TAPS or last == self._shown:
            return False
        again = partial(outage.show_again, since=last, now=now, at_question=self._at_question)
        told = await self._db.write(again)
        self._shown = last
        if told:
            log.warning("Telegram was last heard of %d s ago; %d people are shown their question", now - last, told)
        return bool(told)

    async def _tell(self) -> None:
        await self._show()
        with suppress(TimeoutError):
            async with asyncio.timeout(_SHOWN_WITHIN):
                while not self._idle():  # noqa: ASYNC110 - there is no one event for all that it asks
                    await asyncio.sleep(0.02)
