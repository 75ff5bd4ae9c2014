"""Loads what the present view of a chat is drawn from; every row by the person whose chat it is."""

from dataclasses import replace

from sqlalchemy import Connection

from bot.protocol.client import Client
from bot.protocol.debrief.result import leading_behaviour
from bot.protocol.engine.engine import current
from bot.protocol.engine.run import Run
from bot.protocol.engine.table import Card, Kind, Step
from bot.protocol.engine.tables import TABLES
from bot.protocol.engine.upgrade import NewerState, Upgraded, read
from bot.protocol.followup import told_how
from bot.protocol.parting.steps import complete
from bot.protocol.person import Person
from bot.store.database.errors import Unreadable
from bot.store.loaders import access, contacts, in_call, transfer
from bot.store.loaders.clients import LOADERS as _OF_CLIENTS
from bot.store.queries import clients, draft_checks, partings, runs, vents
from bot.store.queries.chats import Chat
from bot.store.queries.playbooks import voices_of
from bot.store.queries.runs import Stored
from bot.viewmodels.in_call import InCall
from bot.viewmodels.paging import CLIENTS_ON_PAGE
from bot.viewmodels.reminders import Contacts
from bot.viewmodels.scene import Scene, Voice, Waiting
from bot.viewmodels.vent import vent_place
from bot.viewmodels.voices import Voices

_IN_RUN = frozenset({*TABLES, "stopped", "delete", "found"})
_SHOWS_WAITING = frozenset({"menu", "start", "help", "privacy", "settings", "found"})
_OPEN_LOOKED_AT = 3
_LOADERS = (contacts.LOADERS, in_call.LOADERS, _OF_CLIENTS, transfer.LOADERS, partings.LOADERS, access.LOADERS)
"""By place, what its scene is loaded with."""


def load(conn: Connection, person: Person, chat: Chat, voices: Voices, now: int) -> tuple[Scene, Voice]:
    """The scene of the chat at `now` (Unix seconds UTC), and the voice that it speaks in: that of its run, if any.

    Where the chat stands at a run that is closed or gone, it is the menu's scene with a line that says so. What an
    upgrade of the table moved to the facts is said as long as the run stands as the former version left it.
    """
    name, _, argument = chat.place.partition(":")
    owed_keys = chat.keys_at > chat.shown
    scene = Scene(person=person, place=chat.place, notice=chat.notice, drawn_at=now, keys=owed_keys)
    voice = voices[person.language]
    if name in _IN_RUN:
        stored = runs.load(conn, person.id, int(argument))
        if stored is None or stored.status != "open":
            scene = replace(scene, place="menu", notice=chat.notice or "error-closed_run")
            return replace(scene, waiting=waiting(conn, person.id, 0)), voice
        upgraded = _read(stored)
        if upgraded is None:
            notice = "error-newer_run" if stored.state else "error-unreadable"
            scene = replace(scene, place="menu", notice=notice)
            return replace(scene, waiting=waiting(conn, person.id, stored.id)), voice
        if upgraded.moved and chat.notice is None:
            scene = replace(scene, notice="error-moved_to_facts")
        voice = voices_of(conn, voices, stored.playbook)[person.language]
        scene = of_run(conn, scene, stored, upgraded.run, voice)
        if name == "found" or (name == "debrief" and not upgraded.run.answers):
            scene = replace(scene, waiting=waiting(conn, person.id, stored.id, debrief=name == "found"))
        return scene, voice
    loader = next((one[name] for one in _LOADERS if name in one), None)
    if loader is not None:
        return loader(conn, scene, voice, argument), voice
    vent = vent_place(chat.place)
    if vent is not None:
        return replace(scene, vent=vents.left(conn, chat.id), waiting=_under_way(conn, person.id, vent.run)), voice
    if name == "insightswho":
        scene = contacts.recent(conn, scene, argument.partition("/")[2])
    if name in draft_checks.PLACES:
        scene = replace(scene, pasted=draft_checks.get(conn, person.id))
    if name == "zone" and argument:
        scene = replace(scene, zones=tuple(argument.split(",")))
    if name in _SHOWS_WAITING:
        scene = replace(scene, waiting=waiting(conn, person.id, 0))
    return scene, voice


def _read(stored: Stored) -> Upgraded | None:
    try:
        return read(stored.state)
    except NewerState:
        return None


def of_run(conn: Connection, scene: Scene, stored: Stored, run: Run, voice: Voice) -> Scene:
    """The scene with its run, the run's client, and what the present step lists; at the end what came of it."""
    person = scene.person.id
    client = clients.get(conn, person, stored.client_id) if stored.client_id is not None else None
    scene = replace(scene, run_id=stored.id, run=run, client=client)
    step = current(run, voice.rules)
    if run.table == "parting":
        return (
            replace(scene, parting=partings.shown(conn, scene)) if step is None or step.card is Card.GROUNDS else scene
        )
    if step is not None and step.card is Card.PHRASE:
        behaviour = leading_behaviour(run, voice.rules) or ""
        learned = in_call.known_of(conn, person, behaviour, stored.client_id or 0)
        return replace(scene, incall=InCall(learned=learned))
    if step is not None:
        return listed(conn, scene, step)
    if run.table == "followup":
        return contacts.of_followup(conn, scene, voice)
    if client is None:
        return scene
    return replace(scene, contacts=Contacts(next_at=contacts.next_at(conn, scene, client.id)))


def listed(conn: Connection, scene: Scene, step: Step) -> Scene:
    """The scene with the clients that the step lists: a page of all, or those that a typed name may mean."""
    person, run = scene.person.id, scene.run
    if step.kind is Kind.CLIENT and run is not None:
        page = clients.recent(conn, person, CLIENTS_ON_PAGE + 1, run.page * CLIENTS_ON_PAGE)
        return replace(scene, clients=tuple(page[:CLIENTS_ON_PAGE]), more=len(page) > CLIENTS_ON_PAGE)
    if step.source == "matches" and run is not None:
        return replace(scene, matches=_matches(conn, person, run.picks(step.about)))
    return scene


def _matches(conn: Connection, person: int, picks: tuple[str, ...]) -> tuple[Client, ...]:
    found = (clients.get(conn, person, int(pick[1:])) for pick in picks)
    return tuple(client for client in found if client is not None)


def waiting(conn: Connection, person: int, but: int, *, debrief: bool = False) -> Waiting | None:
    """What was touched last and waits with something in it, leaving out `but`; None where nothing does.

    A follow-up waits as long as it isn't said how the contact went, a parting check as long as it has no verdict;
    with `debrief` only a debrief counts.
    """
    for stored in runs.open_ones(conn, person, _OPEN_LOOKED_AT):
        found = _read(stored)
        if stored.id == but or found is None or not _waits(found.run, debrief=debrief):
            continue
        return _waiting(conn, person, stored, found.run)
    return None


def _under_way(conn: Connection, person: int, run: int | None) -> Waiting | None:
    """The run that was on the screen, if it still waits; else what waits otherwise."""
    stored = runs.load(conn, person, run) if run is not None else None
    found = _read(stored) if stored is not None and stored.status == "open" else None
    if stored is None or found is None or not _waits(found.run, debrief=False):
        return waiting(conn, person, 0)
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
