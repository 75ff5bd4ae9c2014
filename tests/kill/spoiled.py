"""Worse programs, made of the real one by one change each: the proof that the kill test can fail.

`python -m tests.kill 40 --broken torn` must end with something lost.
"""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.intake.runner import Intake
from bot.store.database.unit_of_work import Unit
from bot.store.queries import inbox

T = TypeVar("T")


def _confirm_first() -> None:
    """Telegram may forget an update a moment before it is stored, as with stock polling."""
    whole = Intake.accept
    under_way = set()

    async def later(self: Intake, updates: list[Any]) -> None:
        await asyncio.sleep(0.03)
        await whole(self, updates)

    async def accept(self: Intake, updates: list[Any]) -> None:
        under_way.add(asyncio.ensure_future(later(self, updates)))

    Intake.accept = accept  # type: ignore[method-assign]  # in a process of its own that ends by it


def _torn() -> None:
    """An update is completed in one transaction, and has its effect in the next."""

    async def run(self: Unit, fn: Callable[[Connection], T]) -> T:
        await self._db.write(lambda conn: inbox.done(conn, self._seq, self.now))
        self.used = True
        return await self._db.write(fn)

    Unit.run = run  # type: ignore[method-assign]  # same


def _torn_back() -> None:
    """An update has its effect in one transaction, and is completed in the next."""

    async def run(self: Unit, fn: Callable[[Connection], T]) -> T:
        self.used = True
        result = await self._db.write(fn)
        await self._db.write(lambda conn: inbox.done(conn, self._seq, self.now))
        return result

    Unit.run = run  # type: ignore[method-assign]  # same


def _forgetful() -> None:
    """What is owed is not shown at the start."""

    async def show_owed(self: Intake) -> int:  # noqa: ARG001 - its signature
        return 0

    Intake.show_owed = show_owed  # type: ignore[method-assign]  # same


def _insistent() -> None:
    """Every start shows the present screen to all, owed or not."""
    whole = Intake.show_owed

    async def show_owed(self: Intake) -> int:
        forget = "UPDATE chat SET shown = shown - 1, message_id = NULL, draft_id = NULL WHERE shown = revision"
        await self._db.write(lambda conn: conn.exec_driver_sql(forget).rowcount)
        return await whole(self)

    Intake.show_owed = show_owed  # type: ignore[method-assign]  # same


SPOIL: dict[str, Callable[[], None]] = {
    "confirm_first": _confirm_first,
    "torn": _torn,
    "torn_back": _torn_back,
    "forgetful": _forgetful,
    "insistent": _insistent,
}
"""By name: each makes the process that calls it a worse bot."""
