"""From Telegram to the handlers: stored first, then handled in each chat's order, retried, set aside at last.

Only this feeds the dispatcher; polling, webhook, try-out and tests feed this (docs/architecture.md, idea 10).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final, TypeVar

from aiogram import Bot, Dispatcher
from aiogram.types import Update

from bot.common.backoff import backoff
from bot.common.clock import Clock
from bot.common.heartbeat import Heartbeat
from bot.common.safe_traceback import place_of
from bot.intake import incoming
from bot.intake.business import KINDS as BUSINESS
from bot.intake.jobs import Job, Owed
from bot.intake.polling import Polling
from bot.intake.queues import Queues
from bot.intake.webhook import Hook, Webhook
from bot.store.database.database import Database
from bot.store.database.errors import Busy, StoreError
from bot.store.database.retry import BUSY_FIRST, BUSY_LONGEST, LONG_WAIT, retry_write
from bot.store.database.unit_of_work import AlreadyDone, Connection, Unit
from bot.store.queries import business, chats, inbox, vents
from bot.telegram.lanes import Lanes

log = logging.getLogger(__name__)
T = TypeVar("T")

Present = Callable[[int, int], Awaitable[None]]
OnSetAside = Callable[[int], Awaitable[None]]
OnUnknown = Callable[[frozenset[str]], None]
WaitWord = Callable[[str | None], str]
OnUnkept = Callable[[inbox.StoredUpdate, inbox.Ids, Unit], Awaitable[None]]

TRIES: Final = 5
_BACKOFF: Final = (0.5, 1.0, 2.0, 4.0)  # seconds after the first, second, … failed try
_STORE_TRIES: Final = 2
"""Tries, one after another, before an update is taken for one that the database refuses for good."""
_AT_ONCE: Final = 64
_SWEEP_EVERY: Final = 3600  # seconds
_KEPT: Final = 24 * 3600  # seconds for which Telegram may send an update again (Bot API, "Getting updates")


class Intake:
    """Takes raw updates in and sees each of them through, once."""

    def __init__(  # noqa: PLR0913 — the parts that it joins
        self,
        db: Database,
        bot: Bot,
        dispatcher: Dispatcher,
        lanes: Lanes,
        *,
        present: Present,
        present_unhurried: Present | None = None,
        on_set_aside: OnSetAside,
        on_unkept: OnUnkept | None = None,
        on_unknown: OnUnknown | None = None,
        vent_labels: Collection[str] = (),
        clock: Clock | None = None,
        at_once: int = _AT_ONCE,
        hook: Hook | None = None,
        wait_word: WaitWord | None = None,
    ) -> None:
        """`present(chat_id, telegram_id)` shows a chat its present view, `present_unhurried` does so where it is one of
        many that nobody waits for; `on_set_aside(chat_id)` tells it that an
        update could not be handled; `on_unkept(row, ids, unit)` handles one of which a kill left only ids, since it
        was said while the person lets it out. All are awaited in the chat's order. `on_unknown(ids)` is called with
        business connections that nobody here knows. `vent_labels` begin that, beside
        its command and its button. `at_once` limits handlers in all chats. With a `hook` Telegram brings updates
        there, without one it is asked for them. `wait_word` gives, by Telegram's language code, what a tap is answered
        while the database takes nothing.
        """
        self._db = db
        self._bot = bot
        self._dispatcher = dispatcher
        self._lanes = lanes
        self._present = present
        self._present_unhurried = present_unhurried or present
        self._on_set_aside = on_set_aside
        self._on_unkept = on_unkept
        self._on_unknown = on_unknown
        self._vent_labels = vent_labels
        self._clock = clock or Clock()
        self._queues: Queues[Job | Owed] = Queues(self._serve, self._clock, at_once)
        self._heartbeat = Heartbeat(self._clock)
        self._hook = hook
        self._wait_word = wait_word
        self._polling: Polling | Webhook | None = None
        self._polling_task: asyncio.Task[None] | None = None
        self._stopping = False
        self._swept: int | None = None

    @property
    def idle(self) -> bool:
        """Whether nothing that was accepted is still to be handled or shown."""
        return self._queues.idle and self._lanes.idle

    @property
    def last_ok(self) -> int | None:
        """When Telegram last answered a poll, or said that it brings updates here, in Unix seconds UTC; None before."""
        return self._polling.last_ok if self._polling else None

    @property
    def late(self) -> float:
        """For how many seconds polling has not moved though it should; while the database takes nothing it moves."""
        return self._heartbeat.late

    # At start, in this order, before anything new is taken in.

    async def replay(self) -> int:
        """Queues what an earlier run stored and did not finish, each chat's in order; gives how many."""
        rows = await self._retry_write(inbox.pending)
        for row in rows:
            late = max(0, min((row.retry_at or 0) - self._clock.now(), int(_BACKOFF[-1])))
            self._put(Job(row, None, row.tries, not_before=self._clock.time() + late))
        return len(rows)

    async def show_owed(self) -> int:
        """Queues the present view for each chat that is owed one, behind what was replayed there; gives how many."""
        return await self._queue_owed()

    async def show_owed_unhurried(self) -> int:
        """The same where they are many, and nobody waits for them."""
        return await self._queue_owed(unhurried=True)

    async def _queue_owed(self, *, unhurried: bool = False) -> int:
        owed = await self._retry_write(chats.owed)
        for chat_id, telegram_id in owed:
            self._queues.put(chat_id, Owed(chat_id, telegram_id, ask=self._queues.busy(chat_id), unhurried=unhurried))
        return len(owed)

    # While running.

    async def accept(self, updates: list[Any]) -> None:
        """Stores raw updates, as Telegram's JSON has them, in one transaction, and queues those not known yet.

        Returns once they are stored, however long the database takes; only then may Telegram forget them.
        """
        now = self._clock.now()
        found = [(raw, incoming.read(raw, now, self._vent_labels)) for raw in updates]
        rows = [row for _, row in found if row is not None]
        if len(rows) < len(found):
            log.error("%d updates without a usable id were left out", len(found) - len(rows))
        if rows:
            # Of a business chat nothing but the row's own payload goes on, in memory too.
            raws = {row.update_id: raw for raw, row in found if row is not None and row.business is None}
            for row in await self._store_all(rows, now, lambda: self._say_wait(rows, raws)):
                self._put(Job(row, raws.get(row.update_id), row.tries))
        await self._sweep(now)

    async def poll(self) -> None:
        """Takes updates from Telegram until `stop`: asks for them, or has them brought to the hook.

        Raises TokenRefused, AnotherInstance or CannotStart, whose text is one line to print.
        """
        if self._hook is not None:
            self._polling = Webhook(self._bot, self.accept, self._clock, self._hook, heartbeat=self._heartbeat)
        else:
            self._polling = Polling(self._bot, self.accept, self._clock, heartbeat=self._heartbeat)
        self._polling_task = asyncio.ensure_future(self._polling.run())
        try:
            await asyncio.wait((self._polling_task,))
        finally:
            self._heartbeat.stop()
            self._polling.stop()  # a batch in hand is stored and queued first, also when this is cancelled
        if not self._polling_task.cancelled():
            self._polling_task.result()

    async def stop(self, seconds: float = 8.0) -> None:
        """Stops polling, lets running handlers and then the lanes finish, within `seconds` in all.

        What is left stays in the inbox and is handled at the next start; call `close` of the lanes after this.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        self._stopping = True
        task, polling = self._polling_task, self._polling
        if task is not None and polling is not None and not task.done():
            polling.stop()
            await asyncio.wait((task,), timeout=seconds)
            task.cancel()
        await self._queues.stop(max(0.0, end - loop.time()))
        await self._lanes.drain(max(0.5, end - loop.time()))

    # One job at a time for each chat.

    def _put(self, job: Job) -> None:
        chat_id = job.row.chat_id
        # What belongs to no chat waits for nothing and holds up nothing.
        self._queues.put(chat_id if chat_id is not None else f"update {job.row.seq}", job)

    async def _serve(self, job: Job | Owed) -> float | None:
        began = self._clock.time()
        try:
            if isinstance(job, Owed):
                await self._show_owed(job)
                return None
            return await self._handle(job)
        except Busy:
            job.busy += 1
            if isinstance(job, Job):
                job.waits_since = began if job.waits_since is None else job.waits_since
                if self._clock.time() - job.waits_since >= LONG_WAIT:
                    self._say_wait([job.row], {job.row.update_id: job.raw})
            return backoff(job.busy, BUSY_FIRST, BUSY_LONGEST)

    async def _show_owed(self, job: Owed) -> None:
        if job.ask and (self._lanes.busy(job.chat_id) or await self._paid(job)):
            return
        try:
            present = self._present_unhurried if job.unhurried else self._present
            await present(job.chat_id, job.telegram_id)
        except Busy:
            raise
        except Exception as error:  # noqa: BLE001 — still owed, tried at the next start
            log.error("chat %d: the present view could not be shown: %s", job.chat_id, place_of(error))  # noqa: TRY400

    async def _paid(self, job: Owed) -> bool:
        owed = await self._db.read(chats.owed)
        return (job.chat_id, job.telegram_id) not in owed

    async def _handle(self, job: Job) -> float | None:
        wait = job.not_before - self._clock.time()
        if wait > 0:
            return wait
        row, now = job.row, self._clock.now()
        if row.kind == incoming.UNKNOWN:
            await self._set_aside(job, "UnknownKind")
            return None
        unit, ids = Unit(self._db, row.seq, now), job.ids
        try:
            update = Update.model_validate(job.read(), context={"bot": self._bot}) if ids is None else None
        except Exception as error:  # noqa: BLE001 — it will not parse another time either
            await self._set_aside(job, type(error).__name__)
            return None
        try:
            if update is not None:
                await self._dispatcher.feed_update(self._bot, update, unit=unit, owner_chat=row.chat_id)
            elif ids is not None and self._on_unkept is not None:
                await self._on_unkept(row, ids, unit)
        except AlreadyDone:
            if job.tries:
                await self._show_after_all(job)
        except Busy:
            raise
        except Exception as error:  # noqa: BLE001 — any failure of a handler is counted, and tried again
            return await self._failed(job, error)
        else:
            if not unit.used:
                await self._retry_write(lambda conn: inbox.done(conn, row.seq, now))
        return None

    async def _show_after_all(self, job: Job) -> None:
        """A former try had its effect and failed after it, so what it would have shown is shown now."""
        chat_id = job.row.chat_id
        self._end_spinner(job)
        if chat_id is not None and chat_id > 0:  # a private chat has its person's id
            await self._show_owed(Owed(chat_id, chat_id, ask=True))

    def _end_spinner(self, job: Job) -> None:
        tap = incoming.tap_of(job.raw)
        if tap is not None and job.row.chat_id is not None:
            self._lanes.answer(job.row.chat_id, tap)

    def _say_wait(self, rows: Sequence[inbox.Incoming | inbox.StoredUpdate], raws: Mapping[int, Any]) -> None:
        """The taps among them are answered before they can be handled: their spinners would end without a word."""
        for row in rows:
            raw = raws.get(row.update_id)  # of a business chat there is none
            tap = incoming.tap_of(raw)
            if tap is not None and row.chat_id is not None and self._wait_word is not None:
                word = self._wait_word(incoming.language_of(raw))
                self._lanes.answer_ahead(row.chat_id, tap, word)

    async def _failed(self, job: Job, error: Exception) -> float | None:
        job.tries += 1
        refused = type(error) is StoreError  # its text is the driver's class and its code, no words
        name = str(error) if refused else type(error).__name__
        what = f"{error}, {place_of(error)}" if refused else place_of(error)
        log.error("update %d: try %d failed: %s", job.row.update_id, job.tries, what)
        if job.tries >= TRIES:
            await self._set_aside(job, name)
            return None
        wait = _BACKOFF[min(job.tries, len(_BACKOFF)) - 1]
        again = self._clock.now() + max(1, round(wait))
        await self._retry_write(lambda conn: inbox.failed(conn, job.row.seq, name, again))
        return wait

    async def _set_aside(self, job: Job, name: str) -> None:
        row, now = job.row, self._clock.now()
        await self._retry_write(lambda conn: inbox.set_aside(conn, row.seq, name, now))
        log.error("update %d was set aside: %s", row.update_id, name)
        self._end_spinner(job)
        if row.chat_id is None or row.kind in BUSINESS:
            return
        try:
            await self._on_set_aside(row.chat_id)
        except Exception as error:  # noqa: BLE001 — the others go on
            log.error("chat %d could not be told: %s", row.chat_id, place_of(error))  # noqa: TRY400

    # The database, however long it takes.

    async def _store_all(
        self, rows: list[inbox.Incoming], now: int, on_wait: Callable[[], None]
    ) -> list[inbox.StoredUpdate]:
        """Stores them together; where the database refuses that for good one by one, so that one holds up no others.

        What it refuses even then is stored without what it says: it is handled from memory, and set aside, with a word
        to the person, where it fails there too or was lost by a kill.
        """
        with suppress(StoreError):
            return await self._store(rows, now, on_wait=on_wait)
        new = []
        for row in rows:
            new += await self._store_one(row, now)
        return new

    async def _store_one(self, row: inbox.Incoming, now: int) -> list[inbox.StoredUpdate]:
        failures = 0
        while True:
            self._beat()
            try:
                return await self._store([row], now, whole=failures < _STORE_TRIES)
            except StoreError as error:  # refused without its words too: then it is the database, not the update
                failures += 1
                if failures == _STORE_TRIES:
                    log.error("update %d can't be stored whole: %s", row.update_id, error)  # noqa: TRY400 - no words
            await self._clock.sleep(backoff(failures, BUSY_FIRST, BUSY_LONGEST))

    async def _store(
        self, rows: list[inbox.Incoming], now: int, *, whole: bool = True, on_wait: Callable[[], None] | None = None
    ) -> list[inbox.StoredUpdate]:
        """Stores them, however long the database can't take it. Raises StoreError where it refuses."""
        tried, loop = False, asyncio.get_running_loop()

        def work(conn: Connection) -> list[inbox.StoredUpdate]:
            nonlocal tried
            admitted = business.admit(conn, rows)
            if admitted.unknown and self._on_unknown is not None:
                loop.call_soon_threadsafe(self._on_unknown, admitted.unknown)
            kept = vents.discreet(conn, admitted.rows, now)
            new = inbox.accept(conn, kept if whole else [replace(row, payload=None) for row in kept])
            if tried and len(new) < len(admitted.rows):
                # The try before may have been stored though its answer was lost: what waits counts as new. One
                # that is queued already is then found done, and has no second effect.
                ids = {row.update_id for row in admitted.rows}
                return [row for row in inbox.pending(conn) if row.update_id in ids]
            tried = True
            return new

        heartbeat = self._heartbeat if self._polling is not None else None
        return await retry_write(self._db, self._clock, log, work, heartbeat=heartbeat, on_wait=on_wait)

    def _beat(self) -> None:
        if self._polling is not None:
            self._heartbeat.beat(BUSY_LONGEST)

    async def _retry_write(self, fn: Callable[[Connection], T]) -> T:
        return await retry_write(self._db, self._clock, log, fn, retry_on=StoreError)

    async def _sweep(self, now: int) -> None:
        if self._swept is not None and abs(now - self._swept) < _SWEEP_EVERY:
            return
        self._swept = now
        try:
            await self._db.write(lambda conn: inbox.sweep(conn, now - _KEPT))
        except StoreError as error:
            log.warning("old ids could not be swept: %s", error)
