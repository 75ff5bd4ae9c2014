"""The pace (rate limits): token buckets for a chat and for all together. What a 429 means is in `retry_after`."""

import math
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Pace:
    """Telegram's limits, kept with some room (core.telegram.org/bots/faq: 1 a second in a chat, 30 in all).

    To one chat `burst` calls at once, then `chat_rate` a second; to all together `rate` a second, of which
    `overall_burst` may be saved up: the 30 a second are for bulk notifications, and two hundred people who tap in the
    same moment get their answers in that moment. After a 429 for all nothing is saved up.
    """

    burst: float = 4
    chat_rate: float = 1
    rate: float = 25
    overall_burst: float = 200


class Bucket:
    """A token bucket: `burst` at most saved up, `rate` a second filled in. Moments are a clock's seconds."""

    __slots__ = ("_at", "_burst", "_rate", "_tokens")

    def __init__(self, burst: float, rate: float, now: float) -> None:
        self._burst, self._rate, self._tokens, self._at = burst, rate, burst, now

    def wait(self, now: float, calls: float = 1) -> float:
        """Seconds until so many `calls` may go out, zero when they may at once; never more than can be saved up."""
        self._fill(now)
        calls = min(calls, max(1.0, self._burst))
        return 0.0 if self._tokens >= calls else (calls - self._tokens) / self._rate

    def take(self, now: float) -> float:
        """Counts a call; gives the moment at which it may go out, `now` or later: who comes first goes first."""
        self._fill(now)
        self._tokens -= 1
        return now if self._tokens >= 0 else now - self._tokens / self._rate

    def empty(self, at: float) -> None:
        """Nothing is saved up until `at`, and from there on it fills."""
        self._tokens, self._at = 0.0, at

    def left(self, now: float) -> float:
        """How many calls are saved up; below zero are those that wait already."""
        self._fill(now)
        return self._tokens

    def _fill(self, now: float) -> None:
        # Rounded, since a thousand small additions must not end a hair below a whole token.
        self._tokens = min(self._burst, round(self._tokens + (now - self._at) * self._rate, 9))
        self._at = now


class Overall:
    """What all chats share: the pace, and pauses where Telegram tells several of them to wait; `pauses` counts them."""

    def __init__(self, pace: Pace, now: float) -> None:
        self.quiet_until = now
        self.pauses = 0
        self._rate, self._most = pace.rate, pace.overall_burst
        self._bucket = Bucket(pace.overall_burst, pace.rate, now)
        self._even = Bucket(1.5, pace.rate, now)  # the same calls with nothing saved up: what bulk goes by
        self._last_turn = -math.inf

    def take(self, now: float) -> float:
        """Counts a call; gives the moment at which it may go out."""
        self._even.take(now)
        return self._bucket.take(now)

    def lull(self, now: float) -> float:
        """Seconds until a call may go out that nobody waits for: one of many, such as reminders.

        All calls together then keep the even rate, since what is said to people who wait is counted before it; and
        `_RESERVE` calls are always left for them.
        """
        short = (min(_RESERVE, self._most) - self._bucket.left(now)) / self._rate
        return max(0.0, self.quiet_until - now, self._even.wait(now), short)

    def turn(self, now: float) -> float:
        """When to look for a lull: a moment of its own for each who waits for one, so that they don't all look at once.

        Who finds none then takes another turn, behind all others.
        """
        self._last_turn = max(now + self.lull(now), self._last_turn + 1 / self._rate)
        return self._last_turn

    def pause(self, until: float) -> None:
        """Nothing goes out before `until` (the clock's seconds); an end before a present one counts for nothing."""
        if until > self.quiet_until:
            self.quiet_until = until
            self.pauses += 1
            for bucket in (self._bucket, self._even):
                bucket.empty(until)  # what was saved up meanwhile would go out at once, and be refused again


_RESERVE: Final = 10
