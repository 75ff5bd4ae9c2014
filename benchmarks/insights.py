"""What "what helps" costs: CPU of the counts, statements, and what drawing does to the loop.

One manager with 500 clients and 20,000 events of the last year: debriefs, promises, follow-ups, other contacts. CPU is
that of this process with all of its threads, from the accepted command to the noted screen, and of the reading alone.
The loop's lag is how late a task wakes that asks to sleep for 2 ms, while pictures are drawn one after another.
"""

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import Connection, event

from benchmarks.in_process_telegram import Inside, feed, running
from benchmarks.seed_rows import DAY, filling
from benchmarks.step import cpu
from bot.common.clock import Clock
from bot.insights.charts import draw
from bot.insights.periods import DAYS
from bot.insights.pictures import Picture
from bot.insights.renderer import Studio
from bot.process.lifecycle import App
from bot.protocol.person import Person
from bot.screens.charts import charted
from bot.store.loaders import insights
from bot.store.queries import people
from bot.viewmodels.insights import KINDS, Look
from bot.viewmodels.place import Place
from bot.viewmodels.scene import Scene

CLIENTS, EVENTS = 500, 20_000
LARGEST_CPU = 0.1
"""Seconds, without the drawing."""
_ME = 1
_FIRST_RUN = 1000
_FIRST_CLIENT = 100
_NAP = 0.002


def fill(path: Path, clients: int, events: int, now: int) -> None:
    """Puts in the person's clients, and a quarter of the events each of debriefs, promises, follow-ups, contacts."""
    chance = random.Random(events)
    mine = [_FIRST_CLIENT + number for number in range(clients)]
    runs = count(_FIRST_RUN, 2)
    held = [
        (next(runs), chance.choice(mine), _ME, now - chance.randrange(2 * DAY, 364 * DAY)) for _ in range(events // 4)
    ]
    with filling(path) as filler:
        filler.clients(((one, _ME) for one in mine), now)
        filler.debriefs(held)
        filler.followed((run, client, one, at + DAY) for run, client, one, at in held)
        logged = ((_ME, _ME, client, "logged", at + DAY // 2) for _, client, _, at in held)
        filler.insert("touch", "agency_id, person_id, client_id, kind, at", logged)
        phrases = ((_ME, _ME, "all", "insults", f"Фраза {n}", n % 7, n % 3) for n in range(70))
        filler.insert("learned", "agency_id, person_id, scope, behaviour, phrase, helped, failed", phrases)


async def counted(app: App, person: Person, look: Look) -> int:
    """The statements of one reading."""
    seen: list[str] = []

    def read(conn: Connection) -> None:
        event.listen(conn, "before_cursor_execute", lambda *args: seen.append(str(args[2])))
        insights.load(conn, person, look, Clock().now())

    await app.db.read(read)
    return len(seen)


async def reads(app: App, person: Person, look: Look) -> None:
    """One reading, on a connection of its own."""
    await app.db.read(lambda conn: insights.load(conn, person, look, Clock().now()))


async def lags(work: Awaitable[None]) -> tuple[list[float], float]:
    """How late a task wakes while `work` is done, in seconds; and how long that took."""
    found: list[float] = []

    async def watch() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(_NAP)
            found.append(time.perf_counter() - began - _NAP)

    watching = asyncio.ensure_future(watch())
    began = time.perf_counter()
    await work
    took = time.perf_counter() - began
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    return found, took


async def pictures_of(app: App, person: Person) -> list[Picture]:
    """All pictures of all clients, and of one."""
    now, found = Clock().now(), []
    voice = app.voices[person.language]
    for client in (0, _FIRST_CLIENT):
        look = Look(client, 365)
        seen = await app.db.read(lambda conn, look=look: insights.load(conn, person, look, now))  # type: ignore[misc]
        scene = Scene(person=person, place=Place("insights"), notice=None, drawn_at=now, model=seen)
        found += [one.picture for kind in KINDS if (one := charted(kind, scene, voice)) is not None]
    return found


async def drawn(pictures: list[Picture], rounds: int) -> None:
    """Draws in a process, and in a thread, and prints what each does to the loop."""

    async def all_by(drawing: Callable[[Picture], Awaitable[bytes]]) -> None:
        for _ in range(rounds):
            for picture in pictures:
                await drawing(picture)

    studio = Studio()
    began = time.perf_counter()
    await studio.draw(pictures[0])
    print(f"  the first picture, with the process begun: {time.perf_counter() - began:.2f} s")
    idle, _ = await lags(asyncio.sleep(1.0))
    for name, drawing in (
        ("nothing", None),
        ("a process", studio.draw),
        ("a thread", lambda picture: asyncio.to_thread(draw, picture)),
    ):
        found, took = (idle, 0.0) if drawing is None else await lags(all_by(drawing))
        p99 = quantiles(found, n=100)[98]
        each = f"{took / rounds / len(pictures) * 1000:6.0f} ms each" if took else " " * 14
        print(
            f"  {name:10} {each}; the loop's lag: median {median(found) * 1000:5.2f} ms, p99 {p99 * 1000:6.2f} ms,"
            f" worst {max(found) * 1000:6.2f} ms"
        )
    await studio.close()


async def measured(clients: int, events: int, runs: int, rounds: int) -> bool:
    """Measures, prints, and gives whether the bars are kept."""
    worst = 0.0
    with tempfile.TemporaryDirectory() as place:
        telegram = Inside()
        async with running(Path(place), telegram) as app:
            me = telegram.person(_ME)
            await feed(app, [me.say("/start")])
            few = await app.db.write(lambda conn: people.find(conn, _ME))
            if few is None:
                raise LookupError("nobody came in")
            before = await counted(app, few, Look(0, 365))
            last = _FIRST_CLIENT + clients - 1
            await asyncio.to_thread(fill, Path(place) / "okok.db", clients, events, Clock().now())
            print(f"{clients} clients and {events} events of one manager, CPU in milliseconds, median of {runs}:")
            await feed(app, [me.say("/insights")])
            for client in (0, last):
                if client:
                    await feed(app, [me.tap("p|insightswho|")])
                    await feed(app, [me.tap(f"p|insights|{client}.")])
                for days in DAYS:
                    look = Look(client, days)
                    reading = [await cpu(reads(app, few, look)) for _ in range(runs)]
                    whole = [await cpu(feed(app, [me.tap(f"p|insights|{client}.{days}")])) for _ in range(runs)]
                    worst = max(worst, median(whole))
                    print(
                        f"  {'one client' if client else 'all clients':12} {days:3} days: counts"
                        f" {median(reading) * 1000:6.1f}, with the update and the screen {median(whole) * 1000:6.1f}"
                    )
            after = [await counted(app, few, Look(client, 365)) for client in (0, last)]
            print(f"Statements: {before} with nothing there, {after[0]} with all of it; of one client {after[1]}")
            print("Drawing:")
            await drawn(await pictures_of(app, few), rounds)
    print(f"Largest: {worst * 1000:.0f} ms of CPU (bar: {LARGEST_CPU * 1000:.0f})")
    return worst <= LARGEST_CPU and before == after[0]


def main() -> int:
    """Measures, prints, and gives 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="./run bench insights", description=__doc__.partition("\n")[0])
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--rounds", type=int, default=3, help="how often each picture is drawn")
    chosen = parser.parse_args()
    return 0 if asyncio.run(measured(chosen.clients, chosen.events, chosen.runs, chosen.rounds)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
