"""Reminders delivered by the real loop: how late each is, what memory they leave, what CPU one costs beside an echo."""

import asyncio
import gc
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from statistics import median

from benchmarks.echo import Drawn, Echo
from benchmarks.fast_clock import Sink, megabytes
from benchmarks.in_process_telegram import BOT, Inside, Json
from benchmarks.seed_rows import due
from bot.common.clock import Clock
from bot.process.lifecycle import App
from bot.reminders.compose import take
from bot.telegram.render import render
from bot.viewmodels.screen import Screen

_BATCH = 10
"""As many as aiogram handles at once where it polls."""
_LEAD = 3
"""Seconds before the first is due."""
_PATIENCE = 600.0


async def lateness(folder: Path, app: App, telegram: Sink, people: Sequence[int], each: float = 1.0) -> list[float]:
    """Seconds from due to taken by Telegram, of one reminder of each of those people, one due every `each` seconds."""
    begin = Clock().now() + _LEAD
    moments = {person: begin + int(number * each) for number, person in enumerate(people)}
    for person, at in moments.items():
        due(folder / "okok.db", (person,), at)
    async with _delivering(app):
        await _came(app, telegram, people, _LEAD + len(people) * each + 30)
    return [telegram.came[person] - at for person, at in moments.items()]


async def growth(
    folder: Path, app: App, telegram: Sink, people: Sequence[int], rounds: int
) -> tuple[list[float], float]:
    """Memory in MB after each of so many rounds, and how many messages went out a second.

    In each round all these people get a reminder about another client of theirs: they are as many as a large agency
    has, since what is remembered of each chat that was written to lately is no growth.
    """
    now = Clock().now()
    found: list[float] = []
    began = time.monotonic()
    async with _delivering(app):
        for number in range(rounds):
            due(folder / "okok.db", people, now - 1, client=number)
            app.delivery.wake(0)
            await _came(app, telegram, people, _PATIENCE)
            telegram.came.clear()
            gc.collect()
            found.append(megabytes())
    return found, len(people) * rounds / (time.monotonic() - began)


async def beside_echo(folder: Path, app: App, telegram: Sink, people: Sequence[int], runs: int) -> tuple[float, float]:
    """CPU milliseconds of one reminder, from due to noted, and of one bare echo of the same screen; runs in turns.

    The median of `runs` runs; the people are shared out among them.
    """
    now = Clock().now()
    crowd = Inside()
    echo = Echo([crowd.person(number) for number in people[:_BATCH]])
    drawn = await _screen(folder, app, people[0], now)
    taps = [crowd.person(number).tap_on(_message(number), "p|menu|") for number in people[:_BATCH]]
    left = list(people[1:])
    size = len(left) // runs // _BATCH * _BATCH
    ours, bare = [], []
    async with _delivering(app):
        for run in range(runs):
            mine = left[run * size : (run + 1) * size]
            spent = [0.0, 0.0]
            for start in range(0, size, _BATCH):
                part = mine[start : start + _BATCH]
                due(folder / "okok.db", part, now - 1)
                before = time.process_time()
                app.delivery.wake(0)
                await _came(app, telegram, part, _PATIENCE)
                middle = time.process_time()
                echo.draws([drawn] * _BATCH)
                await echo.feed(taps)
                spent[0] += middle - before
                spent[1] += time.process_time() - middle
            ours.append(spent[0] / size * 1000)
            bare.append(spent[1] / size * 1000)
    await echo.close()
    return median(ours), median(bare)


@asynccontextmanager
async def _delivering(app: App) -> AsyncIterator[None]:
    """The loop of `bot.app`, as long as the block lasts."""
    loop = asyncio.ensure_future(app.delivery.run())
    yield
    loop.cancel()
    with suppress(asyncio.CancelledError):
        await loop
    await app.delivery.stop(10)


async def _came(app: App, telegram: Sink, people: Sequence[int], within: float) -> None:
    """Waits until each of them has a message and all is noted."""
    async with asyncio.timeout(within):
        while not telegram.came.keys() >= set(people):  # noqa: ASYNC110 - asks as an onlooker would
            await asyncio.sleep(0.02)
        while not app.delivery.idle:  # noqa: ASYNC110 - same
            await asyncio.sleep(0.002)


async def _screen(folder: Path, app: App, person: int, now: int) -> Drawn:
    """A reminder's message as it goes over the wire."""
    due(folder / "okok.db", (person,), now - 1)
    taken = await app.db.write(lambda conn: take(conn, app.voices, now))
    if taken.outgoing is None:
        raise LookupError("nobody was due")
    return _drawn(taken.outgoing.screen)


def _drawn(screen: Screen) -> Drawn:
    parts = render(screen)
    entities = json.dumps([one.model_dump(exclude_none=True, mode="json") for one in parts.entities or ()])
    markup = parts.markup.model_dump_json(exclude_none=True) if parts.markup else None
    return parts.text, entities, markup


def _message(chat: int) -> Json:
    return {"message_id": 5, "from": BOT, "chat": {"id": chat, "type": "private"}, "date": 1, "text": "-"}
