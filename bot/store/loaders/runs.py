"""Loads a run with what its present step or its end lists, and what waits (protocol, section 4)."""

from dataclasses import replace

from sqlalchemy import Connection

from bot.protocol.cadence.client_state import standing
from bot.protocol.client import Client
from bot.protocol.debrief.result import leading_behaviour
from bot.protocol.engine.engine import current
from bot.protocol.engine.run import Run
from bot.protocol.engine.table import Kind, Step, StepCard
from bot.protocol.engine.upgrade import NewerState, Upgraded, read
from bot.protocol.followup import told_how
from bot.protocol.parting.steps import complete
from bot.store.database.errors import Unreadable
from bot.store.loaders import contacts, parting, sos
from bot.store.queries import clients, followups, reminder_cases, runs
from bot.store.queries.runs import Stored
from bot.viewmodels.paging import RECENT_ON_PAGE
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import AnyScene, Scene, Voice, Waiting

_OPEN_LOOKED_AT = 3
_ROUNDS = 3


def upgraded(stored: Stored) -> Upgraded | None:
    """The run as the present table has it; None for one of a newer program."""
    try:
        return read(stored.state)
    except NewerState:
        return None


def view(conn: Connection, scene: Scene[tuple[Stored, Run]], voice: Voice, _: str) -> RunView:
    """The scene's run with its client, and what the present step lists; at the end what came of it."""
    person = scene.person.id
    stored, run = scene.model
    client = clients.get(conn, person, stored.client_id) if stored.client_id is not None else None
    found = RunView(id=stored.id, run=run, client=client)
    step = current(run, voice.rules)
    if run.table == "parting":
        if step is None or step.card is StepCard.GROUNDS:
            found = replace(found, parting=parting.evidence(conn, person, stored.id, run.value("client")))
        return found
    if step is not None and step.card is StepCard.PHRASE:
        behaviour = leading_behaviour(run, voice.rules) or ""
        return replace(found, learned=sos.known_of(conn, person, behaviour, stored.client_id or 0))
    if step is not None:
        return listed(conn, scene, found, step)
    if run.table == "followup":
        return _followed_up(conn, scene, voice, found)
    return found if client is None else replace(found, next_at=contacts.next_at(conn, scene, client.id))


def _followed_up(conn: Connection, scene: Scene[object], voice: Voice, found: RunView) -> RunView:
    """A follow-up at its end: where things stand with the client, and what was tried."""
    client_id = found.run.value("client")
    if client_id is None:
        return found
    person = scene.person
    case = reminder_cases.load(conn, person.id, client_id)
    return replace(
        found,
        standing=standing(case.events),
        rounds=tuple(followups.rounds(conn, person.id, client_id, _ROUNDS)),
        rung=reminder_cases.rung(case, voice, person, scene.drawn_at),
        next_at=contacts.next_at(conn, scene, client_id),
    )


def listed(conn: Connection, scene: AnyScene, found: RunView, step: Step) -> RunView:
    """The run with the clients that the step lists: a page of all, or those that a typed name may mean."""
    person, run = scene.person.id, found.run
    if step.kind is Kind.CLIENT:
        page = clients.recent(conn, person, RECENT_ON_PAGE + 1, run.page * RECENT_ON_PAGE)
        return replace(found, clients=tuple(page[:RECENT_ON_PAGE]), more=len(page) > RECENT_ON_PAGE)
    return replace(found, matches=_matches(conn, person, run.picks(step.about))) if step.source == "matches" else found


def _matches(conn: Connection, person: int, picks: tuple[str, ...]) -> tuple[Client, ...]:
    found = (clients.get(conn, person, int(pick[1:])) for pick in picks)
    return tuple(client for client in found if client is not None)


def anything_waiting(conn: Connection, scene: AnyScene) -> Waiting | None:
    """What was touched last and waits with something in it."""
    return _waiting_but(conn, scene.person.id, 0)


def waiting_at_first(conn: Connection, scene: Scene[RunView]) -> Waiting | None:
    """What waits beside a debrief that has nothing in it yet."""
    return None if scene.model.run.answers else _waiting_but(conn, scene.person.id, scene.model.id)


def waiting_beside(conn: Connection, scene: Scene[RunView]) -> Waiting | None:
    """Another debrief that waits, to which words that came unasked may belong."""
    return _waiting_but(conn, scene.person.id, scene.model.id, debrief=True)


def _waiting_but(conn: Connection, person: int, but: int, *, debrief: bool = False) -> Waiting | None:
    """What was touched last and waits with something in it, leaving out `but`; None where nothing does.

    A follow-up waits as long as it isn't said how the contact went, a parting check as long as it has no verdict;
    with `debrief` only a debrief counts.
    """
    for stored in runs.open_ones(conn, person, _OPEN_LOOKED_AT):
        found = upgraded(stored)
        if stored.id == but or found is None or not _waits(found.run, debrief=debrief):
            continue
        return _waiting(conn, person, stored, found.run)
    return None


def under_way(conn: Connection, person: int, run: int | None) -> Waiting | None:
    """The run that was on the screen, if it still waits; else what waits otherwise."""
    stored = runs.load(conn, person, run) if run is not None else None
    found = upgraded(stored) if stored is not None and stored.status == "open" else None
    if stored is None or found is None or not _waits(found.run, debrief=False):
        return _waiting_but(conn, person, 0)
    return _waiting(conn, person, stored, found.run)


def _waiting(conn: Connection, person: int, stored: Stored, run: Run) -> Waiting:
    try:
        client = clients.get(conn, person, stored.client_id) if stored.client_id is not None else None
    except Unreadable:  # the menu, where everything else begins, is there all the same
        client = None
    label = client.label if client else None
    return Waiting(stored.id, label, contact=run.table == "followup", check=run.table == "parting")


def _waits(run: Run, *, debrief: bool) -> bool:
    if run.table == "debrief":
        return bool(run.answers or run.facts)
    if run.table == "parting":
        return not debrief and not complete(run)
    return not debrief and not told_how(run)
