"""Work that the database has to take, however long it takes: tried again while it can't take it now."""

import logging
from collections.abc import Callable
from typing import Final, TypeVar

from sqlalchemy import Connection

from bot.common.clock import Clock
from bot.common.heartbeat import Pulse
from bot.store.database.database import Database
from bot.store.database.errors import Busy, StoreError, Unreadable
from bot.telegram.pace import backoff

T = TypeVar("T")

BUSY_FIRST: Final = 0.1
BUSY_LONGEST: Final = 5.0
"""Seconds before the first and before any later try at a database that can't take it now."""


async def insist(  # noqa: PLR0913 - what it works on, and how
    db: Database,
    clock: Clock,
    log: logging.Logger,
    fn: Callable[[Connection], T],
    *,
    refused: type[StoreError] = Busy,
    pulse: Pulse | None = None,
) -> T:
    """What `fn` gives, once its transaction is committed; the first failure is told in the log.

    What isn't of the kind `refused` goes on to the caller, as do sealed words that can't be opened and what `fn`
    itself raises. `pulse` beats at each try: a database that takes nothing is no sign of being stuck.
    """
    failures = 0
    while True:
        if pulse is not None:
            pulse.beat(BUSY_LONGEST)
        try:
            return await db.write(fn)
        except Unreadable:
            raise  # it will not be opened another time either
        except refused as error:
            failures += 1
            if failures == 1:
                log.warning("the database does not take it now: %s", error)
        await clock.sleep(backoff(failures, BUSY_FIRST, BUSY_LONGEST))
