"""A heartbeat that says when its next beat is to be expected: what the watchdog looks at."""

from bot.common.clock import Clock


class Heartbeat:
    """The heartbeat of something that goes on. Nothing is expected of it before its first beat.

    Its time is that of a clock that never jumps.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by: float | None = None

    def beat(self, within: float = 0.0) -> None:
        """It goes on now; the next beat comes within so many seconds, since it waits for that long at most."""
        self._by = self._clock.time() + within

    def stop(self) -> None:
        """It has ended: no beat is expected any more."""
        self._by = None

    @property
    def late(self) -> float:
        """For how many seconds a beat is missing; zero where it isn't."""
        by = self._by
        return 0.0 if by is None else max(0.0, self._clock.time() - by)
