"""What the screens of one's own are drawn from, each loaded by its place (protocol, section 9)."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, and_, bindparam, case, func, select

from bot.protocol.engine.words import number
from bot.store.loaders import contacts
from bot.store.queries import clients, file_jobs
from bot.store.sealing.sealed_columns import LOST
from bot.store.tables.core import run
from bot.transfer.client_rows import decode, sort
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.transfer import Brought, Doomed, Owned

Loader = Callable[[Connection, Scene, Voice, str], Scene]

_KNOWN_OF = select(
    func.count(case((and_(run.c.kind == "debrief", run.c.status != "note"), 1))),
    func.count(case((run.c.status == "note", 1))),
).where(run.c.person_id == bindparam("owner"), run.c.client_id == bindparam("client"))


def _preview(conn: Connection, scene: Scene, _: Voice, __: str) -> Scene:
    found = file_jobs.get(conn, scene.person.id, "import")
    if found is None or not found.ready or found.state == LOST:
        return scene
    sheet = decode(found.state)
    known = (label for _, label in clients.names(conn, scene.person.id))
    brought = Brought(found.asked_at, sort(sheet.rows, known), sheet.faults)
    return replace(scene, owned=Owned(brought=brought))


def _client(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    known = clients.get(conn, scene.person.id, number(argument) or 0)
    if known is None:
        return scene
    debriefs, notes = conn.execute(_KNOWN_OF, {"owner": scene.person.id, "client": known.id}).one()
    return replace(scene, owned=Owned(doomed=Doomed(known.id, known.label, debriefs, notes)))


def _which(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    return contacts.recent(conn, scene, argument)


LOADERS: Mapping[str, Loader] = {
    "preview": _preview,
    "forgetones": _which,
    "forgetone": _client,
    "forgetsure": _client,
}
"""What each place of one's own is drawn from; the others need nothing but the person."""
