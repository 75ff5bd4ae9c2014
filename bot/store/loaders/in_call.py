"""What the screens of help in the moment are drawn from, each loaded by its place (protocol, sections 3 and 10)."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, bindparam, select

from bot.protocol import sos
from bot.protocol.debrief.outcome import Outcome
from bot.protocol.engine.run import joined
from bot.protocol.engine.upgrade import NewerState, read
from bot.protocol.engine.words import number
from bot.store.loaders import contacts
from bot.store.queries import clients, followups, outcomes, phrase_scores
from bot.store.queries.sql import OPEN
from bot.store.tables.core import followup, run
from bot.viewmodels.in_call import InCall, Note, Prep
from bot.viewmodels.scene import Scene, Voice

Loader = Callable[[Connection, Scene, Voice, str], Scene]

_RIGHT = (
    select(followup.c.fear_right)
    .where(
        followup.c.person_id == bindparam("owner"),
        followup.c.client_id == bindparam("client"),
        followup.c.run_id > bindparam("since"),
    )
    .order_by(followup.c.run_id.desc())
    .limit(1)
)
_MINE = (
    select(run.c.id, run.c.kind, run.c.status, run.c.state, run.c.started_at)
    .where(run.c.person_id == bindparam("owner"))
    .order_by(run.c.started_at.desc(), run.c.id.desc())
    .limit(60)
)
_NOTES = _MINE.where(run.c.client_id == bindparam("client"))
_NOTES_OF_NOBODY = _MINE.where(run.c.client_id.is_(None), run.c.status != OPEN)


def prep(conn: Connection, scene: Scene, voice: Voice, client_id: int) -> Prep | None:
    """What is known of the client before a call; None where it is not the person's."""
    card = contacts.card(conn, scene, voice, client_id)
    if card is None:
        return None
    person = scene.person.id
    last = followups.rounds(conn, person, client_id, 1)
    outcome = outcomes.get(conn, person, last[0].run) if last else None
    fear = followups.fear(conn, person, client_id)
    right = None
    if last:
        values = {"owner": person, "client": client_id, "since": last[0].run}
        right = conn.execute(_RIGHT, values).scalar_one_or_none()
    told = card.contact is not None and bool(last) and card.contact > last[0].at
    return Prep(
        card,
        outcome,
        fear[0] if fear else None,
        fear[1] if fear else None,
        confirmed=right == "confirmed",
        owed=None if told else _honest(outcome, voice),
        helped=phrase_scores.best(conn, person, client_id),
    )


def _honest(outcome: Outcome | None, voice: Voice) -> str | None:
    """The honest line in the manager's own words: the ready ones say that there is nothing to tell."""
    line = outcome.honest if outcome is not None else None
    return line if line not in voice.ready.values() else None


def _sos(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    client = number(argument) or 0
    known = clients.get(conn, scene.person.id, client) if client else None
    return replace(scene, client=known, incall=InCall(with_client=known.id if known else 0))


def _phrase(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    found = sos.decode(argument.partition(":")[0])
    if found is None:
        return scene
    known = known_of(conn, scene.person.id, found.behaviour, found.client)
    return replace(scene, incall=InCall(sos=found, learned=known, with_client=found.client))


def known_of(conn: Connection, person_id: int, behaviour: str, client_id: int) -> Mapping[str, sos.Learned]:
    """What was learned of the behaviour's phrases, with this client and their fear first."""
    fear = followups.fear(conn, person_id, client_id) if client_id else None
    return phrase_scores.known(conn, person_id, behaviour, client_id or None, fear[0] if fear else None)


def _prep(conn: Connection, scene: Scene, voice: Voice, argument: str) -> Scene:
    client = number(argument)
    if client is None:
        return contacts.recent(conn, scene, argument)
    found = prep(conn, scene, voice, client) if client else None
    if found is None:
        return contacts.recent(conn, scene, "")
    return replace(scene, incall=InCall(prep=found))


def _preps(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    return contacts.recent(conn, scene, argument)


def _ask(conn: Connection, scene: Scene, voice: Voice, argument: str) -> Scene:
    client, question = (number(part) for part in argument.partition(".")[::2])
    return replace(scene, incall=InCall(prep=prep(conn, scene, voice, client or 0), question=question or 0))


def _note_of(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    made, page = argument.partition(".")[::2]
    return replace(contacts.recent(conn, scene, page), run_id=number(made) or 0)


def _notes(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    client, page, part = (number(one) for one in (*argument.split("."), "0", "0")[:3])
    person, at = scene.person.id, page or 0
    known = clients.get(conn, person, client) if client else None
    found = notes(conn, person, client or 0)
    here = InCall(notes=tuple(found[at : at + 1]), page=at, part=part or 0, more=len(found) > at + 1)
    return replace(scene, client=known, incall=here)


def notes(conn: Connection, person_id: int, client_id: int) -> list[Note]:
    """What was written and spoken about a client, a note or the facts of a talk, the newest first; 0 is nobody.

    Of the last sixty runs, most of which have no words of their own.
    """
    statement, values = (_NOTES, {"client": client_id}) if client_id else (_NOTES_OF_NOBODY, {})
    made = (
        note_of(row.id, row.status if row.status == "note" else row.kind, row.state, row.started_at)
        for row in conn.execute(statement, {"owner": person_id, **values})
    )
    return [note for note in made if note.text or note.voices]


def note_of(run_id: int, kind: str, state: str, at: int) -> Note:
    """What a run's state holds in words and voices, written from `at` on (Unix seconds UTC)."""
    try:
        facts = read(state).run.facts
    except NewerState:
        facts = ()
    return Note(run_id, joined(facts), tuple(one.text for one in facts if one.kind == "voice"), at, kind)


LOADERS: Mapping[str, Loader] = {
    "sos": _sos,
    "phrase": _phrase,
    "helped": _phrase,
    "prep": _prep,
    "preps": _preps,
    "ask": _ask,
    "noteof": _note_of,
    "notes": _notes,
}
"""What each place of help in the moment is drawn from."""
