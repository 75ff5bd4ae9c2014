"""The watchdog: ends a process whose loop, polling or delivery is stuck, so that whatever started it starts it again.

Nothing is lost by that: it is what every test of SIGKILL does. It runs on a thread, since a stuck loop runs nothing.
"""

import asyncio
import faulthandler
import logging
import os
import threading
from collections.abc import Callable, Mapping
from typing import Final

from bot.common.clock import Clock
from bot.common.heartbeat import Heartbeat

log = logging.getLogger(__name__)

GRACE: Final = 90.0
"""Seconds for which a beat may be missing; each says itself how long it waits at most."""
CODE: Final = 70
"""The exit code of a process that its watchdog ended."""
_LOOK: Final = 5.0
_LOOP_BEAT: Final = 1.0


def _end(what: str) -> None:
    log.critical("the watchdog ends the process: %s", what)
    faulthandler.dump_traceback()  # where each thread stands: files and lines, no values
    os._exit(CODE)


class Watchdog:
    """Looks at heartbeats. Started by the supervisor; `run` beats for the event loop itself."""

    def __init__(
        self,
        parts: Mapping[str, Callable[[], float]],
        clock: Clock,
        *,
        grace: float = GRACE,
        end: Callable[[str], None] = _end,
    ) -> None:
        """`parts` give, by name, for how many seconds each is late; `end` is what is done about one that is stuck."""
        self._loop = Heartbeat(clock)
        self._parts = {"the loop": lambda: self._loop.late, **parts}
        self._grace = grace
        self._end = end
        self._suspected: str | None = None
        self._closed = threading.Event()

    def stuck(self) -> str | None:
        """What is stuck, and for how long; None where nothing is."""
        return self._said(self._grace)

    def slow(self) -> str | None:
        """The same, sooner: what the heartbeat tells before the process is ended."""
        return self._said(self._grace / 3)

    def look(self) -> None:
        """Looks once, and ends the process where the same look before had found something too.

        After a machine was asleep everything is late for a moment.
        """
        before, self._suspected = self._suspected, self.stuck()
        if before is not None and self._suspected is not None:
            self._end(self._suspected)

    def start(self) -> None:
        """Begins to look, every few seconds, until `close`."""
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def close(self) -> None:
        """Looks no more: what comes now is the end that was asked for."""
        self._closed.set()

    async def run(self) -> None:
        """Beats for the loop until it is cancelled."""
        while True:
            self._loop.beat(_LOOP_BEAT)
            await asyncio.sleep(_LOOP_BEAT)

    def _said(self, grace: float) -> str | None:
        late = {name: seconds for name, of in self._parts.items() if (seconds := of()) > grace}
        return ", ".join(f"{name} has not moved for {seconds:.0f} s" for name, seconds in late.items()) or None

    def _watch(self) -> None:
        while not self._closed.wait(_LOOK):
            self.look()
