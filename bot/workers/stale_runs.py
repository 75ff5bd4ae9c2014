"""Closes debriefs that were left open: after 12 hours with what they have (protocol, section 4)."""

import logging

from bot.common.clock import Clock
from bot.protocol.engine.upgrade import NewerState, read
from bot.store.database.database import Database
from bot.store.database.errors import StoreError
from bot.store.database.unit_of_work import Connection
from bot.store.queries import draft_checks, file_jobs, runs
from bot.workers.loop import Loop

log = logging.getLogger(__name__)

OPEN_FOR = 12 * 3600
"""Seconds without a change after which an open debrief is closed."""
_EVERY = 600
_AT_ONCE = 100


def close_stale(conn: Connection, now: int) -> int:
    """Closes up to a hundred debriefs not touched for 12 hours before `now` (Unix seconds UTC); gives how many.

    One with nothing in it leaves no trace; the outcome of the others stands since client and fear were answered.
    A text that was checked and never left is deleted, and so is a file of clients that nobody confirmed.
    """
    draft_checks.forget_stale(conn, now - OPEN_FOR)
    file_jobs.forget_stale(conn, now - OPEN_FOR)
    stale = runs.stale(conn, now - OPEN_FOR, _AT_ONCE)
    for stored in stale:
        if _begun(stored.state):
            runs.close(conn, stored.person_id, stored.id, "closed", now)
        else:
            runs.delete(conn, stored.person_id, stored.id)
    return len(stale)


def _begun(state: str) -> bool:
    """Whether something is in the run; a newer program's run, which this one can't read, may hold anything."""
    try:
        run = read(state).run
    except NewerState:
        return True
    return bool(run.answers or run.facts)


class StaleRuns:
    """The worker that closes what was left open."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._loop = Loop(clock, log, self._look, "debriefs left open could not be closed", retry=(_EVERY, _EVERY))

    async def run(self) -> None:
        """Looks at once and then every ten minutes, until it is cancelled."""
        await self._loop.run()

    async def _look(self) -> float:
        try:
            while await self._db.write(lambda conn: close_stale(conn, self._clock.now())) == _AT_ONCE:
                pass
        except StoreError as error:
            log.warning("debriefs left open could not be closed now: %s", error)
        return _EVERY
