"""The unit of work of one update: its effect and its completion are one transaction (docs/architecture.md, idea 4)."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from bot.store.database.database import Database
from bot.store.queries import inbox

__all__ = ["AlreadyDone", "Connection", "Unit", "UnitUsed"]

T = TypeVar("T")


class UnitUsed(RuntimeError):
    """A handler ran its unit of work a second time: one update has one effect."""


class AlreadyDone(Exception):
    """The update's row was completed before, so its effect stands already and did not run again."""


class Unit:
    """What a handler gets to change the stored state with, once."""

    def __init__(self, db: Database, seq: int, now: int) -> None:
        """For the inbox row `seq`; `now` is the moment of handling in Unix seconds UTC."""
        self.now = now
        self.used = False
        self._db = db
        self._seq = seq

    async def run(self, fn: Callable[[Connection], T]) -> T:
        """Runs `fn` and completes the update in one transaction, and gives what `fn` gave.

        Raises UnitUsed the second time, whatever came of the first; AlreadyDone, without running `fn`, where the
        row was completed before; Busy, StoreError and what `fn` raises, after everything was rolled back.
        """
        if self.used:
            raise UnitUsed(f"the unit of row {self._seq} ran before")
        self.used = True

        def work(conn: Connection) -> T:
            # First, so that a second process waits for this one at the row, and finds it done.
            if not inbox.done(conn, self._seq, self.now):
                raise AlreadyDone(f"row {self._seq}")
            return fn(conn)

        return await self._db.write(work)
