"""Reads an agency's playbook again while the bot runs; a debrief under way keeps the one that it began with."""

import asyncio
import logging
from pathlib import Path

from bot.common.clock import Clock
from bot.playbook.load import Book, PlaybookError, load_all
from bot.store.database.database import Database
from bot.store.database.errors import StoreError
from bot.store.database.retry import retry_write
from bot.store.queries import playbooks
from bot.viewmodels.voices import Voices
from bot.workers.loop import Loop

log = logging.getLogger(__name__)


async def store_playbook(db: Database, book: Book, clock: Clock) -> None:
    """Stores the playbook, so that runs can say that they began with it, however long the database takes.

    Raises StoreError where the database refuses it.
    """
    digest, now = book.fingerprint, clock.now()
    await retry_write(db, clock, log, lambda conn: playbooks.keep(conn, digest, book.content, now))


class PlaybookReload:
    """The worker behind SIGHUP: woken, it reads the playbook anew; a faulty one is told in the log and left."""

    def __init__(self, db: Database, voices: Voices, directory: Path | None, clock: Clock) -> None:
        self._db = db
        self._voices = voices
        self._directory = directory
        self._clock = clock
        self._loop = Loop(clock, log, self._look, "the playbook was not taken", start=None)

    def ask(self) -> None:
        """Has the playbook read again, soon."""
        self._loop.wake()

    async def run(self) -> None:
        """Serves until it is cancelled."""
        await self._loop.run()

    async def _look(self) -> None:
        try:
            await self.renew()
        except Exception as error:  # noqa: BLE001 - the next file may be better, and somebody has to read it
            log.error("the playbook was not taken: %s", type(error).__name__)  # noqa: TRY400 - same

    async def renew(self) -> bool:
        """Reads the playbook now; gives whether it is in force."""
        try:
            # Beside the loop: reading and checking some hundred texts takes a tenth of a second.
            book = await asyncio.to_thread(load_all, self._directory)
        except PlaybookError as faulty:
            for line in str(faulty).split("\n"):
                log.error("the playbook was not taken: %s", line)  # noqa: TRY400 - whoever wrote it needs no traceback
            return False
        try:
            await store_playbook(self._db, book, self._clock)
        except StoreError as error:
            log.error("the playbook was not taken: %s", error)  # noqa: TRY400 - one line, and nothing of the rows
            return False
        self._voices.renew(book)
        for remark in book.remarks:
            log.warning("the playbook: %s", remark)
        log.info("the playbook was read again")
        return True
