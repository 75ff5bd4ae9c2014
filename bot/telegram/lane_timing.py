"""How long a lane waits for its next thing, and how long an idle one is kept."""

import math
from typing import Final

from bot.common.clock import Clock
from bot.common.waiting import event_or_timeout
from bot.telegram.lane import Lane
from bot.telegram.pace import Overall

_REMEMBERED: Final = 4096  # idle lanes kept, for what they know of their chat
_FORGOTTEN_AFTER: Final = 60.0  # seconds without work after which an idle lane may go: its row is up to date


def waits(lane: Lane, overall: Overall, now: float) -> float | None:
    """Seconds until this lane may do its next thing, zero for at once, None when there is nothing to do."""
    if not lane.answers and not lane.work:
        return None
    due = lane.answer_at if lane.answers else math.inf
    if lane.work:
        ready = max(lane.work_at, overall.quiet_until, now + lane.bucket.wait(now))
        if lane.pauses != overall.pauses:  # the slot was taken before all were told to wait: it counts no more
            lane.slot, lane.pauses = None, overall.pauses
        if ready <= now and lane.slot is None:
            lane.slot = overall.take(now)
        due = min(due, max(ready, lane.slot or 0.0))
    return max(0.0, max(due, lane.quiet_until) - now)


def prune(lanes: dict[int, Lane], now: float) -> None:
    """Takes the longest idle out of `lanes`, which has them in that order, as long as there are too many."""
    while len(lanes) > _REMEMBERED:
        oldest = next(iter(lanes.values()))
        if oldest.task is not None or max(oldest.used_at, oldest.quiet_until) > now - _FORGOTTEN_AFTER:
            return
        del lanes[oldest.chat_id]


async def rest(lane: Lane, clock: Clock, seconds: float) -> None:
    """Waits `seconds`, or until something new comes for this lane."""
    lane.wake.clear()
    await event_or_timeout(lane.wake, clock, seconds)
