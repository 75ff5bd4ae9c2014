"""Runs file jobs: an export that a person takes out, a file of clients that they import; then says so in their chat.

A job is a row, so it is done after a restart too; several people's jobs go on side by side, files are made one at a
time.
"""

import asyncio
import logging
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from threading import Event
from typing import BinaryIO, Final, TypeVar, cast

from aiogram import Bot

from bot.common.backoff import backoff
from bot.common.clock import Clock
from bot.protocol.person import Person, country_of
from bot.protocol.playbook import LADDER, Rung
from bot.store.database.database import Database
from bot.store.database.errors import Missing
from bot.store.database.retry import retry_write
from bot.store.database.unit_of_work import Connection
from bot.store.queries import chats, erasure, file_jobs, inbox, people
from bot.store.queries.file_jobs import Errand
from bot.telegram.errors import Meaning
from bot.telegram.files import LARGEST_SENT, TooLarge, Unfetched, fetch
from bot.telegram.lane_items import Post
from bot.telegram.lanes import Lanes
from bot.transfer import import_job
from bot.transfer.client_files import LARGEST
from bot.transfer.client_rows import Sheet
from bot.transfer.file_kinds import UnreadableSheet
from bot.transfer.import_job import ImportJob
from bot.viewmodels.place import Place
from bot.viewmodels.voices import Voices
from bot.workers import file_reader
from bot.workers.export import export_name, write_export
from bot.workers.file_reader import Asked, Stumbled
from bot.workers.loop import Loop, Tasks
from bot.workers.purge import Purge

log = logging.getLogger(__name__)
T = TypeVar("T")

Show = Callable[[int, int], Awaitable[None]]
_AT_ONCE: Final = 8
_TRIES: Final = 3
"""How often a file is fetched before the person is asked to send it again."""
_PROGRESS: Final = "import-progress"
_KEPT_NOTICE: Final = ""
"""What was said above the screen stays: of the file before, that it was added, say."""
_TOLD_EVERY: Final = 1.0
"""Seconds between two words of how far a file is read."""


