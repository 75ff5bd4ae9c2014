"""Whether the bot is well: it leaves a heartbeat in a file of its data folder, and `./run health` reads it.

Imports nothing heavy, so that asking every half a minute costs nothing.
"""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.common.file_lock import BOT_LOCK, taken

LATE = 90
"""Seconds after which silence counts as ill: Telegram holds a poll for 30, and two may fail in a row."""
EVERY = 15
_NAME = "health.json"


@dataclass(frozen=True, slots=True)
class HealthRecord:
    """What the heartbeat's file holds, written at the moment `at`.

    When Telegram last answered a poll, what has not moved for a while, when the newest backup was made (moments in Unix
    seconds UTC). `since` is when the bot started.
    """

    at: int
    last_ok: int | None
    slow: str | None = None
    backup: int | None = None
    since: int | None = None


def write_health(folder: Path, now: HealthRecord) -> None:
    """Writes the heartbeat's file, by an atomic replace, so that nobody reads half of it.

    Raises OSError where it can't be written.
    """
    fresh = folder / f"{_NAME}.new"
    fresh.write_text(json.dumps(asdict(now)), encoding="utf-8")
    fresh.replace(folder / _NAME)


def check(folder: Path, now: Callable[[], float] = time.time) -> tuple[bool, str]:
    """Whether the bot that runs on this data folder is well, and one line that says why."""
    well, line = _told(folder, now())
    if not well and _starts(folder, now()):
        return True, "The bot has just started."
    return well, line


def _told(folder: Path, moment: float) -> tuple[bool, str]:
    """What the heartbeat says at the moment."""
    try:
        found = HealthRecord(**json.loads((folder / _NAME).read_text(encoding="utf-8")))
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
        young = found.since is not None and moment - found.since <= LATE
        return young, "Telegram has not answered yet" + (": the bot has just started." if young else ".")
    if moment - found.last_ok > LATE:
        return False, f"Telegram last answered {int(moment - found.last_ok)} s ago."
    line = f"Well: Telegram answered {int(moment - found.last_ok)} s ago"
    return True, f"{line}, the last backup is {_age(moment - found.backup)} old." if found.backup else f"{line}."


def _starts(folder: Path, moment: float) -> bool:
    """Whether a bot took the folder's lock a moment ago, and has left no heartbeat since: what is there is older."""
    try:
        locked = (folder / BOT_LOCK).stat().st_mtime
        beats = (folder / _NAME).stat().st_mtime if (folder / _NAME).exists() else 0.0
    except OSError:
        return False
    return beats < locked <= moment <= locked + LATE and taken(folder / BOT_LOCK)


def _age(seconds: float) -> str:
    minutes = int(seconds // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"
