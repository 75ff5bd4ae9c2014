"""The moment, for what waits: loops take a clock, so that a test can hold time still or hurry it."""

import asyncio
import time


class Clock:
    """The machine's clock. A test passes one of its own with the same three methods."""

    def now(self) -> int:
        """The present moment in Unix seconds, UTC: what is stored."""
        return int(time.time())

    def time(self) -> float:
        """Seconds on a clock that never jumps: what waiting is measured by."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Waits `seconds`, at once back where they are zero or less."""
        await asyncio.sleep(max(0.0, seconds))
