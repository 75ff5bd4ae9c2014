"""Worse programs on a reminder's way, made of the real one by one change each: the proof that the judge can fail.

`python -m tests.kill --reminders 10 --broken marks_first` must end with something lost.
"""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import replace

from sqlalchemy import Connection

from bot.reminders.compose import Outgoing, record
from bot.store.queries import delivery_queue
from bot.store.queries.delivery_queue import Claim
from bot.telegram.errors import Meaning
from bot.telegram.lane_items import Delivered
from bot.workers.reminders import WITHIN, ReminderDelivery


def _marks_first() -> None:
    """A reminder is marked as sent, and then sent."""

    async def deliver(self: ReminderDelivery, outgoing: Outgoing) -> None:
        done = Delivered(1, Meaning.DONE)
        await self._db.write(lambda conn: record(conn, outgoing, done, self._clock.now()))
        await self._lanes.deliver(outgoing.person.telegram_id, outgoing.screen, WITHIN)

    ReminderDelivery._deliver = deliver  # type: ignore[method-assign]  # in a process of its own that ends by it


def _leaseless() -> None:
    """A claim is forgotten as soon as it is made, and Telegram is slow."""
    whole, deliver = delivery_queue.claim, ReminderDelivery._deliver

    def claim(conn: Connection, now: int, most: int, but: Collection[int] = ()) -> list[Claim]:  # noqa: ARG001 - its signature
        found = whole(conn, now, most)
        delivery_queue.free(conn)
        return found

    async def slowly(self: ReminderDelivery, outgoing: Outgoing) -> None:
        await asyncio.sleep(0.1)
        await deliver(self, outgoing)

    delivery_queue.claim = claim
    ReminderDelivery._deliver = slowly  # type: ignore[method-assign]  # same


def _says_of_all(again: bool) -> None:
    whole = delivery_queue.claim

    def claim(conn: Connection, now: int, most: int, but: Collection[int] = ()) -> list[Claim]:
        return [replace(one, again=again) for one in whole(conn, now, most, but)]

    delivery_queue.claim = claim


def _silent() -> None:
    """What may be a repeat doesn't say so."""
    _says_of_all(again=False)


def _anxious() -> None:
    """Every message says that it may be a repeat."""
    _says_of_all(again=True)


def _once() -> None:
    """What a killed bot had claimed counts as sent: at most once instead of at least once."""
    whole = delivery_queue.free
    sent = "UPDATE reminder SET status = 'sent' WHERE status = 'waiting' AND due_at <= unixepoch() AND person_id IN"

    def free(conn: Connection) -> None:
        conn.exec_driver_sql(f"{sent} (SELECT person_id FROM agenda WHERE lease_until IS NOT NULL)")  # noqa: S608
        whole(conn)

    delivery_queue.free = free


SPOIL_REMINDERS: dict[str, Callable[[], None]] = {
    "marks_first": _marks_first,
    "leaseless": _leaseless,
    "silent": _silent,
    "anxious": _anxious,
    "once": _once,
}
"""By name: each makes the process that calls it a worse bot. "torn" of `tests.kill.spoiled` loses what was chosen."""