class FileJobs:
    """The worker for exports and imports, which take a while; it runs the purge too."""

    def __init__(  # noqa: PLR0913 - the parts that it joins
        self, db: Database, bot: Bot, lanes: Lanes, voices: Voices, clock: Clock, *, show: Show
    ) -> None:
        """`show(chat_id, telegram_id)` shows a chat what it is owed."""
        self._db = db
        self._bot = bot
        self._lanes = lanes
        self._voices = voices
        self._clock = clock
        self._show = show
        self._purge = Purge(db, clock)
        self._loop = Loop(clock, log, self._look, "errands can't be looked for")
        self._under_way: Tasks[tuple[int, str]] = Tasks()  # by person and kind
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._making = asyncio.Lock()
        self._stopped = Event()

    @property
    def idle(self) -> bool:
        """Whether it only waits to be asked."""
        return self._loop.idle and self._purge.idle and not self._under_way

    def wake(self) -> None:
        """Somebody asked for something."""
        self._loop.wake()

    def purge(self) -> None:
        """Something was erased: its last traces go."""
        self._purge.ask()

    async def parted(self, owed: int, chat_id: int) -> None:
        """The chat of somebody who was erased shows so: the row that owed it goes, and the last traces of it."""
        now = self._clock.now()

        def done(conn: Connection) -> None:
            if inbox.done(conn, owed, now):
                erasure.forget_late(conn, chat_id, now)

        await self._retry_write(done)
        self.purge()

    async def run(self) -> None:
        """Serves until it is cancelled; `stop` then lets what is under way finish."""
        await asyncio.gather(self._loop.run(), self._purge.run())

    async def stop(self, seconds: float) -> None:
        """Waits up to `seconds` for what is under way; what is left is done after the next start."""
        self._stopped.set()  # a file that is being made is left at its next row
        await self._under_way.drain(seconds)

    async def _look(self) -> None:
        for one in await self._db.write(file_jobs.waiting):
            key = (one.person_id, one.kind)
            if key not in self._under_way:
                self._under_way.start(key, self._run(one))

    async def _run(self, errand: Errand) -> None:
        try:
            async with self._room:
                person = await self._retry_write(partial(people.get, person_id=errand.person_id))
                await (self._take_out if errand.kind == "export" else self._bring_in)(person, errand)
        except (Missing, InterruptedError):
            pass  # the person was erased meanwhile; or the program ends, and it is done after the next start
        except Exception as error:  # noqa: BLE001 - tried again whenever something is asked for, and at the next start
            log.error("person %d: an errand failed: %s", errand.person_id, type(error).__name__)  # noqa: TRY400 - no words
        else:
            self._loop.wake()  # something else may have been asked for meanwhile

    # A file of all that is theirs.

    async def _take_out(self, person: Person, errand: Errand) -> None:
        # Without a name from the first moment on: nothing is left of it, whenever the process is killed.
        with tempfile.TemporaryFile() as temporary:
            file = cast("BinaryIO", temporary)
            async with self._making:
                size = await self._made(person, file)
            if size > LARGEST_SENT:
                await self._end(person, errand, "export", "export-too_large")
                return
            caption = self._voices[person.language].say("export-ready")
            name = export_name(self._clock.now(), person.zone)
            item = Post(file, name, size, caption, asyncio.get_running_loop().create_future())
            # Asked last, with nothing awaited before the lane has it: who is erased from then on takes it out of there.
            if await self._retry_write(partial(file_jobs.get, person_id=person.id, kind="export")) is None:
                return
            sent = await self._lanes.post(person.telegram_id, item)
        if sent.meaning is Meaning.DONE:
            await self._end(person, errand, "exported", None)
        else:
            await self._end(person, errand, "export", "export-failed")

    async def _made(self, person: Person, file: BinaryIO) -> int:
        voice, now = self._voices[person.language], self._clock.now()
        stopped = self._stopped.is_set

        def work(conn: Connection) -> int:
            return write_export(conn, file, person=person, voice=voice, now=now, stopped=stopped)

        return await self._db.read_apart(work)

    async def _end(self, person: Person, errand: Errand, to: str, notice: str | None) -> None:
        """It is over; the chat says so, if it still waits for it."""

        def work(conn: Connection) -> bool:
            file_jobs.drop(conn, person.id, errand.kind)
            return _move(conn, person, "exporting", to, notice)

        if await self._retry_write(work):
            await self._show(person.telegram_id, person.telegram_id)

    # A file of clients.

    async def _bring_in(self, person: Person, errand: Errand) -> None:
        job = import_job.decode(errand.state)
        if job is None:  # which file it was can't be known any more
            await self._lose(person, errand)
            return
        try:
            data = await self._fetched(job.file.id)
            found = await self._read(person, job, data)
        except TooLarge:
            await self._settle(person, job, "large")
        except Unfetched:
            await self._settle(person, job, "download")
        except UnreadableSheet as error:
            await self._settle(person, job, error.why)
        else:
            await self._settle(person, job, found)

    async def _lose(self, person: Person, errand: Errand) -> None:
        def work(conn: Connection) -> bool:
            if file_jobs.get(conn, person.id, "import") != errand:
                return False
            return _refuse(conn, person, errand, None, "download")

        if await self._retry_write(work):
            await self._show(person.telegram_id, person.telegram_id)

    async def _read(self, person: Person, job: ImportJob, data: bytes) -> Sheet:
        """What the file holds; who waits longer than a moment is told how far it is.

        Whatever a reader stumbles over ends the job with a reason, and no word of the file is logged.
        """
        lines = 0

        def progress(done: int) -> None:
            nonlocal lines
            lines = done

        asked = Asked(job.file.name, job.encoding, country_of(person), person.language, self._cadences())
        read = asyncio.ensure_future(file_reader.read(data, asked, progress))
        told = 0
        while not read.done():
            ticking = asyncio.ensure_future(self._clock.sleep(_TOLD_EVERY))
            await asyncio.wait({read, ticking}, return_when=asyncio.FIRST_COMPLETED)
            ticking.cancel()
            if not read.done() and lines > told:
                told = lines
                if await self._retry_write(partial(_tell_progress, person=person, job=job, lines=told)):
                    await self._show(person.telegram_id, person.telegram_id)
        try:
            return await read
        except Stumbled as error:
            log.warning("person %d: a file of clients can't be read: %s", person.id, error)
        raise UnreadableSheet("broken")

    async def _settle(self, person: Person, job: ImportJob, found: Sheet | str) -> None:
        """What was read waits for a yes; or why it can't be is said, and the file behind it is next."""

        def work(conn: Connection) -> bool:
            now = file_jobs.get(conn, person.id, "import")
            held = import_job.decode(now.state) if now is not None and not now.ready else None
            if now is None or held is None or not held.reads_same(job):
                return False  # it was left, or another one is read by now
            if isinstance(found, str):
                return _refuse(conn, person, now, held, found)
            state = import_job.encode(replace(held, sheet=found))
            return file_jobs.settle(conn, now, state) and _move(conn, person, "importing", "preview", _KEPT_NOTICE)

        if await self._retry_write(work):
            await self._show(person.telegram_id, person.telegram_id)

    async def _fetched(self, file_id: str) -> bytes:
        for tried in range(1, _TRIES):
            try:
                return await fetch(self._bot, file_id, LARGEST)
            except Unfetched as error:
                if error.meaning not in {Meaning.PASSING, Meaning.WAIT}:
                    raise
                log.warning("a file could not be fetched, try %d: %s", tried, error)
            await self._clock.sleep(backoff(tried))
        return await fetch(self._bot, file_id, LARGEST)

    def _cadences(self) -> dict[str, Rung]:
        """The labels of how often, in every language."""
        return {voice.say(f"cadence-label-{rung}"): rung for voice in self._voices.values() for rung in LADDER}

    async def _retry_write(self, fn: Callable[[Connection], T]) -> T:
        return await retry_write(self._db, self._clock, log, fn)


