"""Makes one backup of a SQLite database, for the worker and for `./run backup` alike. Synchronous."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.backups.folder import LOCK, PART, asides, backups, name_of, place, sweep, was_asked
from bot.backups.retention import LONGEST, is_young, kept
from bot.common.file_lock import AnotherInstance, hold
from bot.store.admin.backup_copy import Counts, Unsound, copy, verify


class NoBackup(Exception):
    """There is no backup; the text is one plain line that says why. What was there before is untouched."""


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A verified backup: its file, how many rows it has and bytes, and what was deleted by the rule."""

    path: Path
    rows: Counts
    size: int
    dropped: tuple[Path, ...]


def make_backup(
    database: Path, folder: Path, now: Callable[[], float] = time.time, *, asked: bool = False
) -> MadeBackup:
    """Copies the database into the folder, verifies the copy, moves it into place, and drops what the rule drops.

    One that somebody `asked` for is dropped by nothing but its age.
    Whatever ends it leaves a verified copy or none. Raises NoBackup; backups too old are dropped even then.
    """
    moment = int(now())
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with hold(folder / LOCK):
            sweep(folder)
            try:
                made = _make(database, folder, moment, asked=asked)
            finally:
                dropped = _drop(folder, moment)
            return MadeBackup(made.path, made.rows, made.size, tuple(dropped))
    except AnotherInstance:
        raise NoBackup("Another backup is being made just now.") from None
    except Unsound as unsound:
        raise NoBackup(str(unsound)) from None
    except OSError as error:
        raise NoBackup(f"The backup folder {folder} can't be written: {error.strerror}.") from None


def _make(database: Path, folder: Path, moment: int, *, asked: bool) -> MadeBackup:
    if not database.is_file():
        raise NoBackup(f"There is no database {database}.")
    path = folder / name_of(moment, asked=asked)
    part = path.with_name(path.name + PART)
    try:
        rows = copy(database, part, moment)
        verify(part, rows)
        place(part, path)
    except BaseException:
        for leftover in (part, part.with_name(part.name + "-journal")):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)
        raise
    return MadeBackup(path, rows, path.stat().st_size, ())


def _drop(folder: Path, now: int) -> list[Path]:
    there = backups(folder)
    spared = kept([at for at, path in there.items() if not was_asked(path)], now)
    dropped = [path for at, path in there.items() if at not in spared and not (was_asked(path) and is_young(at, now))]
    dropped += [path for path, at in asides(folder).items() if not now - LONGEST < at <= now + LONGEST]
    for path in dropped:
        path.unlink(missing_ok=True)
    return dropped
