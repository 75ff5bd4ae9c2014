"""The program as `./run` starts it, with one loop more beside it: every few seconds it writes down what it holds."""

import asyncio
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from bot import app
from bot.process.lifecycle import App, run_until_stopped
from bot.settings import Settings

EVERY = 2.0
"""Seconds between two looks."""
_PAGE = os.sysconf("SC_PAGE_SIZE")


def look() -> dict[str, Any]:
    """What the process holds now: bytes of memory, open files by kind, threads and tasks by name."""
    files: Counter[str] = Counter()
    for number in os.listdir("/proc/self/fd"):  # noqa: PTH208 - numbers, no paths
        try:
            target = os.readlink(f"/proc/self/fd/{number}")  # noqa: PTH115 - same
        except OSError:
            continue  # the one that lists them
        files[target.partition(":")[0] if target[0] != "/" else Path(target).name] += 1
    return {
        "at": time.monotonic(),
        "memory": int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE,
        "files": files,
        "threads": Counter(thread.name.rstrip("0123456789_-") for thread in threading.enumerate()),
        "tasks": Counter(getattr(task.get_coro(), "__qualname__", "?") for task in asyncio.all_tasks()),
    }


async def _sample(path: Path) -> None:
    with path.open("a") as file:
        while True:
            file.write(json.dumps(look()) + "\n")
            file.flush()
            await asyncio.sleep(EVERY)


def main() -> int:
    """Runs the bot by the settings of the environment; the samples go to the file that is named."""
    samples = Path(sys.argv[1])

    async def watched(running: App, over: asyncio.Event, *loops: Coroutine[Any, Any, None], **more: Any) -> None:  # noqa: ANN401 - as it has it
        await run_until_stopped(running, over, *loops, _sample(samples), **more)

    app.run_until_stopped = watched  # type: ignore[attr-defined, assignment]  # in a process of its own that ends with it
    return app.run_bot(Settings(_env_file=None))


if __name__ == "__main__":
    sys.exit(main())
