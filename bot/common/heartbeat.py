"""A sign of life that says when the next one is to be expected: what a watchdog looks at."""

from bot.common.clock import Clock


class Pulse:
    """Something that goes on. Silent until its first beat; the time is that of a clock that never jumps."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by: float | None = None

    def beat(self, within: float = 0.0) -> None:
        """It goes on now; the next beat comes within so many seconds, since it waits for that long at most."""
        self._by = self._clock.time() + within

    def over(self) -> None:
        """It has ended, and is expected no more."""
        self._by = None

    @property
    def late(self) -> float:
        """For how many seconds a beat is missing; zero where it isn't."""
        by = self._by
        return 0.0 if by is None else max(0.0, self._clock.time() - by)
