"""Fifty people at once, with a network of 50 ms a call: how long until each has the answer, and how many a second.

The time is from the moment at which the batch with the update is handed over until the edited message is taken by
Telegram: two calls one after the other (the tap is answered, the message edited), so at least 100 ms. The bar is
for what the bot itself takes; the second line adds the pace that it keeps for Telegram's sake, over all chats.
"""

import argparse
import asyncio
import gc
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from benchmarks.flow import AFTERWARDS, BEFORE, STEPS, WORDS
from benchmarks.in_process_telegram import UNLIMITED, Inside, Someone, feed, running
from bot.process.lifecycle import App
from bot.telegram.pace import Pace

DELAY = 0.05
LONGEST_P95 = 0.3
_BATCH = 100
"""What one getUpdates brings at most."""


async def crowd(people: int, rounds: int, pace: Pace, rest: float) -> tuple[list[float], float]:
    """Seconds from update to answer, of every step of everybody, and the steps a second while they last.

    `rest`: seconds before each step, in which what the pace allows is saved up, as between taps of people who read.
    """
    telegram = Inside()
    with tempfile.TemporaryDirectory() as place:
        async with running(Path(place), telegram, pace) as app:
            everyone = [telegram.person(1000 + number) for number in range(people)]
            for word in WORDS:
                await feed(app, [one.say(word) for one in everyone])
            for part in BEFORE:
                await feed(app, [one.tap(part) for one in everyone])
            gc.freeze()  # as bot.app does once it is wired
            waits: list[float] = []
            spent = 0.0
            for _ in range(rounds):
                await feed(app, [one.say("/debrief") for one in everyone])
                telegram.delay = DELAY
                for part in STEPS:
                    await asyncio.sleep(rest)
                    began = time.perf_counter()
                    waits += await step(app, everyone, part)
                    spent += time.perf_counter() - began
                telegram.delay = 0.0
                for part in AFTERWARDS:
                    await feed(app, [one.tap(part) for one in everyone])
            return waits, len(waits) / spent


async def step(app: App, everyone: Sequence[Someone], part: str) -> list[float]:
    """All tap at once; gives the seconds until each was answered."""
    batch = [one.tap(part) for one in everyone]
    began = time.perf_counter()
    for start in range(0, len(batch), _BATCH):
        await app.intake.accept(batch[start : start + _BATCH])
    while not app.intake.idle:
        await app.lanes.drain(30)
        await asyncio.sleep(0.001)
    return [one.at - began for one in everyone]


def main() -> int:
    """Measures, prints, and gives 1 where the bar is missed."""
    parser = argparse.ArgumentParser(prog="./run bench crowd", description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5, help="rounds of four steps by everybody")
    chosen = parser.parse_args()
    took: list[float] = []
    print(f"{chosen.people} people at once, {DELAY * 1000:.0f} ms a call, from update to answer:")
    for name, pace, rounds, rest in (
        ("the bot itself", UNLIMITED, chosen.rounds, 0.0),
        ("with the pace of 25 a second", Pace(), 1, 2.5),
    ):
        waits, rate = asyncio.run(crowd(chosen.people, rounds, pace, rest))
        p95 = quantiles(waits, n=20)[-1]
        print(
            f"  {name:29} median {median(waits) * 1000:4.0f} ms, p95 {p95 * 1000:4.0f} ms, "
            f"longest {max(waits) * 1000:4.0f} ms; {rate:.0f} steps a second"
        )
        took.append(p95)
    print(f"Bar: p95 of the bot itself under {LONGEST_P95 * 1000:.0f} ms")
    return 0 if took[0] <= LONGEST_P95 else 1


if __name__ == "__main__":
    raise SystemExit(main())
