"""What reminders cost: at rest, claimed, taken, noted, with ten thousand to a million scheduled; how punctual they are.

Counts are SQLite's own instructions, exact whatever else the machine does: they must not grow with what is scheduled.
Times are medians, a commit with FULL durability included, but for the claim: the statement itself. How late a
reminder is, is taken on the real clock with the real loop and Telegram's pace, from its second to Telegram. Memory is
that of this process, after all that it keeps on purpose is full, and after many more were delivered.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path
from statistics import median, quantiles

from benchmarks.delivery import beside_echo, growth, lateness
from benchmarks.fast_clock import Sink
from benchmarks.reminder_costs import CLAIMED, EACH, Scale, measured, scheduled
from bot.telegram.pace import Pace

SCHEDULED = (10_000, 100_000, 1_000_000)
LARGEST_DIFFERENCE = 0.02
LATEST_P99 = 2.0
"""Seconds."""
LARGEST_GROWTH = 8.0
"""MB, of a process of some 250."""
_WARM = 3
"""Rounds after which all that is kept on purpose is full."""
_BESIDE = 1 + 5 * 200
_RUNS = 5


async def at_scale(reminders: int) -> Scale:
    """The figures with so many scheduled."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        each = min(EACH, max(1, reminders // CLAIMED))  # so that there are always as many people to claim
        async with scheduled(folder, reminders, Sink(), each=each) as app:
            return await measured(folder, app, reminders // each, each)


async def punctual(seconds: int) -> list[float]:
    """How late each of so many reminders was, one due a second, among a hundred thousand that wait."""
    with tempfile.TemporaryDirectory() as place:
        folder, telegram = Path(place), Sink()
        async with scheduled(folder, 100_000, telegram, Pace()) as app:
            return await lateness(folder, app, telegram, range(1, seconds + 1))


async def heavy(crowd: int) -> tuple[tuple[float, float], tuple[list[float], float]]:
    """CPU of one reminder and of one echo; memory early and late of so many people's, and how many a second."""
    with tempfile.TemporaryDirectory() as place:
        folder, telegram = Path(place), Sink()
        people = range(1, 1 + _BESIDE + crowd)
        async with scheduled(folder, len(people) * EACH, telegram) as app:
            cpu = await beside_echo(folder, app, telegram, people[:_BESIDE], _RUNS)
            return cpu, await growth(folder, app, telegram, people[_BESIDE:], EACH)


def report(found: dict[int, Scale]) -> float:
    """Prints the figures at every number of reminders; gives the largest difference between the counts."""
    scales = list(found.values())
    print("Scheduled, of one or ten each:" + "".join(f"{number:>14,}" for number in found))
    print("SQLite's instructions (and statements):")
    worst = 0.0
    for name in scales[0].counts:
        counts = [scale.counts[name] for scale in scales]
        least = min(count.instructions for count in counts)
        apart = max(count.instructions for count in counts) / least - 1
        worst = max(worst, apart)
        line = "".join(f"{count.instructions:>9,} ({count.statements:2})" for count in counts)
        print(f"  {name:26} {line}  {apart:6.1%}{'' if apart <= LARGEST_DIFFERENCE else '   NOT FLAT'}")
    print("Milliseconds:")
    for name in dict.fromkeys(name for scale in scales for name in scale.took):
        line = "".join(f"{scale.took[name]:>14.2f}" if name in scale.took else f"{'-':>14}" for scale in scales)
        print(f"  {name:26} {line}")
    return worst


def main() -> int:
    """Measures, prints, and gives 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="./run bench reminders", description=__doc__.partition("\n")[0])
    parser.add_argument("--scheduled", type=int, nargs="+", default=SCHEDULED, help="reminders that wait")
    parser.add_argument("--seconds", type=int, default=60, help="of one reminder a second, for punctuality")
    parser.add_argument("--people", type=int, default=3_000, help="who get ten reminders each, for memory")
    chosen = parser.parse_args()
    worst = report({number: asyncio.run(at_scale(number)) for number in chosen.scheduled})
    print(f"Largest difference: {worst:.1%} (bar: {LARGEST_DIFFERENCE:.0%})")
    late = asyncio.run(punctual(chosen.seconds))
    p99 = quantiles(late, n=100, method="inclusive")[98]
    print(
        f"One due each second for {chosen.seconds} s: median {median(late):.2f} s late, p99 {p99:.2f} s, "
        f"worst {max(late):.2f} s (bar: p99 {LATEST_P99:.0f} s)"
    )
    (ours, bare), (memory, rate) = asyncio.run(heavy(chosen.people))
    print(
        f"CPU of one reminder, claimed, sent and noted: {ours:.2f} ms; of a bare aiogram echo: {bare:.2f} ms;", end=" "
    )
    print(f"ratio {ours / bare:.2f}")
    before, after = memory[_WARM - 1], memory[-1]
    print(
        f"Memory: {before:.0f} MB after {_WARM} reminders to each of {chosen.people}, {after:.0f} MB after {EACH}:",
        f"{after - before:+.1f} (bar: {LARGEST_GROWTH:.0f}); {rate:.0f} a second without Telegram's pace",
    )
    kept = worst <= LARGEST_DIFFERENCE and p99 <= LATEST_P99 and after - before <= LARGEST_GROWTH
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
