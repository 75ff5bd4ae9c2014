"""What a 429 with its `retry_after` means: who goes on waiting, this chat only or everybody."""

import logging
from typing import Final

from bot.telegram.lane import Lane
from bot.telegram.pace import Overall

log = logging.getLogger(__name__)

_CROWD: Final = 6
"""Chats told to wait without a call to any chat that was taken between: where one call in five meets a limit of its own
chat, four in a row come twenty times among 10,000, and each would be a pause for everybody; six hardly once."""


class RetryAfter:
    """Keeps quiet for as long as Telegram asks: a chat for itself, `_CROWD` chats in a row for the whole bot."""

    def __init__(self, overall: Overall) -> None:
        self._overall = overall
        self._limited: set[int] = set()

    def told_to_wait(self, lane: Lane, seconds: float, now: float) -> None:
        """Telegram refused a call to the lane's chat at `now` (the clock's seconds) and asks to wait."""
        lane.quiet_until = now + seconds
        log.warning("chat %d: told to wait %d s", lane.chat_id, seconds)
        self._limited.add(lane.chat_id)
        if len(self._limited) >= _CROWD:
            self._overall.pause(lane.quiet_until)

    def went_through(self) -> None:
        """A call was taken: whoever was told to wait before it was told so for their own chat."""
        self._limited.clear()
