"""Purges the last traces of what was erased from the database, retried until it is done (protocol, section 9)."""

import logging
from functools import partial
from typing import Final

from bot.common.backoff import backoff
from bot.common.clock import Clock
from bot.store.database.database import Database
from bot.store.queries import erasure
from bot.workers.loop import Loop

log = logging.getLogger(__name__)

_READ_FIRST, _READ_LONGEST = 0.1, 5.0
"""Seconds between tries while somebody reads what stood there before: an export, a backup."""
_TROUBLE_FIRST, _TROUBLE_LONGEST = 1.0, 600.0
_SHARE: Final = 20
"""The file is written anew for one part in so many of the time at most: whoever erases all the time holds up nobody."""


class Purge:
    """The worker that has the database written anew after an erasure."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._readers = 0
        self._not_before = clock.time()
        retry = (_TROUBLE_FIRST, _TROUBLE_LONGEST)
        self._loop = Loop(clock, log, self._look, "what was erased could not be purged", retry=retry)
        self._loop.wake()  # at the start too: an erasure may have been the last thing before a kill

    @property
    def idle(self) -> bool:
        """Whether nothing is to be done."""
        return self._loop.idle

    def ask(self) -> None:
        """Something was erased just now."""
        self._loop.wake()

    async def run(self) -> None:
        """Serves until it is cancelled."""
        await self._loop.run()

    async def _look(self) -> float | None:
        """Sees it through, unless somebody reads: then it looks again, later and later."""
        await self._clock.sleep(self._not_before - self._clock.time())
        began = self._clock.time()
        last = await self._db.write(erasure.unpurged)
        if last is None:
            return None
        if not await self._db.purge():
            self._readers += 1
            await self._clock.sleep(backoff(self._readers, _READ_FIRST, _READ_LONGEST))
            return 0.0
        self._readers = 0
        await self._db.write(partial(erasure.purged, last=last))
        took = self._clock.time() - began
        self._not_before = began + took * (1 + _SHARE)
        return None
