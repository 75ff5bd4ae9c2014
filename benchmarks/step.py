"""The CPU of one persisted step: beside a bare aiogram echo, beside python-telegram-bot, and over loopback HTTP.

Ten people go through four steps of a debrief by taps, in inbox batches of ten: each tap is stored, decided, saved
with FULL durability, answered, edited into the message, and noted as shown. The echo gets the same updates and
makes the same two calls with the same screens, and stores nothing; python-telegram-bot keeps the four steps in a
ConversationHandler and flushes its PicklePersistence at every update. The three take turns batch by batch, so that
a busy machine slows all of them alike. What is printed is the median of the runs.
"""

import argparse
import asyncio
import gc
import tempfile
import time
from collections.abc import Awaitable, Sequence
from pathlib import Path
from statistics import median

from benchmarks import loopback
from benchmarks.echo import Echo
from benchmarks.flow import AFTERWARDS, BEFORE, PEOPLE, STEPS, WORDS, Spent
from benchmarks.in_process_telegram import Inside, Someone, feed, running
from benchmarks.ptb import Other
from benchmarks.seed_rows import fill
from bot.process.lifecycle import App

KNOWN = 1000
"""How many other people, with ten finished debriefs each, ours and the last of the others hold besides."""


async def crowd_of(app: App, telegram: Inside) -> list[Someone]:
    """Ten people who know a client already."""
    people = [telegram.person(1000 + number) for number in range(PEOPLE)]
    for word in WORDS:
        await feed(app, [one.say(word) for one in people])
    for part in BEFORE:
        await everybody(app, people, part)
    return people


async def everybody(app: App, people: Sequence[Someone], part: str) -> None:
    """Each of them taps the button whose data holds `part`."""
    await feed(app, [one.tap(part) for one in people])


async def one_run(
    app: App, telegram: Inside, people: Sequence[Someone], beside: Sequence[Echo | Other], n: int
) -> Spent:
    """`n` rounds of the four steps, everybody in turn at each batch."""
    spent = Spent(cpu=dict.fromkeys(("ours", *(one.name for one in beside)), 0.0))
    for _ in range(n):
        await feed(app, [one.say("/debrief") for one in people])
        for part in STEPS:
            batch = [one.tap(part) for one in people]
            telegram.screens = []
            spent.cpu["ours"] += await cpu(feed(app, batch))
            for other in beside:
                other.draws(telegram.screens)
                spent.cpu[other.name] += await cpu(other.feed(batch))
            spent.steps += len(batch)
            telegram.screens = None
        for part in AFTERWARDS:
            await everybody(app, people, part)
    return spent


async def cpu(work: Awaitable[None]) -> float:
    """CPU seconds of this process, all threads and the kernel's part included, while `work` is done."""
    before = time.process_time()
    await work
    return time.process_time() - before


async def inside(runs: int, rounds: int) -> list[Spent]:
    """The runs within one process."""
    telegram = Inside()
    with tempfile.TemporaryDirectory() as place:
        async with running(Path(place), telegram) as app:
            people = await crowd_of(app, telegram)
            # It keeps everything in one file, so that what a step costs grows with what there is; ours does not.
            others = [await Other.start(people, Path(place), known) for known in (0, 100, KNOWN)]
            await asyncio.to_thread(fill, Path(place) / "okok.db", 10 * KNOWN, 0, 20_000)
            beside: tuple[Echo | Other, ...] = (Echo(people), *others)
            await one_run(app, telegram, people, beside, 2)
            gc.collect()
            gc.freeze()
            found = [await one_run(app, telegram, people, beside, rounds) for _ in range(runs)]
            for other in beside:
                await other.close()
    return found


def report(found: Sequence[Spent]) -> None:
    """Prints the figures of the runs, the median of each."""
    for name in found[0].cpu:
        times = [spent.each(name) for spent in found]
        print(f"  {name:32} {median(times):6.2f} ms a step   (runs: {', '.join(f'{t:.2f}' for t in times)})")
    for name in list(found[0].cpu)[1:]:
        ratios = [spent.each("ours") / spent.each(name) for spent in found]
        print(f"  ours / {name:25} {median(ratios):6.2f}             (runs: {', '.join(f'{r:.2f}' for r in ratios)})")


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="./run bench step", description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=8, help="rounds of four steps by ten people in each run")
    parser.add_argument("--no-http", action="store_true", help="only within the process")
    chosen = parser.parse_args()
    print(f"CPU of a step, {chosen.runs} runs of {chosen.rounds * PEOPLE * len(STEPS)} steps, within the process:")
    report(asyncio.run(inside(chosen.runs, chosen.rounds)))
    if not chosen.no_http:
        print("Over loopback HTTP, polling, the server in a process of its own:")
        report(asyncio.run(loopback.measure(chosen.runs, max(2, chosen.rounds // 4))))


if __name__ == "__main__":
    main()