def _tell_progress(conn: Connection, *, person: Person, job: ImportJob, lines: int) -> bool:
    """The chat says how many lines were read, if it still waits for this file."""
    now = file_jobs.get(conn, person.id, "import")
    held = import_job.decode(now.state) if now is not None and not now.ready else None
    return (
        held is not None
        and held.reads_same(job)
        and _move(conn, person, "importing", "importing", f"{_PROGRESS}:{lines}")
    )


def _refuse(conn: Connection, person: Person, errand: Errand, job: ImportJob | None, why: str) -> bool:
    """The file can't be taken, and the chat says why; the one behind it is read then.

    Each that was refused is said by its name, of several on the screen that comes at last.
    """
    without = job.without(why) if job is not None else None
    after = without.after() if without is not None else None
    if after is not None and without is not None:
        state = import_job.encode(replace(after, refused=without.refused))
        file_jobs.put(conn, person, "import", state, errand.asked_at)
        return _move(conn, person, "importing", "importing", _KEPT_NOTICE)
    if without is not None:
        file_jobs.settle(conn, errand, import_job.encode(without))
        return _move(conn, person, "importing", "import", _KEPT_NOTICE)
    file_jobs.drop(conn, person.id, "import")
    return _move(conn, person, "importing", "import", f"import-bad-{why}")


def _move(conn: Connection, person: Person, at: str, to: str, notice: str | None) -> bool:
    """Moves the person's chat on, under what came last in it, if it still stands `at` that place."""
    found = chats.desk(conn, person.telegram_id, person.telegram_id)
    if found is None or found[1].place != Place(at):
        return False
    if notice == _KEPT_NOTICE:
        said = found[1].notice
        notice = said if said is not None and not said.startswith(_PROGRESS) else None
    chats.move(conn, found[1], Place(to), notice, anew=to == "exported")
    return True
