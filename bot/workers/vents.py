"""Letting it out (P1): answers after a silence (debounce), deletes both sides' messages, ends after ten minutes.

Nothing is scheduled in memory: what is due and what is to be deleted are rows (ids and moments, never a word), so a
restart goes on where it was. What answers does not read: the answer is the same whatever was said.
"""

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, TypeVar

from bot.common.clock import Clock
from bot.store.database.database import Database
from bot.store.database.errors import StoreError
from bot.store.database.retry import retry_write
from bot.store.database.unit_of_work import Connection
from bot.store.queries import chats, inbox, runs, vents
from bot.store.queries.chats import Chat
from bot.telegram.lane_items import Erased
from bot.telegram.lanes import Lanes
from bot.viewmodels.place import Place
from bot.viewmodels.vent import VentPlace, VentStage, lets_out, vent_place
from bot.workers.loop import Loop, Tasks

log = logging.getLogger(__name__)
T = TypeVar("T")

_LOOK_AGAIN: Final = 60.0
"""Seconds after which it looks by itself: another worker may have begun something, or the clock was moved."""
_UNHANDLED: Final = 2
"""Seconds after which it looks again at a chat of which something was taken in and isn't handled yet."""

Show = Callable[[int, int], Awaitable[None]]


def leave(conn: Connection, chat: Chat, to: Place, now: int, *, anew: bool) -> bool:
    """The chat moves on from where it stands: what it let out goes, unless it stays there. `anew` says that another
    message will hold the view. Gives whether there is something to do for `Vents`.
    """
    if vent_place(chat.place) is None:
        return False
    if anew and chat.message_id is not None and not chat.anew:
        vents.note(conn, chat.id, chat.message_id, "going", now)
    if lets_out(chat.place):
        if lets_out(to):
            vents.touch(conn, chat.id, now)
        else:
            vents.over(conn, chat.id)
    return True


def after(conn: Connection, chat: Chat, here: VentPlace) -> tuple[Place, bool]:
    """Where it leads when it ends, and whether anything was said: if not, back to where the person came from."""
    if here.stage is not VentStage.INVITED or vents.said(conn, chat.id):
        return here.to(VentStage.ENDED).place, True
    run = runs.load(conn, chat.person_id, here.run) if here.run is not None else None
    return (Place(run.kind, str(run.id)) if run is not None and run.status == "open" else Place("menu")), False


def advance(conn: Connection, chat_id: int, now: int) -> bool:
    """Does what is due in the chat: answers, or ends it. Gives whether there is a new view to show."""
    found = chats.desk(conn, chat_id, chat_id)
    said = vents.lock(conn, chat_id, now)
    if said is None:
        return False
    here = vent_place(found[1].place) if found is not None else None
    if inbox.waits(conn, chat_id) and not (said and here is not None):
        # Somebody writes on: that is handled first, by where the person stood when they wrote it.
        vents.put_off(conn, chat_id, now + _UNHANDLED, said=said)
        return False
    if found is None or here is None or not here.lets_out:
        vents.over(conn, chat_id)  # it was asked for and never begun
        return False
    chat = found[1]
    if said:
        vents.answered(conn, chat_id, now)
        if here.stage is VentStage.HEAVY:
            return False  # who may be called stays on the screen; the two lines are no more than company
        chats.move(conn, chat, here.next(VentStage.ANSWERED).place, None)
        return True
    to, _ = after(conn, chat, here)
    if here.stage is VentStage.HEAVY:
        to = here.to(VentStage.ENDED_HEAVY).place  # for the same reason
    vents.over(conn, chat_id)
    chats.move(conn, chat, to, "vent-silence")
    return True


def settle(conn: Connection, chat_id: int, became: Erased, now: int) -> bool:
    """Notes which messages are gone and which Telegram keeps, of which the person is told. Gives whether that shows."""
    vents.became(conn, chat_id, became.gone, "gone", now)
    vents.became(conn, chat_id, became.kept, "kept", now)
    found = chats.desk(conn, chat_id, chat_id)
    if found is None:
        return False
    chat, kept = found[1], len(became.kept)
    here = vent_place(chat.place)
    if not kept:
        if here is None or here.lets_out or vents.left(conn, chat_id).going:
            return False
        chats.move(conn, chat, chat.place, chat.notice)
        return True
    # Under what could not be deleted, so that "above" is right; where the view was then goes too.
    if here is not None and chat.message_id is not None and not chat.anew:
        vents.note(conn, chat_id, chat.message_id, "going", now)
    chats.move(conn, chat, chat.place, f"vent-not_deleted:{kept}" if here is None else None, anew=True)
    return True


class Vents:
    """The worker that sees each chat through that lets it out."""

    def __init__(self, db: Database, lanes: Lanes, clock: Clock, *, show: Show) -> None:
        """`show(chat_id, telegram_id)` shows a chat what it is owed."""
        self._db = db
        self._lanes = lanes
        self._clock = clock
        self._show = show
        self._loop = Loop(clock, log, self._look, "what was let out can't be looked for")
        self._erasing: Tasks[int] = Tasks(lambda *_: self._loop.wake())  # by chat; more may have come meanwhile
        self._unreachable: set[int] = set()  # chats that could not be reached, until something comes from them

    @property
    def idle(self) -> bool:
        """Whether it only waits for what is due later."""
        return self._loop.idle and not self._erasing

    def wake(self, chat_id: int | None = None) -> None:
        """Something changed (in that chat): it looks at once."""
        if chat_id is not None:
            self._unreachable.discard(chat_id)
        self._loop.wake()

    async def run(self) -> None:
        """Serves until it is cancelled; `stop` then lets what is under way finish."""
        await self._loop.run()

    async def stop(self, seconds: float) -> None:
        """Waits up to `seconds` for deletions that are under way; what is left is deleted after the next start."""
        await self._erasing.drain(seconds)

    async def _look(self) -> float:
        """Does what is due, begins what is to be deleted; gives the seconds until something is due next."""
        now = self._clock.now()
        for chat_id in await self._db.write(lambda conn: vents.due(conn, now)):
            if await self._db.write(partial(advance, chat_id=chat_id, now=now)):
                await self._show(chat_id, chat_id)
        going, due = await self._db.write(lambda conn: (_going(conn, now), vents.next_at(conn)))
        for chat_id, messages in going.items():
            if chat_id not in self._erasing and chat_id not in self._unreachable:
                self._erasing.start(chat_id, self._erase(chat_id, messages))
        return _LOOK_AGAIN if due is None else min(_LOOK_AGAIN, max(0.05, due - self._clock.now()))

    async def _erase(self, chat_id: int, messages: list[int]) -> None:
        try:
            became = await self._lanes.erase(chat_id, messages)
            if len(became.gone) + len(became.kept) < len(messages):
                self._unreachable.add(chat_id)
            if await self._retry_write(partial(settle, chat_id=chat_id, became=became, now=self._clock.now())):
                await self._show(chat_id, chat_id)
        except Exception as error:  # noqa: BLE001 - tried again when something comes from the chat, or at the next start
            self._unreachable.add(chat_id)
            log.error("chat %d: what was let out can't be deleted: %s", chat_id, type(error).__name__)  # noqa: TRY400

    async def _retry_write(self, fn: Callable[[Connection], T]) -> T:
        return await retry_write(self._db, self._clock, log, fn, retry_on=StoreError)


def _going(conn: Connection, now: int) -> dict[int, list[int]]:
    vents.forget(conn, now)
    return vents.going(conn)
