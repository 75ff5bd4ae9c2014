"""Trouble on demand: flood control, server errors, cut connections, slowness."""

import asyncio
import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.fake.methods import Methods
from tests.fake.wire import ApiError, Json

Hook = Callable[[str, Json], object]
NOT_POLLING = r"(?!getUpdates|getMe|deleteWebhook).*"
_SENDING = r"(send(?!ChatAction)|edit).*"
_GRACE = 0.5  # seconds in which calls that were already under way may still arrive after a 429


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


@dataclass
class Penalty:
    """After a 429: calls that fit are refused until then (monotonic seconds)."""

    fault: Fault
    given: float
    until: float


class Faults(Methods):
    """The orders, and the hooks for tests that kill: each is called with the method and its parameters.

    `before_effect` runs when a call has come, `before_answer` when it took effect and its answer isn't out yet
    (for getUpdates: the updates are about to go). A hook that gives True cuts the connection.
    """

    def __init__(self, token: str, username: str = "okok_test_bot") -> None:
        super().__init__(token, username)
        self.faults: list[Fault] = []
        self.penalties: list[Penalty] = []
        self.before_effect: Hook | None = None
        self.before_answer: Hook | None = None

    def flood(self, methods: str = _SENDING, retry_after: int = 1, count: int = 1, chat: int | None = None) -> None:
        """The next `count` calls get 429; so does whoever calls again before `retry_after` seconds are over."""
        self.faults.append(Fault("flood", methods, count, chat, retry_after))

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
        """Telegram is well again; calls that hang go on hanging."""
        self.faults.clear()
        self.penalties.clear()

    async def suffer(self, method: str, params: Json) -> bool:
        """Applies what was ordered for this call; gives True where the connection is to be cut after the effect.

        Raises `Cut`, `Broken`, or `ApiError` (429).
        """
        chat = params.get("chat_id")
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
        return cut_after

    async def _inflict(self, fault: Fault) -> None:
        if fault.kind == "delay":
            await asyncio.sleep(fault.amount)
        elif fault.kind == "flood":
            now = time.monotonic()
            self.penalties.append(Penalty(fault, now, now + fault.amount))
            raise _too_many(fault.amount)
        elif fault.kind == "fail":
            raise Broken(int(fault.amount))
        elif fault.kind == "before":
            raise Cut

    def _check_penalties(self, method: str, chat: int | None) -> None:
        now = time.monotonic()
        for penalty in self.penalties:
            fault = penalty.fault
            left = penalty.until - now
            # 50 ms: a timer of the bot may end a hair early by this clock
            if left > 0.05 and re.fullmatch(fault.methods, method) and fault.chat in {None, chat}:
                if now - penalty.given > _GRACE:
                    self.violation(f"{method}: called {left:.1f} s before retry_after was over")
                raise _too_many(left)


def _too_many(seconds: float) -> ApiError:
    wait = max(1, math.ceil(seconds))
    return ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
