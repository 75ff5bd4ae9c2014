"""Has the database rid of the last traces of what was erased: soon, again and again until it is done (protocol, 9)."""

import asyncio
import logging
from functools import partial
from typing import Final

from bot.common.backoff import backoff
from bot.common.clock import Clock
from bot.store.database.database import Database
from bot.store.database.errors import StoreError
from bot.store.queries import erasure

log = logging.getLogger(__name__)

_READ_FIRST, _READ_LONGEST = 0.1, 5.0
"""Seconds between tries while somebody reads what stood there before: an export, a backup."""
_TROUBLE_FIRST, _TROUBLE_LONGEST = 1.0, 600.0
_SHARE: Final = 20
"""The file is written anew for one part in so many of the time at most: whoever erases all the time holds up nobody."""


class Purge:
    """The loop beside the intake that writes the database anew after an erasure."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._asked = True  # at the start too: an erasure may have been the last thing before a kill
        self._at_work = False
        self._woken = asyncio.Event()

    @property
    def idle(self) -> bool:
        """Whether nothing is to be done."""
        return not (self._asked or self._at_work)

    def ask(self) -> None:
        """Something was erased just now."""
        self._asked = True
        self._woken.set()

    async def run(self) -> None:
        """Serves until it is cancelled."""
        while True:
            self._woken.clear()
            if self._asked:
                self._at_work = True
                took = await self._purge()
                self._at_work = False
                await self._clock.sleep(took * _SHARE)
            if not self._asked:
                await self._woken.wait()

    async def _purge(self) -> float:
        """Sees it through; gives the seconds that the last try took."""
        failures = readers = 0
        while True:
            began = self._clock.time()
            self._asked = False  # what is erased from now on needs another
            try:
                last = await self._db.write(erasure.unpurged)
                if last is None:
                    return 0.0
                if await self._db.purge():
                    await self._db.write(partial(erasure.purged, last=last))
                    return self._clock.time() - began
                readers += 1
                pause = backoff(readers, _READ_FIRST, _READ_LONGEST)
            except StoreError as error:
                failures += 1
                if failures == 1:
                    log.warning("what was erased could not be purged now: %s", error)
                pause = backoff(failures, _TROUBLE_FIRST, _TROUBLE_LONGEST)
            self._asked = True
            await self._clock.sleep(pause)
