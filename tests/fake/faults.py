"""Trouble on demand: flood control and Telegram's pace, server errors, cut connections, slowness."""

import asyncio
import re
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from tests.fake.limits import SENDING, Chance, Limit, Limits, Paced, Penalties, Penalty, TooFast, too_many
from tests.fake.methods import Methods
from tests.fake.wire import Json

Hook = Callable[[str, Json], object]
NOT_POLLING = r"(?!getUpdates|getMe|deleteWebhook).*"


class Cut(Exception):
    """Close the connection without an answer."""


class Broken(Exception):
    """Answer with what stands before Telegram: a page of HTML, or for 500 the Bot API's own JSON."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Fault:
    """An order for calls whose method fits `methods` (whole name) and whose chat is `chat` (None: any)."""

    kind: Literal["flood", "fail", "before", "after", "delay"]
    methods: str
    count: int | None  # None: until `clear_faults`
    chat: int | None
    amount: float = 0

    def fits(self, method: str, chat: int | None) -> bool:
        """Whether this call is meant."""
        return bool(re.fullmatch(self.methods, method)) and self.chat in {None, chat} and self.count != 0


class Faults(Methods):
    """The orders, and the hooks for tests that kill: each is called with the method and its parameters.

    `before_effect` runs when a call has come, `before_answer` when it took effect and its answer isn't out yet
    (for getUpdates: the updates are about to go). A hook that gives True cuts the connection.

    `timer` gives the seconds that the pace and `retry_after` are measured by; a test whose bot lives by a hurried
    clock puts that clock's `time` there. `grace` are the seconds in which calls that were already under way may still
    arrive after a 429. `paced` lists what was refused for pace.
    """

    def __init__(self, token: str, username: str = "okok_test_bot") -> None:
        super().__init__(token, username)
        self.faults: list[Fault] = []
        self.chances: list[Chance] = []
        self.penalties = Penalties()
        self.limits: Limits | None = None
        self.paced: list[Paced] = []
        self.timer: Callable[[], float] = time.monotonic
        self.grace = 0.5
        self.before_effect: Hook | None = None
        self.before_answer: Hook | None = None

    def flood(self, methods: str = SENDING, retry_after: int = 1, count: int = 1, chat: int | None = None) -> None:
        """The next `count` calls get 429; so does whoever calls again before `retry_after` seconds are over."""
        self.faults.append(Fault("flood", methods, count, chat, retry_after))

    def flood_some(
        self,
        share: float = 0.2,
        retry_after: tuple[int, int] = (1, 3),
        methods: str = SENDING,
        seed: int = 0,
        *,
        but: Collection[int] = (),
    ) -> None:
        """From now on a `share` of the calls gets 429 for its chat, of so many seconds (from, to).

        Which calls is chance, but the same for the same seed: the n-th call in a chat meets the same whatever
        happens in others. Chats in `but` are spared, and calls that name no chat. Who calls again too early is
        refused and told as after `flood`.
        """
        self.chances.append(Chance(share, retry_after, methods, seed, but))

    def enforce(
        self,
        overall: int | None = 30,
        chat: float | None = 1.0,
        burst: float = 5,
        *,
        retry_after: int = 3,
        methods: str = SENDING,
    ) -> None:
        """From now on Telegram's limits are kept (None: that one isn't), from a clean sheet.

        By core.telegram.org/bots/faq, "My bot is hitting limits, how do I avoid this?": "avoid sending more than one
        message per second" in one chat, where "short bursts that go over this limit" may be allowed; and bulk
        notifications to no more than some 30 a second. Here: `overall` calls in any one second to all chats, and in
        each chat `burst` at once and `chat` a second after that. Telegram names no burst: 5 are the 4 that
        `bot.telegram.pace.Pace` allows itself, and one that was late on its way. Nobody can tell here what is bulk:
        a test in which a crowd taps meanwhile names a higher `overall`. The 20 a minute of a group aren't counted.

        What goes beyond is refused, that chat or all of them have to wait `retry_after` seconds, and whoever calls
        on is refused again, which is a violation (see `grace`). Telegram doesn't say how long it lets wait either.
        These refusals are the bot's own fault: they stand in `paced` and among `refused()`.
        """
        self.limits = Limits(overall, chat, burst, retry_after, methods)

    def fail(self, code: int = 500, count: int | None = 1, methods: str = NOT_POLLING, chat: int | None = None) -> None:
        """The next `count` calls (None: all) get a 5xx without any effect."""
        self.faults.append(Fault("fail", methods, count, chat, code))

    def drop(
        self,
        count: int | None = 1,
        when: Literal["before", "after"] = "before",
        methods: str = NOT_POLLING,
        chat: int | None = None,
    ) -> None:
        """The next `count` calls (None: all) lose their connection before or after they took effect."""
        self.faults.append(Fault(when, methods, count, chat))

    def delay(
        self,
        seconds: float,
        count: int | None = None,
        methods: str = NOT_POLLING,
        chat: int | None = None,
    ) -> None:
        """The next `count` calls (None: all) take effect `seconds` later; a very large number hangs them."""
        self.faults.append(Fault("delay", methods, count, chat, seconds))

    def duplicate(self, count: int = 1) -> None:
        """The next `count` updates are delivered twice, with the same id."""
        self.duplicates += count

    def clear_faults(self) -> None:
        """Telegram is well again, nobody has to wait; calls that hang go on hanging, limits are kept as before."""
        self.faults.clear()
        self.chances.clear()
        self.penalties.clear()

    async def suffer(self, method: str, params: Json) -> bool:
        """Applies what was ordered for this call; gives True where the connection is to be cut after the effect.

        Raises `Cut`, `Broken`, or `ApiError` (429).
        """
        named = params.get("chat_id")
        chat = named if isinstance(named, int) else None
        if self.before_effect and self.before_effect(method, params) is True:
            raise Cut
        self._check_penalties(method, chat)
        cut_after = False
        hits = [fault for fault in self.faults if fault.fits(method, chat)]
        for fault in hits:
            if fault.count is not None:
                fault.count -= 1
        self.faults = [fault for fault in self.faults if fault.count != 0]
        for fault in hits:
            cut_after |= fault.kind == "after"
            await self._inflict(fault)
        for chance in self.chances:
            if seconds := chance.draw(method, chat):
                self._penalise(chance.methods, chat, seconds)
                raise too_many(seconds)
        self._keep_pace(method, chat)  # last, since what failed before is nothing that Telegram counts
        return cut_after

    async def _inflict(self, fault: Fault) -> None:
        if fault.kind == "delay":
            await asyncio.sleep(fault.amount)
        elif fault.kind == "flood":
            self._penalise(fault.methods, fault.chat, fault.amount)
            raise too_many(fault.amount)
        elif fault.kind == "fail":
            raise Broken(int(fault.amount))
        elif fault.kind == "before":
            raise Cut

    def _penalise(self, methods: str, chat: int | None, seconds: float, limit: Limit | None = None) -> None:
        now = self.timer()
        self.penalties.add(Penalty(methods, chat, now, now + seconds, limit))

    def _check_penalties(self, method: str, chat: int | None) -> None:
        now = self.timer()
        penalty = self.penalties.met(method, chat, now)
        if penalty is None:
            return
        left = penalty.until - now
        if now - penalty.given > self.grace:
            self.violation(f"{method}: called {left:.1f} s before retry_after was over")
        if penalty.limit is None:
            raise too_many(left)
        self.paced.append(Paced(now, method, chat, penalty.limit, left, early=True))
        raise too_many(left, TooFast)

    def _keep_pace(self, method: str, chat: int | None) -> None:
        now, limits = self.timer(), self.limits
        if limits is None or (limit := limits.broken(method, chat, now)) is None:
            return
        self._penalise(limits.methods, chat if limit == "chat" else None, limits.retry_after, limit)
        self.paced.append(Paced(now, method, chat, limit, limits.retry_after, early=False))
        raise too_many(limits.retry_after, TooFast)
