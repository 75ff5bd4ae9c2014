"""What the list of clients, a search, a card and its history cost a manager who has many, with much behind them.

Half of all events are of one client. CPU is that of this process, from the accepted update until its screen is noted as
shown: the median of several. Statements and instructions are SQLite's own, exact; the statements must not grow, and the
instructions only of a search, which looks at a bounded number of names.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.cost_counter import Count, Stepping, Walk
from benchmarks.flat import LARGEST_DIFFERENCE, differences
from benchmarks.in_process_telegram import Inside, feed, running
from benchmarks.seed_rows import DAY, NOW, filling

MOST_CPU = 0.1
"""Seconds."""
SEARCHES = frozenset({"search, several", "search, a typo"})
_FIRST_RUN = 1000
_EACH = 4
"""Events that come of one debrief as it is filled in: itself, its promise, the follow-up, a contact."""
_NAMES = ("Ромашка", "Север", "Лотос", "Вектор", "Каскад", "Орлова", "Гранит", "Мельница")
_RUNS = 7


@dataclass(frozen=True, slots=True)
class Cost:
    """What a deed takes: seconds of CPU, and the count."""

    cpu: float
    count: Count


def fill(path: Path, clients: int, events: int) -> None:
    """Gives the person with id 1 so many clients, some of them in the archive, and so many events."""
    held = []
    for number in range(events // _EACH):
        client = 1 if number % 2 else 1 + number // 2 % clients
        held.append((_FIRST_RUN + 2 * number, client, 1, NOW + number * DAY // 8))
    with filling(path) as filler:
        filler.insert(
            "client",
            "id, agency_id, person_id, label, created_at, last_at, archived_at",
            (
                (one, 1, 1, f"{_NAMES[one % len(_NAMES)]} {one}", NOW, NOW + one, NOW if one % 3 == 2 else None)
                for one in range(1, clients + 1)
            ),
        )
        filler.debriefs(held)
        filler.followed(held)
        logged = ((1, 1, client, "logged", at + 60) for _, client, _, at in held)
        filler.insert("touch", "agency_id, person_id, client_id, kind, at", logged)


@asynccontextmanager
async def filled(clients: int, events: int) -> AsyncIterator[Walk]:
    """The program at work, with a person at the menu who has so many clients and events."""
    with tempfile.TemporaryDirectory() as place:
        telegram, clock = Inside(), Stepping()
        async with running(Path(place), telegram, clock=clock) as app:
            walk = Walk(app, telegram, clock)
            await feed(app, [walk.me.say("/start")])
            await asyncio.to_thread(fill, Path(place) / "okok.db", clients, events)
            yield walk


async def deeds(walk: Walk, does: Callable[[str, Callable[[], Awaitable[None]]], Awaitable[None]]) -> None:
    """Goes through what there is to look at; `does` is given each deed with its name."""
    me, app = walk.me, walk.app

    async def tapped(part: str) -> None:
        await feed(app, [me.tap(part)])

    async def said(text: str) -> None:
        await feed(app, [me.say(text)])

    async def forged(data: str) -> None:
        update = me.tap("p|")
        update["callback_query"]["data"] = data
        await feed(app, [update])

    await does("list", lambda: said("/clients"))
    await does("list, next page", lambda: forged("p|clients|1"))
    await does("archive", lambda: forged("p|archive|"))
    await said("/clients")
    await does("search, several", lambda: said("ромаш"))
    await said("/clients")
    await does("search, a typo", lambda: said("оролва 5"))
    await does("card", lambda: forged("p|client|1"))
    await does("history", lambda: forged("p|history|1.0"))
    await does("history, further back", lambda: forged("p|history|1.3"))
    await does("one in full", lambda: tapped("p|told|"))


async def measured(clients: int, events: int) -> dict[str, Cost]:
    """The cost of each deed with so many clients and events."""
    cpu: dict[str, list[float]] = {}

    async with filled(clients, events) as walk:

        async def timed(name: str, deed: Callable[[], Awaitable[None]]) -> None:
            began = time.process_time()
            await deed()
            cpu.setdefault(name, []).append(time.process_time() - began)

        async def counting(name: str, deed: Callable[[], Awaitable[None]]) -> None:
            await walk.of(name, deed())

        for _ in range(_RUNS):
            await deeds(walk, timed)
        await walk.watch()
        await deeds(walk, counting)
        return {name: Cost(median(cpu[name]), walk.counts[name]) for name in cpu}


async def counted(clients: int, events: int) -> dict[str, Count]:
    """The counts alone, each deed done once."""
    async with filled(clients, events) as walk:

        async def counting(name: str, deed: Callable[[], Awaitable[None]]) -> None:
            await walk.of(name, deed())

        await walk.watch()
        await deeds(walk, counting)
        return walk.counts


def grown(few: dict[str, Count], many: dict[str, Count]) -> dict[str, str]:
    """What costs more with more behind it, and how."""
    apart = differences(few, many)
    found = {}
    for name, share in apart.items():
        if few[name].statements != many[name].statements:
            found[name] = f"{few[name].statements} statements became {many[name].statements}"
        elif name not in SEARCHES and share > LARGEST_DIFFERENCE:
            found[name] = f"{share:.1%} more instructions"
    return found


def main() -> int:
    """Measures, prints, and gives 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="./run bench clients", description=__doc__.partition("\n")[0])
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--events", type=int, default=20_000)
    chosen = parser.parse_args()
    few = asyncio.run(measured(20, 800))
    many = asyncio.run(measured(chosen.clients, chosen.events))
    print(f"One update of a manager with {chosen.clients} clients and {chosen.events} events (20 and 800 before it):")
    for name, cost in many.items():
        before = few[name]
        mark = "" if cost.cpu <= MOST_CPU else "   TOO SLOW"
        print(
            f"  {name:22} {before.cpu * 1000:6.1f} → {cost.cpu * 1000:6.1f} ms CPU"
            f"   {before.count.statements:2} → {cost.count.statements:2} statements"
            f"   {before.count.instructions:7} → {cost.count.instructions:7} instructions{mark}"
        )
    worse = grown({name: one.count for name, one in few.items()}, {name: one.count for name, one in many.items()})
    for name, how in worse.items():
        print(f"  NOT FLAT: {name}: {how}")
    slowest = max(cost.cpu for cost in many.values())
    print(f"Slowest: {slowest * 1000:.1f} ms (bar: {MOST_CPU * 1000:.0f} ms)")
    return 0 if slowest <= MOST_CPU and not worse else 1


if __name__ == "__main__":
    raise SystemExit(main())
