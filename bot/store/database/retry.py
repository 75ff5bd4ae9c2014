"""Retry of a unit of work that has to be written, however long the database can't take it."""

import logging
from collections.abc import Callable
from typing import Final, TypeVar

from sqlalchemy import Connection

from bot.common.backoff import backoff
from bot.common.clock import Clock
from bot.common.heartbeat import Heartbeat
from bot.store.database.database import Database
from bot.store.database.errors import Busy, StoreError, Unreadable

T = TypeVar("T")

BUSY_FIRST: Final = 0.1
BUSY_LONGEST: Final = 5.0
"""Seconds before the first and at most before any later retry of a database that can't take it now."""


LONG_WAIT: Final = 3.0
"""Seconds after which whoever waits is told so: Telegram's spinner ends without a word after some fifteen."""


async def retry_write(  # noqa: PLR0913 - what it works on, and how
    db: Database,
    clock: Clock,
    log: logging.Logger,
    work: Callable[[Connection], T],
    *,
    retry_on: type[StoreError] = Busy,
    heartbeat: Heartbeat | None = None,
    on_wait: Callable[[], None] | None = None,
) -> T:
    """What `work` gives, once its transaction is committed; retried with backoff, the first failure logged.

    An error that isn't a `retry_on` goes on to the caller, as do sealed words that can't be opened and what `work`
    itself raises. `heartbeat` beats at each try: a database that takes nothing is no sign of being stuck.
    `on_wait` is called once, when it has waited for `LONG_WAIT`.
    """
    failures, began = 0, clock.time()
    while True:
        if heartbeat is not None:
            heartbeat.beat(BUSY_LONGEST)
        try:
            return await db.write(work)
        except Unreadable:
            raise  # it will not be opened another time either
        except retry_on as error:
            failures += 1
            if failures == 1:
                log.warning("the database does not take it now: %s", error)
            if on_wait is not None and clock.time() - began >= LONG_WAIT:
                on_wait()
                on_wait = None
        await clock.sleep(backoff(failures, BUSY_FIRST, BUSY_LONGEST))
