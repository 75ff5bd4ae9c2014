"""The figures of reminders at one number of them: at rest, claimed, taken, noted; counted and timed."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from sqlalchemy import Connection

from benchmarks.cost_counter import Count, Counter
from benchmarks.fast_clock import Hurried, Sink
from benchmarks.in_process_telegram import UNLIMITED, running
from benchmarks.seed_rows import due, schedule
from bot.common.clock import Clock
from bot.process.lifecycle import App
from bot.reminders.compose import Outgoing, record, take
from bot.store.database.database import Database
from bot.store.queries import delivery_queue
from bot.telegram.errors import Meaning
from bot.telegram.lane_items import Delivered
from bot.telegram.pace import Pace
from bot.workers.reminders import ReminderDelivery

EACH = 10
"""Reminders of a person."""
CLAIMED = 10_000
FEW = 1_000
"""People of the claim that is counted, since there are as many in every database."""
_ONES = 30
_TIMES = 7
_HOUR = 60
_LATER = 9_999
"""Seconds: beyond all that is measured."""


@dataclass
class Scale:
    """The figures at one number of reminders: counts by name, milliseconds by name."""

    counts: dict[str, Count] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)


class _Undo(Exception):
    """Rolls a transaction back that was only to be measured."""


@asynccontextmanager
async def scheduled(
    folder: Path, reminders: int, telegram: Sink, pace: Pace = UNLIMITED, *, each: int = EACH
) -> AsyncIterator[App]:
    """The program over a database with so many reminders, `each` of a person, none of them due."""
    path = folder / "okok.db"
    await (await Database.open(f"sqlite:///{path}")).close()
    await asyncio.to_thread(schedule, path, reminders, Clock().now(), each)
    async with running(folder, telegram, pace) as app:
        yield app


async def measured(folder: Path, app: App, people: int, each: int) -> Scale:
    """The figures of one database, whose people are 1 to `people`, of `each` reminders."""
    now = Clock().now()
    scale = Scale()
    async with _resting(app, now) as clock:
        scale.counts = await _count(folder / "okok.db", app, now, clock, few=FEW, each=each)
        before = time.process_time()
        await clock.go_on(60 * _HOUR)
        scale.took["idle, CPU a minute"] = (time.process_time() - before) / _HOUR * 1000
        await _time(folder / "okok.db", app, now, range(1, people + 1), each, scale)
    return scale


@asynccontextmanager
async def _resting(app: App, now: int) -> AsyncIterator[Hurried]:
    """The loop that sends reminders, on a clock of its own, a minute after its start."""
    clock = Hurried(now)
    loop = asyncio.ensure_future(ReminderDelivery(app.db, app.lanes, app.voices, clock).run())
    await clock.go_on(60)
    yield clock
    loop.cancel()
    with suppress(asyncio.CancelledError):
        await loop


async def _count(  # noqa: PLR0913 - two sizes, each by name
    path: Path, app: App, now: int, clock: Hurried, *, few: int, each: int
) -> dict[str, Count]:
    """What each piece of work costs the database; `few` people are claimed, of `each` reminders."""
    counter = Counter(app.db)
    await counter.watch()
    await counter.of("idle, a minute", clock.go_on(60))
    await counter.of("when the next is due", _next_at(app, now))
    due(path, range(1, few + 1), now - few, each)
    await counter.of(f"claim of {few}", _claimed(app, now, few))
    due(path, range(1, few + 1), now + _LATER, each)
    due(path, (1,), now - 5, each)
    outgoing = await counter.of("take", _taken(app, now))
    await counter.of("note", _noted(app, outgoing, now))
    await counter.rest()
    return counter.counts


async def _time(  # noqa: PLR0913, PLR0917 - one database and what is taken of it
    path: Path, app: App, now: int, people: range, each: int, scale: Scale
) -> None:
    """Milliseconds of what was counted, and of the large claim."""
    scale.took["when the next is due"] = median([await _next_at(app, now) for _ in range(_ONES)]) * 1000
    claimed = people[:CLAIMED]
    due(path, claimed, now - len(claimed), each)
    took = [await _claimed(app, now, len(claimed)) for _ in range(_TIMES)]
    scale.took[f"claim of {len(claimed)}"] = median(took) * 1000
    due(path, claimed, now + _LATER, each)
    due(path, people[1 : 1 + _ONES], now - 5, each)
    taking, noting = [], []
    for _ in range(_ONES):
        began = time.perf_counter()
        outgoing = await _taken(app, now)
        taking.append(time.perf_counter() - began)
        began = time.perf_counter()
        await _noted(app, outgoing, now)
        noting.append(time.perf_counter() - began)
    scale.took["take"], scale.took["note"] = median(taking) * 1000, median(noting) * 1000


async def _taken(app: App, now: int) -> Outgoing:
    taken = await app.db.write(lambda conn: take(conn, app.voices, now))
    if taken.outgoing is None:
        raise LookupError("nobody was due")
    return taken.outgoing


async def _noted(app: App, outgoing: Outgoing, now: int) -> None:
    await app.db.write(lambda conn: record(conn, outgoing, Delivered(7, Meaning.DONE), now))


async def _next_at(app: App, now: int) -> float:
    """Asks, and gives the seconds that it took."""
    began = time.perf_counter()
    await app.db.write(lambda conn: delivery_queue.next_at(conn, now))
    return time.perf_counter() - began


async def _claimed(app: App, now: int, most: int) -> float:
    """Claims so many and takes it back; gives the seconds of the claim itself."""
    took = 0.0

    def work(conn: Connection) -> None:
        nonlocal took
        began = time.perf_counter()
        found = delivery_queue.claim(conn, now, most)
        took = time.perf_counter() - began
        if len(found) != most:
            raise LookupError(f"{len(found)} claimed of {most}")
        raise _Undo

    with suppress(_Undo):
        await app.db.write(work)
    return took


async def counted(reminders: int, few: int) -> dict[str, Count]:
    """Only the counts, with so many reminders, of one a person; `few` people are claimed."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        now = Clock().now()
        async with scheduled(folder, reminders, Sink(), each=1) as app, _resting(app, now) as clock:
            return await _count(folder / "okok.db", app, now, clock, few=few, each=1)
