"""Telegram's pace: what goes out too fast is refused, and so is whoever calls on before `retry_after` is over."""

import math
import random
import re
from collections import Counter, deque
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from tests.fake.wire import ApiError

# Sending and editing share their limits, answers to taps have none: Telegram's developer at
# github.com/tdlib/td/issues/2592 and /3034, github.com/tdlib/telegram-bot-api/issues/648. Nobody tells of one for
# deleting within these limits, and a deleted message is no message sent: not counted either.
SENDING = r"(send(?!ChatAction)|edit).*"
_EARLY = 0.05  # seconds: a timer of the bot may end a hair early by this clock
_WINDOW = 1.0  # seconds
Limit = Literal["overall", "chat"]


class TooFast(ApiError):
    """A 429 that the bot earned, told from one that the test ordered."""


def too_many(seconds: float, kind: type[ApiError] = ApiError) -> ApiError:
    """The 429 that asks to wait so long, in Telegram's words and whole seconds."""
    wait = max(1, math.ceil(seconds))
    return kind(429, f"Too Many Requests: retry after {wait}", retry_after=wait)


@dataclass(frozen=True, slots=True)
class Paced:
    """A refusal for pace: when, of what, and which limit; `early`: the bot called on before it was told to.

    `at` is the seconds of `Faults.timer`, `wait` those that were left to wait.
    """

    at: float
    method: str
    chat: int | None
    limit: Limit
    wait: float
    early: bool


@dataclass(frozen=True, slots=True)
class Penalty:
    """After a 429: calls that fit are refused until then; `limit` is what the bot broke, None: the test's order."""

    methods: str
    chat: int | None
    given: float
    until: float
    limit: Limit | None = None


class Penalties:
    """Who has to wait. They are kept by chat, so that a call looks at its own chat's, however many others wait."""

    def __init__(self) -> None:
        self._of: dict[int | None, list[Penalty]] = {}

    def __len__(self) -> int:
        """How many are kept; those that are over go at the next call of their chat."""
        return sum(map(len, self._of.values()))

    def add(self, penalty: Penalty) -> None:
        """From now on `penalty` is in force."""
        self._of.setdefault(penalty.chat, []).append(penalty)

    def met(self, method: str, chat: int | None, now: float) -> Penalty | None:
        """The penalty that refuses this call, None where it may pass."""
        for key in dict.fromkeys((None, chat)):
            if key not in self._of:
                continue
            alive = [penalty for penalty in self._of.pop(key) if penalty.until - now > _EARLY]
            if alive:
                self._of[key] = alive
            if found := next((one for one in alive if re.fullmatch(one.methods, method)), None):
                return found
        return None

    def clear(self) -> None:
        """Nobody has to wait any more."""
        self._of.clear()


class Limits:
    """The two limits of `Faults.enforce`. A call that breaks one of them is not counted."""

    def __init__(self, overall: int | None, chat: float | None, burst: float, retry_after: int, methods: str) -> None:
        self.retry_after, self.methods = retry_after, methods
        self._overall, self._chat, self._burst = overall, chat, burst
        self._latest: deque[float] = deque()
        self._whole: dict[int, float] = {}  # the moment at which a chat has all its burst again

    def broken(self, method: str, chat: int | None, now: float) -> Limit | None:
        """Counts a call where it is within the limits; gives the one that it would break."""
        if not re.fullmatch(self.methods, method):
            return None
        while self._latest and self._latest[0] <= now - _WINDOW:
            self._latest.popleft()
        if self._overall is not None and len(self._latest) >= self._overall:
            return "overall"
        if self._chat is not None and chat is not None:
            whole = max(self._whole.get(chat, now), now) + 1 / self._chat
            # Rounded, since a thousand small additions must not end a hair above what is allowed.
            if round((whole - now) * self._chat, 6) > self._burst:
                return "chat"
            self._whole[chat] = whole
        self._latest.append(now)
        return None


class Chance:
    """The order of `Faults.flood_some`. What a chat meets depends on the seed and its own calls, not on the others'."""

    def __init__(
        self, share: float, retry_after: tuple[int, int], methods: str, seed: int, but: Collection[int]
    ) -> None:
        self.methods = methods
        self._share, self._retry_after, self._seed, self._but = share, retry_after, seed, frozenset(but)
        self._asked: Counter[int] = Counter()

    def draw(self, method: str, chat: int | None) -> int:
        """Seconds that this call's chat has to wait, zero where the call may pass."""
        if chat is None or chat in self._but or not re.fullmatch(self.methods, method):
            return 0
        self._asked[chat] += 1
        dice = random.Random(f"{self._seed}/{chat}/{self._asked[chat]}")
        return dice.randint(*self._retry_after) if dice.random() < self._share else 0
