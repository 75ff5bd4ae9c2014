"""Whether the bot is well: it leaves a heartbeat in its data folder, and `./run health` reads it.

Imports nothing heavy, so that asking every half a minute costs nothing.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path

LATE = 90
"""Seconds after which silence counts as ill: Telegram holds a poll for 30, and two may fail in a row."""
EVERY = 15
_NAME = "health.json"


def beat(folder: Path, last_ok: int | None, now: int) -> None:
    """Leaves a heartbeat: when Telegram last answered a poll, and the present moment (Unix seconds UTC).

    Written beside and moved into place, so that nobody reads half of it. Raises OSError where it can't be written.
    """
    fresh = folder / f"{_NAME}.new"
    fresh.write_text(json.dumps({"last_ok": last_ok, "at": now}), encoding="utf-8")
    fresh.replace(folder / _NAME)


def check(folder: Path, now: Callable[[], float] = time.time) -> tuple[bool, str]:
    """Whether the bot that runs on this data folder is well, and one line that says why."""
    try:
        data = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        at, last_ok = data["at"], data["last_ok"]
    except FileNotFoundError:
        return False, "No heartbeat: the bot has not run on this data folder."
    except (OSError, ValueError, KeyError, TypeError):
        return False, "The heartbeat can't be read."
    moment = now()
    if moment - at > LATE:
        return False, f"The last heartbeat is {int(moment - at)} s old: the bot does not run, or hangs."
    if last_ok is None:
        return False, "Telegram has not answered yet."
    if moment - last_ok > LATE:
        return False, f"Telegram last answered {int(moment - last_ok)} s ago."
    return True, f"Well: Telegram answered {int(moment - last_ok)} s ago."
