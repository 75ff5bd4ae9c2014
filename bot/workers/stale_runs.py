"""Closes debriefs that were left open: after 12 hours with what they have (protocol, section 4)."""

import logging

from bot.common.clock import Clock
from bot.protocol.debrief.result import begun, outcome_of
from bot.protocol.engine.engine import stop
from bot.protocol.engine.run import Run, encode
from bot.protocol.engine.upgrade import NewerState, read
from bot.reminders.replan import replan_all
from bot.store.database.database import Database
from bot.store.database.errors import StoreError
from bot.store.database.unit_of_work import Connection
from bot.store.queries import clients, draft_checks, file_jobs, outcomes, people, runs, touches
from bot.store.queries.playbooks import voices_of
from bot.viewmodels.voices import Voices
from bot.workers.loop import Loop

log = logging.getLogger(__name__)

OPEN_FOR = 12 * 3600
"""Seconds without a change after which an open debrief is closed."""
_EVERY = 600
_AT_ONCE = 100


def close_stale(conn: Connection, voices: Voices, now: int) -> int:
    """Closes up to a hundred debriefs not touched for 12 hours before `now` (Unix seconds UTC); gives how many.

    One with nothing in it leaves no trace; any other counts for what it has, a tense talk as a tense one.
    A text that was checked and never left is deleted, and so is a file of clients that nobody confirmed.
    """
    draft_checks.forget_stale(conn, now - OPEN_FOR)
    file_jobs.forget_stale(conn, now - OPEN_FOR)
    stale = runs.stale(conn, now - OPEN_FOR, _AT_ONCE)
    for stored in stale:
        run = _run_of(stored)
        if run is None or _begun(run):
            if run is not None and run.table == "debrief":
                _break_off(conn, voices, stored, run, now)
            runs.close(conn, stored.person_id, stored.id, "closed", now)
        else:
            runs.delete(conn, stored.person_id, stored.id)
    return len(stale)


def _run_of(stored: runs.Stored) -> Run | None:
    """The run; None for that of a newer program, which this one can't read and which may hold anything."""
    try:
        return read(stored.state).run
    except NewerState:
        return None


def _begun(run: Run) -> bool:
    return begun(run) if run.table == "debrief" else bool(run.answers or run.facts)


def _break_off(conn: Connection, voices: Voices, stored: runs.Stored, run: Run, now: int) -> None:
    """What the debrief came to where nobody stopped it: its outcome, its contact, and the reminders that follow."""
    person = people.get(conn, stored.person_id)
    voice = voices_of(conn, voices, stored.playbook)[person.language]
    client = clients.get(conn, person.id, stored.client_id) if stored.client_id is not None else None
    chosen = client.cadence if client is not None else None
    before, after = (outcome_of(one, voice.playbook, voice.rules, voice.ready, chosen) for one in (run, stop(run)))
    if before is not None or after is None or client is None:
        return
    state = encode(stop(run))
    runs.save(conn, person.id, stored.id, client_id=client.id, version=run.version, state=state, now=now)
    outcomes.save(conn, person, stored.id, after, stored.touched_at)
    touches.of_run(conn, person, client.id, stored.id, stored.started_at, "debrief")
    replan_all(conn, person, voices[person.language], now, [client.id])


class StaleRuns:
    """The worker that closes what was left open."""

    def __init__(self, db: Database, voices: Voices, clock: Clock) -> None:
        self._db = db
        self._voices = voices
        self._clock = clock
        self._loop = Loop(clock, log, self._look, "debriefs left open could not be closed", retry=(_EVERY, _EVERY))

    async def run(self) -> None:
        """Looks at once and then every ten minutes, until it is cancelled."""
        await self._loop.run()

    async def _look(self) -> float:
        try:
            while await self._db.write(lambda conn: close_stale(conn, self._voices, self._clock.now())) == _AT_ONCE:
                pass
        except StoreError as error:
            log.warning("debriefs left open could not be closed now: %s", error)
        return _EVERY
