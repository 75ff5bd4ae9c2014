"""Loads what the present view of a chat is drawn from, and moves a chat on: by the row of its place."""

from dataclasses import replace
from typing import Any

from bot.conversation.places import MENU, row_of
from bot.protocol.engine.engine import current
from bot.protocol.engine.tables import TABLES
from bot.protocol.person import Person
from bot.store.database.database import Database
from bot.store.database.unit_of_work import Connection
from bot.store.loaders import runs as loaders
from bot.store.queries import chats, runs
from bot.store.queries.chats import Chat
from bot.store.queries.playbooks import voices_of
from bot.viewmodels.place import Place
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.voices import Voices


def move(conn: Connection, chat: Chat, place: Place, notice: str | None, *, anew: bool = False) -> Chat:
    """Sets where the person stands and raises the revision by one; raises Missing where the chat is gone.

    What was left at a place goes with it: a text that was checked, a file of clients that nobody confirmed. `anew`: the
    view is to be sent under what the person wrote, after a restart too. One with a keyboard of its own is, and the one
    after it, which brings the usual keyboard back: no edit can.
    """
    before, after = row_of(chat.place), row_of(place)
    if before.holds is not None and before.holds is not after.holds:
        before.holds(conn, chat.person_id)
    return chats.move(conn, chat, place, notice, anew=anew, keys=bool(before.keys or after.keys))


def load(conn: Connection, person: Person, chat: Chat, voices: Voices, now: int) -> tuple[Scene[Any], Voice]:
    """The scene of the chat at `now` (Unix seconds UTC), and the voice that it speaks in: that of its run, if any.

    Where the chat stands at a run that is closed or gone, it is the menu's scene with a line that says so. What an
    upgrade of the table moved to the facts is said as long as the run stands as the former version left it.
    """
    voice, row = voices[person.language], row_of(chat.place)
    scene: Scene[Any] = Scene(
        person=person,
        place=chat.place,
        notice=chat.notice,
        drawn_at=now,
        model=None,
        keys=chat.keys_at > chat.shown,
    )
    if row.of_run:
        return _of_run(conn, scene, voices)
    if row.hosts_only and not person.hosts:
        return _complete(conn, replace(scene, place=MENU), voice), voice
    return _complete(conn, scene, voice), voice


def at_question(conn: Connection, person_id: int, place: Place, *, voices: Voices) -> bool:
    """Whether the person stands at a question that waits for its answer: a place that asks, or a step of a run."""
    row = row_of(place)
    if row.asks or place.name not in TABLES:
        return row.asks
    stored = runs.load(conn, person_id, int(place.arguments))
    found = loaders.upgraded(stored) if stored is not None and stored.status == "open" else None
    if stored is None or found is None:
        return False
    rules = next(iter(voices_of(conn, voices, stored.playbook).values())).rules
    return current(found.run, rules) is not None


def _of_run(conn: Connection, scene: Scene[Any], voices: Voices) -> tuple[Scene[Any], Voice]:
    voice = voices[scene.person.language]
    stored = runs.load(conn, scene.person.id, int(scene.place.arguments))
    if stored is None or stored.status != "open":
        return _complete(conn, replace(scene, place=MENU, notice=scene.notice or "error-closed_run"), voice), voice
    found = loaders.upgraded(stored)
    if found is None:
        notice = "error-newer_run" if stored.state else "error-unreadable"
        return _complete(conn, replace(scene, place=MENU, notice=notice), voice), voice
    if found.moved and scene.notice is None:
        scene = replace(scene, notice="error-moved_to_facts")
    voice = voices_of(conn, voices, stored.playbook)[scene.person.language]
    return _complete(conn, scene.of((stored, found.run)), voice), voice


def _complete(conn: Connection, scene: Scene[Any], voice: Voice) -> Scene[Any]:
    """The scene with its view model, and with what waits where the screen offers that."""
    row = row_of(scene.place)
    scene = scene.of(row.load(conn, scene, voice, scene.place.arguments))
    return scene if row.waiting is None else replace(scene, waiting=row.waiting(conn, scene, voice))


async def counted(db: Database, scene: Scene[Any]) -> Scene[Any]:
    """The scene with what is read after the commit, where its place counts something; any other as it is."""
    count = row_of(scene.place).count
    return scene if count is None else await count(db, scene)
