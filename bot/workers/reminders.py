"""Delivers what is due: claims a person with a lease, sends one message, marks what it brought (protocol, section 8).

Nothing is scheduled in memory: who is due next is asked of the database, and this sleeps until then or until it is
woken. A failure never deletes a reminder.
"""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from bot.common.clock import Clock
from bot.common.heartbeat import Heartbeat
from bot.protocol.person import Person
from bot.reminders.compose import Claimed, Mended, Outgoing, owed, put_off, record, take
from bot.reminders.replan import replan_all
from bot.store.database.database import Database
from bot.store.database.errors import Missing
from bot.store.database.retry import retry_write
from bot.store.database.unit_of_work import Connection
from bot.store.queries import delivery_queue, reminder_messages
from bot.store.queries.delivery_queue import Claim
from bot.telegram.lane_items import Delivered
from bot.telegram.lanes import Lanes
from bot.telegram.pace import Bucket
from bot.viewmodels.voices import Voices
from bot.workers.loop import Loop, Tasks

log = logging.getLogger(__name__)
T = TypeVar("T")

RATE: Final = 25.0
"""Messages a second, to all people together (core.telegram.org/bots/faq: 30, what else is sent included)."""
AT_ONCE: Final = 32
"""Messages under way at the same time."""
WITHIN: Final = 10.0
"""Seconds within which a message must have its turn; with the longest call it stays well under the lease."""
LOOK_AGAIN: Final = 30.0
"""Seconds after which it looks by itself: another worker may have planned something, or the clock was moved."""
_LONGEST_CALL: Final = 60.0
"""Seconds after which a call is given up (`bot.telegram.calls`)."""
_TROUBLE_FIRST, _TROUBLE_LONGEST = 1.0, 60.0


