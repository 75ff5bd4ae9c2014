"""Whether the bot is well: it leaves a heartbeat in a file of its data folder, and `./run health` reads it.

Imports nothing heavy, so that asking every half a minute costs nothing.
"""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

LATE = 90
"""Seconds after which silence counts as ill: Telegram holds a poll for 30, and two may fail in a row."""
EVERY = 15
_NAME = "health.json"


@dataclass(frozen=True, slots=True)
class HealthRecord:
    """What the heartbeat's file holds, written at the moment `at`.

    When Telegram last answered a poll, what has not moved for a while, when the newest backup was made (moments in Unix
    seconds UTC).
    """

    at: int
    last_ok: int | None
    slow: str | None = None
    backup: int | None = None


def write_health(folder: Path, now: HealthRecord) -> None:
    """Writes the heartbeat's file, by an atomic replace, so that nobody reads half of it.

    Raises OSError where it can't be written.
    """
    fresh = folder / f"{_NAME}.new"
    fresh.write_text(json.dumps(asdict(now)), encoding="utf-8")
    fresh.replace(folder / _NAME)


def check(folder: Path, now: Callable[[], float] = time.time) -> tuple[bool, str]:
    """Whether the bot that runs on this data folder is well, and one line that says why."""
    try:
        found = HealthRecord(**json.loads((folder / _NAME).read_text(encoding="utf-8")))
        moment = now()
        silent = moment - found.at
    except FileNotFoundError:
        return False, "No heartbeat: the bot has not run on this data folder."
    except (OSError, ValueError, TypeError):
        return False, "The heartbeat can't be read."
    if silent > LATE:
        return False, f"The last heartbeat is {int(silent)} s old: the bot does not run, or hangs."
    if found.slow is not None:
        return False, f"The bot hangs: {found.slow}."
    if found.last_ok is None:
        return False, "Telegram has not answered yet."
    if moment - found.last_ok > LATE:
        return False, f"Telegram last answered {int(moment - found.last_ok)} s ago."
    line = f"Well: Telegram answered {int(moment - found.last_ok)} s ago"
    return True, f"{line}, the last backup is {_age(moment - found.backup)} old." if found.backup else f"{line}."


def _age(seconds: float) -> str:
    minutes = int(seconds // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"
