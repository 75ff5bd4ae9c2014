"""The worker that makes a backup each hour, and keeps the list of what was erased beside them."""

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from bot.backups.folder import LOCK, backups, erased, list_erased, sweep
from bot.backups.make import MadeBackup, NoBackup, make_backup
from bot.backups.retention import LONGEST, is_due
from bot.common.clock import Clock
from bot.common.file_lock import AnotherInstance, hold
from bot.store.admin import restore
from bot.store.database.database import Database
from bot.store.database.errors import CannotStart, StoreError
from bot.store.database.retry import retry_write
from bot.store.queries import erasure, installation
from bot.workers.loop import Loop

log = logging.getLogger(__name__)


_FIRST: Final = 60.0
"""Seconds after the start before which none is made: then there is enough to do."""
_LOOK: Final = 60.0
_TROUBLE: Final = 600.0
"""Seconds after a failure before the next try."""
_COPIED: Final = (
    "The database is a backup that was copied into place: ./run restore --replay makes it fit to be used, so that no"
    " reminder comes again and what was erased stays erased."
)
_LISTED: Final = LONGEST + 86_400
"""Seconds for which an erasure stays in the list: no backup that still holds it is older."""


class Backups:
    """Backups of a SQLite file, and the list of what was erased, of either database. Started by the supervisor."""

    def __init__(self, db: Database, database: Path | None, folder: Path, clock: Clock) -> None:
        """`database` is the file, None on a server, which has better means of its own."""
        self._db = db
        self._database = database
        self._folder = folder
        self._clock = clock
        self._listed = True
        self._identity = ""
        retry = (_TROUBLE, _TROUBLE)
        self._loop = Loop(clock, log, self._look, "no backup was made", start=_FIRST, retry=retry)
        self.last: int | None = None
        """When the newest one was made, in Unix seconds UTC; None: there is none, or none is made here."""

    async def begin(self) -> None:
        """Erases again what the list names and what is there nonetheless: the database was restored by hand.

        Raises CannotStart where the folder can't be written, the list can't be read, or the database is a backup.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with suppress(AnotherInstance), hold(self._folder / LOCK):  # one on demand may be at work just now
                sweep(self._folder, self._database)
            self._identity = await retry_write(self._db, self._clock, log, installation.identity)
            listed = erased(self._folder, self._identity)
        except OSError as error:
            line = f"The backup folder {self._folder} can't be made or written: {error.strerror}. Set BACKUP_DIR."
            raise CannotStart(line) from None
        except ValueError as error:
            raise CannotStart(f"{error} Restore it, or move it away.") from None
        if await retry_write(self._db, self._clock, log, installation.backed_up) is not None:
            raise CannotStart(_COPIED)
        if again := await retry_write(self._db, self._clock, log, partial(restore.erase_again, listed=listed)):
            log.warning("an older database was put in place: %d people and clients were erased again", again)
        self._find()
        await self.mirror()

    async def mirror(self) -> bool:
        """Writes down beside the backups what was erased: there it survives the loss of the database.

        False where that failed, which is told once.
        """
        try:
            entries = await retry_write(self._db, self._clock, log, erasure.listed)
            since = self._clock.now() - _LISTED
            await asyncio.to_thread(list_erased, self._folder, self._identity, entries, since)
        except (OSError, StoreError, ValueError) as error:
            if self._listed:
                log.error("what was erased can't be listed beside the backups: %s", _said(error))  # noqa: TRY400 - a line
            self._listed = False
            return False
        self._listed = True
        return True

    async def run(self) -> None:
        """Makes one each hour until it is cancelled."""
        if self._database is not None:
            await self._loop.run()

    async def _look(self) -> float:
        if self._database is None or not is_due(self._find(), self._clock.now()):
            return _LOOK
        try:
            made = await _aside(partial(make_backup, self._database, self._folder, self._clock.now))
        except NoBackup as failed:
            log.error("no backup was made: %s", failed)  # noqa: TRY400 - one line that says why
            return _TROUBLE
        self._find()
        log.info("a backup was made: %s, %d rows", made.path.name, sum(made.rows.values()))
        return _LOOK

    def _find(self) -> list[int]:
        moments = list(backups(self._folder)) if self._database is not None else []
        self.last = max((at for at in moments if at <= self._clock.now()), default=None)
        return moments


async def _aside(work: Callable[[], MadeBackup]) -> MadeBackup:
    """Does the work on a thread that nobody waits for at the end: what it leaves unfinished then is none."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[MadeBackup] = loop.create_future()

    def settle(made: MadeBackup | None, error: Exception | None) -> None:
        if done.cancelled():
            return
        if made is not None:
            done.set_result(made)
        elif error is not None:
            done.set_exception(error)

    def run() -> None:
        made, failed = None, None
        try:
            made = work()
        except Exception as error:  # noqa: BLE001 - raised to whoever waits
            failed = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, made, failed)

    threading.Thread(target=run, name="backup", daemon=True).start()
    return await done


def _said(error: Exception) -> str:
    return str(error.strerror) if isinstance(error, OSError) else str(error)
