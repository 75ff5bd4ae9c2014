"""Loads a run with what its present step or its end lists, and what waits (protocol, section 4)."""

from dataclasses import replace

from sqlalchemy import Connection

from bot.protocol.behaviour_words import behaviour_in
from bot.protocol.cadence.client_state import standing
from bot.protocol.client import Client
from bot.protocol.debrief.result import begun, leading_behaviour, unanswered
from bot.protocol.engine.engine import current
from bot.protocol.engine.run import Run, joined
from bot.protocol.engine.table import Kind, Step, StepCard
from bot.protocol.engine.upgrade import NewerState, Upgraded, read
from bot.protocol.mentions import may_name, mentioned
from bot.protocol.parting.steps import complete
from bot.store.database.errors import Unreadable
from bot.store.loaders import contacts, parting, sos
from bot.store.queries import clients, followups, reminder_cases, runs
from bot.store.queries.runs import Stored
from bot.viewmodels.paging import MOST_WAITING, RECENT_ON_PAGE
from bot.viewmodels.runs import RunView
from bot.viewmodels.scene import AnyScene, Scene, Voice, Waiting

_OPEN_LOOKED_AT = 8
_MOST_NAMED = 2
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


def unasked(conn: Connection, scene: Scene[tuple[Stored, Run]], voice: Voice, arguments: str) -> RunView:
    """Words that came unasked, with the known clients whom they name."""
    found = view(conn, scene, voice, arguments)
    if found.client is not None:
        return found
    words = joined(found.run.facts)
    # "It went well" is no word for one who shouts: who behaves so is for a debrief.
    calm = may_name(words) and behaviour_in(words, voice.lexicon) is None
    these = mentioned(words, clients.names(conn, scene.person.id))[:_MOST_NAMED] if calm else ()
    named = contacts.choice(conn, scene, voice, f"c{'.'.join(map(str, these))}").clients if these else ()
    return replace(found, named=named)


def anything_waiting(conn: Connection, scene: AnyScene, voice: Voice) -> tuple[Waiting, ...]:
    """What waits with something in it, what was touched last first."""
    return _waiting_but(conn, scene.person.id, voice, 0)


def waiting_at_first(conn: Connection, scene: Scene[RunView], voice: Voice) -> tuple[Waiting, ...]:
    """What waits beside a debrief that has nothing in it yet."""
    return () if scene.model.run.answers else _waiting_but(conn, scene.person.id, voice, scene.model.id)


def waiting_beside(conn: Connection, scene: Scene[RunView], voice: Voice) -> tuple[Waiting, ...]:
    """Other debriefs that wait, to which words that came unasked may belong."""
    found = _waiting_but(conn, scene.person.id, voice, scene.model.id)
    return tuple(one for one in found if not (one.contact or one.check))


def _waiting_but(conn: Connection, person: int, voice: Voice, but: int) -> tuple[Waiting, ...]:
    """What waits with something in it, the last touched first, leaving out `but`.

    A follow-up waits as long as something is asked there, a parting check as long as it has no verdict.
    """
    waits: list[Waiting] = []
    for stored in runs.open_ones(conn, person, _OPEN_LOOKED_AT):
        found = upgraded(stored)
        if stored.id != but and found is not None and _waits(found.run, voice) and len(waits) < MOST_WAITING:
            waits.append(_waiting(conn, person, stored, found.run))
    return tuple(waits)


def under_way(conn: Connection, person: int, voice: Voice, run: int | None) -> tuple[Waiting, ...]:
    """The run that was on the screen, if it still waits; else what waits otherwise."""
    stored = runs.load(conn, person, run) if run is not None else None
    found = upgraded(stored) if stored is not None and stored.status == "open" else None
    if stored is None or found is None or not _waits(found.run, voice):
        return _waiting_but(conn, person, voice, 0)
    return (_waiting(conn, person, stored, found.run),)


def _waiting(conn: Connection, person: int, stored: Stored, run: Run) -> Waiting:
    try:
        client = clients.get(conn, person, stored.client_id) if stored.client_id is not None else None
    except Unreadable:  # the menu, where everything else begins, is there all the same
        client = None
    label = client.label if client else None
    contact, check = run.table == "followup", run.table == "parting"
    words = joined(run.facts) if unanswered(run) else None
    return Waiting(stored.id, label, stored.started_at, contact=contact, check=check, words=words or None)


def _waits(run: Run, voice: Voice) -> bool:
    if run.table == "debrief":
        return begun(run)
    return not complete(run) if run.table == "parting" else current(run, voice.rules) is not None
