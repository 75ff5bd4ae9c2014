"""The supervisor: lease, watchdog, heartbeat and backups beside the running bot, put together for `bot.app`."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from bot.common.clock import Clock
from bot.intake.runner import Intake
from bot.process.health import EVERY, HealthRecord, write_health
from bot.process.watchdog import Watchdog
from bot.settings import Settings
from bot.store.database.address import file_of
from bot.store.database.database import Database
from bot.workers.backups import Backups
from bot.workers.lease import Lease, holder_of
from bot.workers.outage import Outage
from bot.workers.reminders import ReminderDelivery

log = logging.getLogger(__name__)

_AT_FIRST = 1.0
"""Seconds between beats until Telegram has answered: who has just started it need not wait to see that it is well."""


class Supervised(Protocol):
    """What of the wired program is supervised."""

    db: Database
    intake: Intake
    delivery: ReminderDelivery
    outage: Outage


class Supervisor:
    """The loops of lease, watchdog, heartbeat and backups. Made by `supervised`."""

    def __init__(self, lease: Lease, watchdog: Watchdog, backups: Backups, intake: Intake, folder: Path) -> None:
        self._lease = lease
        self._watchdog = watchdog
        self._backups = backups
        self._intake = intake
        self._folder = folder

    def loops(self) -> list[Coroutine[Any, Any, None]]:
        """The loops beside the bot: the heartbeat for `./run health`, backups, the loop's own beat for the watchdog."""
        return [self._beat(), self._backups.run(), self._watchdog.run()]

    def lease(self) -> Coroutine[Any, Any, None]:
        """The loop whose end, by AnotherInstance, is the end of the program."""
        return self._lease.run()

    async def _beat(self) -> None:
        """The heartbeat that `./run health` reads; a folder that can't be written is told once and tried again."""
        told = False
        since = Clock().now()
        while True:
            at = Clock().now()
            try:
                record = HealthRecord(at, self._intake.last_ok, self._watchdog.slow(), self._backups.last, since)
                write_health(self._folder, record)
                told = False
            except OSError as error:
                if not told:
                    log.warning("the heartbeat can't be written: %s", error.strerror)
                told = True
            await asyncio.sleep(EVERY if self._intake.last_ok is not None else _AT_FIRST)


@asynccontextmanager
async def supervised(app: Supervised, settings: Settings) -> AsyncIterator[Supervisor]:
    """Takes the lease and begins to watch; at the end the lease is given back.

    Raises AnotherInstance, CannotStart and StoreError.
    """
    clock = Clock()
    backups = Backups(app.db, file_of(settings.database()), settings.backups, clock)
    me = holder_of(settings)
    lease = Lease(app.db, me, clock, heard=lambda: app.intake.last_ok, outage=app.outage, on_erased=backups.mirror)
    watchdog = Watchdog(
        {
            "polling": partial(_late, app.intake),
            "delivery": partial(_late, app.delivery),
            "the database": partial(_late, lease),
        },
        clock,
    )
    await lease.claim()
    try:
        await backups.begin()
        watchdog.start()
        yield Supervisor(lease, watchdog, backups, app.intake, settings.data_dir)
    finally:
        watchdog.close()
        await lease.release()


class _Moves(Protocol):
    @property
    def late(self) -> float: ...


def _late(part: _Moves) -> float:
    return part.late
