"""Puts a backup in the place of a SQLite database, or makes one that PostgreSQL was restored to fit to be used.

Everything is prepared in a copy beside the database, which takes its place in one step at the end: killed anywhere,
there is the old database or the new one, whole.
"""

import asyncio
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from bot.backups.folder import RESTORING, Erased, aside_of, erased, moment_of, place, sync
from bot.common.file_lock import AnotherInstance
from bot.store.admin.backup_copy import Unsound, clone, rebuild, verify
from bot.store.admin.restore import Present, Settled, made_at, read_present, settle
from bot.store.database.address import url_of
from bot.store.database.database import Database
from bot.store.database.errors import CannotMove, CannotStart, StoreError, Why, WrongKey, plainly
from bot.store.database.inspect import UnreadableFile, look
from bot.store.database.open_options import refuse_beside_a_bot
from bot.store.queries import installation

_KEYS: Final[Mapping[Why, str]] = {
    "plain": "The notes in that backup are under no key: restore it with NOTES_KEY taken away, then set NOTES_KEY and "
    "call ./run rekey.",
    "missing": "The notes in that backup are under a key: restore it with NOTES_KEY as it was then. To have them under "
    "none after that, call ./run rekey with NOTES_KEY_NEW=none.",
    "other": "The notes in that backup are under another key: restore it with NOTES_KEY as it was then, after that "
    "call ./run rekey with the present one in NOTES_KEY_NEW.",
    "turning": "That backup is from the middle of a change of the notes' key: take one from before it or after it.",
}
"""What a start says of a key would send whoever restores in a circle: `rekey` works on the database in place."""


class NotRestored(Exception):
    """Nothing was restored; the text is one plain line that says why, and the database in use is as it was."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done; `aside` is where the database that was in use is kept, None where there was none."""

    settled: Settled
    aside: Path | None


def restore_backup(
    file: Path, database: Path, folder: Path, now: Callable[[], float] = time.time, *, key: bytes | None = None
) -> Restored:
    """Restores the backup `file` as `database`, keeping the one in use aside in the backup folder `folder`.

    `key` is the notes' key that the backup is under. No bot may run on it, which the caller sees to by its locks.
    Raises NotRestored.
    """
    moment = int(now())
    fresh = database.with_name(f"{database.name}{RESTORING}")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _take_away(fresh)
        verify(file)
        rebuild(file, fresh)
        present = _present(database)
        listed = partial(erased, folder)
        url = url_of(fresh)
        settled = asyncio.run(_prepare(url, key, present, listed, moment_of(file), moment))
        verify(fresh)
        aside = _keep_aside(database, folder, moment, readable=present is not None)
        _clear_journal(database)
        place(fresh, database)
        return Restored(settled, aside)
    except WrongKey as refusal:
        raise NotRestored(f"{_KEYS[refusal.why]} Nothing was changed.") from None
    except (Unsound, CannotStart, ValueError) as refusal:
        raise NotRestored(f"{refusal} Nothing was changed.") from None
    except StoreError as error:
        raise NotRestored(f"The backup can't be used: {plainly(error)}. Nothing was changed.") from None
    except OSError as error:
        raise NotRestored(
            f"{error.filename or database} can't be written: {error.strerror}. Nothing was changed."
        ) from None
    finally:
        with suppress(OSError):
            _take_away(fresh)


def replay(url: str, folder: Path, now: Callable[[], float] = time.time, *, key: bytes | None = None) -> Settled:
    """Makes a database fit to be used that was restored by its own means, as PostgreSQL's is by pg_restore.

    Raises NotRestored.
    """
    try:
        return asyncio.run(_prepare(url, key, None, partial(erased, folder), None, int(now())))
    except WrongKey as refusal:
        raise NotRestored(f"{_KEYS[refusal.why]} Nothing was changed.") from None
    except (CannotStart, CannotMove, AnotherInstance, ValueError) as refusal:
        raise NotRestored(f"{refusal} Nothing was changed.") from None
    except StoreError as error:
        raise NotRestored(f"The database can't be used: {plainly(error)}. Nothing was changed.") from None


async def _prepare(  # noqa: PLR0913, PLR0917 - what the two ways of restoring know
    url: str,
    key: bytes | None,
    present: Present | None,
    listed: Callable[[str], Iterable[Erased]],
    named: int | None,
    now: int,
) -> Settled:
    """Brings the database up to date and settles it. `named` is the moment that its file's name tells."""

    def work(conn: Connection) -> Settled:
        refuse_beside_a_bot(conn)
        since = made_at(conn) or named or now
        return settle(conn, present, listed(installation.identity(conn)), since, now)

    db = await Database.open(url, key=key, first=refuse_beside_a_bot)
    try:
        settled = await db.write(work)
        await db.purge()
        return settled
    finally:
        await db.close()


def _present(database: Path) -> Present | None:
    if not database.exists():
        return None
    try:
        return look(database, read_present)
    except UnreadableFile:
        return None


def _keep_aside(database: Path, folder: Path, moment: int, *, readable: bool) -> Path | None:
    if not database.exists():
        return None
    aside = folder / aside_of(moment)
    if readable:
        clone(database, aside)
    else:
        for end in ("", "-wal", "-shm"):  # whoever tries to mend it needs all three
            if (file := database.with_name(database.name + end)).exists():
                shutil.copyfile(file, aside.with_name(aside.name + end))
    aside.chmod(0o600)
    sync(aside)
    sync(folder)
    return aside


def _clear_journal(database: Path) -> None:
    """Brings what stands in the journal into the file, and takes the journal away: it must not meet the new file."""
    if database.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(database, isolation_level=None)) as conn:
            conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for end in ("-wal", "-shm", "-journal"):
        database.with_name(database.name + end).unlink(missing_ok=True)


def _take_away(file: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + end).unlink(missing_ok=True)
