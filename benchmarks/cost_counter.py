"""Counts what work costs the database: SQLite's own instructions and statements, exact whatever else goes on."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection

from benchmarks.in_process_telegram import Inside, Json, Someone, feed
from bot.common.clock import Clock
from bot.process.lifecycle import App
from bot.store.database.database import Database

T = TypeVar("T")

_TUESDAY = 1_795_503_600
"""10:00 in Moscow on 24 November 2026."""
_STEP = 20
"""Seconds: a walk of some hundred deeds ends within the hour after which the inbox is swept."""


@dataclass(slots=True)
class Count:
    """What something cost."""

    instructions: int = 0
    statements: int = 0


class Counter:
    """The count of what goes over the writing connection of a database; `watch` first."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.counts: dict[str, Count] = {}
        self._now = Count()

    async def watch(self) -> None:
        """Begins to count on the connection that writes."""

        def install(conn: Connection) -> None:
            raw: Any = conn.connection.dbapi_connection
            raw.set_progress_handler(self._instruction, 1)
            raw.set_trace_callback(self._statement)

        await self.db.write(install)

    async def rest(self) -> None:
        """Counts no more: the handlers cost time."""

        def remove(conn: Connection) -> None:
            raw: Any = conn.connection.dbapi_connection
            raw.set_progress_handler(None, 1)
            raw.set_trace_callback(None)

        await self.db.write(remove)

    def _instruction(self) -> int:
        self._now.instructions += 1
        return 0

    def _statement(self, _: str) -> None:
        self._now.statements += 1

    async def of(self, name: str, work: Awaitable[T]) -> T:
        """Awaits `work`, whose cost is then found under that name."""
        self._now = self.counts[name] = Count()
        try:
            return await work
        finally:
            self._now = Count()  # what is done in between counts for nothing


class Stepping(Clock):
    """The moment of the stored clock goes on with each deed, and not by itself; it begins on a weekday.

    Else a count would depend on whether two deeds happened to fall into the same second, and on the hour of the day.
    """

    def __init__(self) -> None:
        self._at = _TUESDAY

    def now(self) -> int:
        """The present moment in Unix seconds, UTC."""
        return self._at

    def step(self) -> None:
        """A little later."""
        self._at += _STEP


class Walk(Counter):
    """One person whose deeds are counted, each under its name."""

    def __init__(self, app: App, telegram: Inside, clock: Stepping) -> None:
        super().__init__(app.db)
        self.app = app
        self.clock = clock
        self.me: Someone = telegram.person(1)

    async def does(self, name: str, update: Json) -> None:
        """Feeds one update, from the moment it is accepted until it is noted as shown."""
        self.clock.step()
        await self.of(name, feed(self.app, [update]))

    async def taps(self, name: str, part: str) -> None:
        """The same for a tap on the newest button whose data holds `part`."""
        await self.does(name, self.me.tap(part))
