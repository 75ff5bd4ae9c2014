"""From the start of the process to its first call to Telegram, beside `import aiogram` alone; and its memory.

CPU is that of the child, user and system; the start ends when the first getUpdates reaches the server.
"""

import argparse
import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.fake import TOKEN, FakeTelegram

LARGEST_RATIO = 0.85
_PATIENCE = 120.0
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of CPU and of the wall clock; `memory` in MB where it was looked at."""

    cpu: float
    wall: float
    memory: float = 0.0


def imported(module: str) -> Took:
    """What a process takes that only imports the module."""
    began = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a running process used so far, all threads (proc(5): utime and stime of stat)."""
    after_name = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / _TICK


def memory_of(pid: int) -> float:
    """Resident memory of a running process, in MB."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def started(folder: Path) -> Took:
    """What the bot takes, with its database there already, until its first poll; its memory when it then rests."""
    async with FakeTelegram() as telegram:
        environment = {**os.environ, "BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url, "DATA_DIR": str(folder)}
        began = time.perf_counter()
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "start"), env=environment, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            while all(call.method != "getUpdates" for call in telegram.calls):
                await asyncio.sleep(0.005)
                if bot.returncode is not None or time.perf_counter() - began > _PATIENCE:
                    raise RuntimeError("the bot did not start")
            cpu, wall = cpu_of(bot.pid), time.perf_counter() - began
            await asyncio.sleep(2)
            return Took(cpu, wall, memory_of(bot.pid))
        finally:
            bot.terminate()
            await bot.wait()


def first_line(folder: Path) -> float:
    """Seconds until the try-out says its first line."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "bot", "try"]
    with subprocess.Popen(
        command,
        env={**os.environ, "DATA_DIR": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        if process.stdout is None or not process.stdout.readline():
            raise RuntimeError("the try-out said nothing")
        took = time.perf_counter() - began
        process.stdout.read()
        process.wait(_PATIENCE)
    return took


def main() -> int:
    """Measures, prints, and gives 1 where the bar is missed."""
    parser = argparse.ArgumentParser(prog="./run bench start", description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        asyncio.run(started(folder))  # makes the database, and the compiled modules
        bare, ours, lines = [], [], []
        for _ in range(runs):
            bare.append(imported("aiogram"))
            ours.append(asyncio.run(started(folder)))
            lines.append(first_line(folder))
    print(f"Median of {runs}, taken in turns:")
    for name, all_of in (("import aiogram", bare), ("start to first poll", ours)):
        cpu, wall = (median(getattr(took, what) for took in all_of) for what in ("cpu", "wall"))
        print(f"  {name:20} {cpu:5.2f} s of CPU, {wall:5.2f} s of wall clock")
    by_cpu = median(one.cpu / other.cpu for one, other in zip(ours, bare, strict=True))
    by_wall = median(one.wall / other.wall for one, other in zip(ours, bare, strict=True))
    print(f"  ratio {by_cpu:.2f} by CPU, {by_wall:.2f} by wall clock (bar: {LARGEST_RATIO})")
    print(f"  memory of the bot at rest: {median(took.memory for took in ours):.0f} MB")
    print(f"  try-out, to its first line: {median(lines):.2f} s")
    return 0 if by_cpu <= LARGEST_RATIO else 1


if __name__ == "__main__":
    raise SystemExit(main())
