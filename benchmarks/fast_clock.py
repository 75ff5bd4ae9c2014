"""What the figures of reminders are taken with: a clock that waits for nobody, a Telegram that keeps nothing."""

import asyncio
import json
import time
from pathlib import Path

from benchmarks.in_process_telegram import BOT, Inside
from bot.common.clock import Clock


class Hurried(Clock):
    """Whoever sleeps is at once that much later; from the moment set by `go_on` on, nothing goes on."""

    def __init__(self, now: int) -> None:
        self._at = float(now)
        self._end = self._at
        self._arrived = asyncio.Event()
        self._more = asyncio.Event()

    def now(self) -> int:
        """The present moment in Unix seconds, UTC."""
        return int(self._at)

    def time(self) -> float:
        """The same, with its fraction."""
        return self._at

    async def sleep(self, seconds: float) -> None:
        """Time goes on by `seconds`."""
        self._at += max(0.0, seconds)
        while self._at >= self._end:
            self._more.clear()
            self._arrived.set()
            await self._more.wait()

    async def go_on(self, seconds: float) -> None:
        """Lets `seconds` pass, and comes back when all who sleep have come to the end of them."""
        self._end += seconds
        self._arrived.clear()
        self._more.set()
        await self._arrived.wait()


class Sink(Inside):
    """Takes messages and remembers of each chat only when the last one came (`time.time`)."""

    def __init__(self) -> None:
        super().__init__()
        self.came: dict[int, float] = {}

    def _reply(self, method: str, fields: dict[str, str]) -> str:
        self.calls += 1
        if method != "sendMessage":
            return '{"ok":true,"result":true}'
        chat = int(fields["chat_id"])
        self.came[chat] = time.time()
        head = {"message_id": self.next_message(), "from": BOT, "chat": {"id": chat, "type": "private"}, "date": 1}
        markup = f',"reply_markup":{fields["reply_markup"]}' if "reply_markup" in fields else ""
        body = f"{json.dumps({**head, 'text': fields['text']})[:-1]}{markup}}}"
        return f'{{"ok":true,"result":{body}}}'


def megabytes() -> float:
    """The memory of this process that is in RAM."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
