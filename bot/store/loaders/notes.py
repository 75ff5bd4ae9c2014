"""Loads notes: words and voices about a client or about none, and whom new ones may be about (protocol, section 3)."""

from sqlalchemy import Connection, bindparam, select

from bot.protocol.engine.run import joined
from bot.protocol.engine.upgrade import NewerState, read
from bot.protocol.engine.words import number
from bot.store.loaders import contacts
from bot.store.queries import clients
from bot.store.queries.sql import OPEN
from bot.store.tables.core import run
from bot.viewmodels.notes import Note, NoteOf, NotePage
from bot.viewmodels.scene import AnyScene, Voice

_MINE = (
    select(run.c.id, run.c.kind, run.c.status, run.c.state, run.c.started_at)
    .where(run.c.person_id == bindparam("owner"))
    .order_by(run.c.started_at.desc(), run.c.id.desc())
    .limit(60)
)
_NOTES = _MINE.where(run.c.client_id == bindparam("client"))
_NOTES_OF_NOBODY = _MINE.where(run.c.client_id.is_(None), run.c.status != OPEN)


def about(conn: Connection, scene: AnyScene, voice: Voice, arguments: str) -> NoteOf:
    """Whom the words that came unasked may be about."""
    made, page = arguments.partition(".")[::2]
    return NoteOf(number(made) or 0, contacts.choice(conn, scene, voice, page))


def page(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> NotePage:
    """One note, with the stretch of it that is shown."""
    client, at, part = (number(one) for one in (*arguments.split("."), "0", "0")[:3])
    person, at = scene.person.id, at or 0
    known = clients.get(conn, person, client) if client else None
    found = notes_about(conn, person, client or 0)
    return NotePage(known, tuple(found[at : at + 1]), at, part or 0, more=len(found) > at + 1)


def notes_about(conn: Connection, person_id: int, client_id: int) -> list[Note]:
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