class ReminderDelivery:
    """The worker that sends reminders. It starts once what people had done before the start is handled."""

    def __init__(self, db: Database, lanes: Lanes, voices: Voices, clock: Clock, *, rate: float = RATE) -> None:
        """`rate` is how many messages a second go out at most."""
        self._db = db
        self._lanes = lanes
        self._voices = voices
        self._clock = clock
        # One at a time: a burst after a stall would be too many for Telegram in one second. The half makes up for the
        # time that it takes to claim the next.
        self._bucket = Bucket(1.5, rate, clock.time())
        self._under_way: Tasks[int] = Tasks(self._ended)  # by person
        self._heartbeat = Heartbeat(clock)
        self._heartbeats: dict[int, Heartbeat] = {}  # of what is under way, by person
        self._until: int | None = None
        self._held_back = False  # whether it only waits until the next message may go out
        self._loop = Loop(
            clock,
            log,
            self._look,
            "reminders can't be looked for",
            retry=(_TROUBLE_FIRST, _TROUBLE_LONGEST),
            told_once=(),
            heartbeat=self._heartbeat,
        )

    @property
    def idle(self) -> bool:
        """Whether nothing is under way and nothing is known to be due: until then it only waits."""
        return self._loop.idle and not (self._under_way or self._held_back)

    @property
    def late(self) -> float:
        """For how many seconds it, or a message that is under way, has not moved though it should."""
        return max(heartbeat.late for heartbeat in (self._heartbeat, *list(self._heartbeats.values())))

    def wake(self, due: int) -> None:
        """Something is due at that moment (Unix seconds UTC); it looks again if that is earlier than it waits for."""
        if self._until is None or due < self._until:
            self._loop.wake()

    def replan(self, conn: Connection, person: Person, now: int) -> None:
        """Plans the person's reminders anew, in the unit of work of what changed them, and waits for the next one."""
        due = replan_all(conn, person, self._voices[person.language], now)
        if due is not None:
            self.wake(due)

    async def run(self) -> None:
        """Serves until it is cancelled; `stop` then lets what is under way finish."""
        try:
            if self._db.alone:
                await self._retry_write(delivery_queue.free)
            await self._put_all_right()
            await self._loop.run()
        finally:
            self._heartbeat.stop()

    async def stop(self, seconds: float) -> None:
        """Waits up to `seconds` for what is under way; what is left is claimed again at the next start."""
        await self._under_way.drain(seconds)

    async def _look(self) -> float:
        """Begins one message; gives the seconds until the next may be begun, or where there is none, is due."""
        self._until = None
        pause = self._wait()
        self._held_back = pause > 0
        if self._held_back:
            return pause
        taken = await self._take()
        if taken.outgoing is not None:
            self._send(taken.outgoing)
        return 0.0 if taken.claimed else await self._next()

    def _wait(self) -> float:
        """Seconds until the next message may be begun; zero for at once."""
        if len(self._under_way) >= AT_ONCE:
            return LOOK_AGAIN  # the end of one of them wakes
        return max(self._bucket.wait(self._clock.time()), self._lanes.lull())

    async def _take(self) -> Claimed:
        now, busy = self._clock.now(), tuple(self._under_way)
        claimed: list[Claim] = []
        try:
            return await self._retry_write(lambda conn: take(conn, self._voices, now, claimed, busy))
        except Exception as error:  # whatever is wrong with one person's, the others go on
            if not claimed:
                raise
            (claim,) = claimed
            what = f"reminders could not be put together: {type(error).__name__}"
            log.error("person %d: %s", claim.person_id, what)  # noqa: TRY400 - no words
            await self._retry_write(lambda conn: put_off(conn, claim, now, unsure=claim.again))
            return Claimed(claimed=True)

    async def _next(self) -> float:
        """Seconds until something is due, at most `LOOK_AGAIN`."""
        now, busy = self._clock.now(), tuple(self._under_way)
        self._until = await self._retry_write(lambda conn: delivery_queue.next_at(conn, now, busy))
        return LOOK_AGAIN if self._until is None else min(LOOK_AGAIN, max(0.05, self._until - now))

    def _send(self, outgoing: Outgoing) -> None:
        self._bucket.take(self._clock.time())
        person_id = outgoing.person.id
        self._under_way.start(person_id, self._deliver(outgoing))

    def _ended(self, person_id: int, task: asyncio.Task[None]) -> None:
        self._heartbeats.pop(person_id, None)
        self._loop.wake()
        error = None if task.cancelled() else task.exception()
        if error is not None:
            # The lease ends by itself, and what was claimed is taken again.
            log.error("reminders could not be sent: %s", type(error).__name__)

    async def _deliver(self, outgoing: Outgoing) -> None:
        heartbeat = self._heartbeats[outgoing.person.id] = Heartbeat(self._clock)
        heartbeat.beat(WITHIN + _LONGEST_CALL)
        came = await self._lanes.deliver(outgoing.person.telegram_id, outgoing.screen, WITHIN)
        for plan in (True, False):  # where the next ones can't be planned, it is noted at least that this one came
            try:
                changed = await self._retry_write(partial(self._record, outgoing, came, plan), heartbeat)
            except Missing:
                if came.message_id is not None:  # it was on its way when its person was erased
                    self._lanes.strip(outgoing.person.telegram_id, came.message_id, whole=True)
                return
            except Exception as error:  # noqa: BLE001 - else the lease ends and the same message goes out each minute
                what = f"what came of a reminder can't be noted: {type(error).__name__}"
                log.error("person %d: %s", outgoing.person.id, what)  # noqa: TRY400 - no words
            else:
                for one in changed:
                    self._put_right(one)
                return
        await self._retry_write(lambda conn: put_off(conn, outgoing.claim, self._clock.now(), unsure=True), heartbeat)

    def _record(self, outgoing: Outgoing, came: Delivered, plan: bool, conn: Connection) -> tuple[Mended, ...]:
        return record(conn, outgoing, came, self._clock.now(), plan=plan)

    async def _put_all_right(self) -> None:
        """What an earlier run of the program did not put right; whatever is wrong with one, the others are."""
        for one in await self._retry_write(reminder_messages.owed):
            try:
                self._put_right(await self._retry_write(partial(owed, voices=self._voices, one=one)))
            except Exception as error:  # noqa: BLE001 - still owed, tried at the next start
                log.error("person %d: a message can't be put right: %s", one[1], type(error).__name__)  # noqa: TRY400

    def _put_right(self, one: Mended | None) -> None:
        if one is not None:
            self._lanes.mend(one.chat_id, one.message_id, one.screen, one.revision)

    async def _retry_write(self, fn: Callable[[Connection], T], heartbeat: Heartbeat | None = None) -> T:
        return await retry_write(self._db, self._clock, log, fn, heartbeat=heartbeat or self._heartbeat)
