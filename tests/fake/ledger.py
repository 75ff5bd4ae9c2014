"""The ledger: every call that came, what became of it, and what a good bot doesn't do."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fake.wire import Json


@dataclass
class Call:
    """A line of the ledger: `at` is monotonic seconds, `when` Unix seconds by the fake's clock.

    `code` is 0 while the call is under way, -1 where the connection was cut before the call took effect;
    `injected` tells a fault that the test ordered from a refusal that the bot earned.
    """

    n: int
    method: str
    chat: int | None
    params: Json
    at: float
    when: int
    code: int = 0
    description: str = ""
    injected: bool = False
    result: Any = None

    @property
    def ok(self) -> bool:
        """Whether the call took effect."""
        return self.code == 200


class Ledger:
    """All calls in order; those of one chat, and those under way, are found without a look at all others."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self._of_chat: dict[int, list[Call]] = {}
        self._under_way: dict[int, Call] = {}

    def violation(self, words: str) -> None:
        """Notes what Telegram would let pass and a good bot doesn't do."""
        self.violations.append(words)

    # What the server writes.

    def opens(self, method: str, at: float, when: int) -> Call:
        """A call has come; its parameters, and with them its chat, are not read yet."""
        call = Call(len(self.calls) + 1, method, None, {}, at, when)
        self.calls.append(call)
        self._under_way[call.n] = call
        return call

    def concerns(self, call: Call, chat: int | None) -> None:
        """The call is about that chat."""
        call.chat = chat
        if chat is not None:
            self._of_chat.setdefault(chat, []).append(call)

    def closes(self, call: Call) -> None:
        """Something became of the call; where nothing was noted, its connection is gone."""
        if call.code == 0:
            call.code, call.injected = -1, True
        del self._under_way[call.n]

    # What tests read.

    def made(
        self,
        method: str = ".*",
        chat: int | None = None,
        *,
        ok: bool | None = None,
        where: Callable[[Call], bool] = lambda _: True,
    ) -> list[Call]:
        """Calls in order, by a pattern of the method's name, the chat, and whether they took effect."""
        # Bodies are read side by side, so a chat's list may differ from the order in which its calls came.
        calls = self.calls if chat is None else sorted(self._of_chat.get(chat, ()), key=lambda call: call.n)
        fits = re.compile(method).fullmatch
        return [call for call in calls if fits(call.method) and (ok is None or call.ok is ok) and where(call)]

    def sends(self, chat: int | None = None) -> list[Call]:
        """The messages that Telegram took from the bot, those of one chat or all."""
        return self.made("send(?!ChatAction).*", chat, ok=True)

    def refused(self) -> list[Call]:
        """Calls answered with 4xx, except those that the test injected."""
        return [call for call in self.calls if 400 <= call.code < 500 and not call.injected]

    def under_way(self, chat: int | None = None) -> list[Call]:
        """Calls that nothing has become of yet, long polls aside: all, or those that may be about that chat."""
        return [
            call
            for call in list(self._under_way.values())  # copied in one go: a thread outside may ask
            if call.method != "getUpdates" and (chat is None or call.chat is None or call.chat == chat)
        ]
