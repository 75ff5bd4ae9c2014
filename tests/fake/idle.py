"""Whether the bot is idle, and waiting until it is."""

import asyncio
import time
from collections.abc import Callable
from itertools import islice

from tests.fake.faults import Faults
from tests.fake.world import TAP_LIFE

_NAMED = 10  # updates named where more are not confirmed: asked a thousand times, thousands would take long to list


class Idle(Faults):
    """Knows when the bot has nothing left to do, as far as Telegram can see.

    A test whose bot lives in the same process may add to `busy_checks`: each gives why the bot is at work, or "".
    """

    def __init__(self, token: str, username: str = "okok_test_bot") -> None:
        super().__init__(token, username)
        self.busy_checks: list[Callable[[], str]] = []

    def restless(self, chat: int | None = None, quiet: float = 0.08) -> str:
        """Why the bot isn't quiet yet, "" when it is.

        Quiet: every update was delivered and confirmed by a later offset, every tap was answered (one that nobody
        answered in time aside), no call is under way, and nothing happened for `quiet` seconds. Given a chat, the
        calls and taps of that chat count.
        """
        waiting = (u.id for u in self.pending if chat is None or u.chat is None or u.chat == chat)
        if some := list(islice(waiting, _NAMED)):
            return f"updates not confirmed: {some}"
        taps = [t.data for t in self.unanswered_taps(chat) if self.clock() - t.at < TAP_LIFE]
        if taps:
            return f"taps not answered: {taps}"
        if under_way := [call.method for call in self.under_way(chat)]:
            return f"calls under way: {under_way}"
        if time.monotonic() - self.last_activity < quiet:
            return "something happened just now"
        return next(filter(None, (check() for check in self.busy_checks)), "")

    async def settled(
        self, chat: int | None = None, quiet: float = 0.08, within: float = 10, *, moved: int | None = None
    ) -> None:
        """Waits until the bot is quiet (see `restless`); fails after `within` seconds, saying what was missing.

        `moved`: wait also until the bot changed something in `chat` since its `Room.moved` was that.
        """
        end = time.monotonic() + within
        while True:
            why = self.restless(chat, quiet)
            if not why and moved is not None and chat is not None and self.rooms[chat].moved == moved:
                why = "the bot showed nothing"
            if not why:
                return
            assert time.monotonic() < end, f"not settled within {within} s: {why}"
            await asyncio.sleep(0.01)
