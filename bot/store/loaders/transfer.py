"""What the screens of one's own are drawn from (protocol, section 9)."""

from sqlalchemy import Connection, and_, bindparam, case, func, select

from bot.protocol.engine.words import number
from bot.store.queries import clients, file_jobs
from bot.store.tables.core import run
from bot.transfer.client_rows import Known, sort
from bot.transfer.import_job import decode
from bot.viewmodels.scene import AnyScene, Voice
from bot.viewmodels.transfer import Brought, Doomed

_KNOWN_OF = select(
    func.count(case((and_(run.c.kind == "debrief", run.c.status != "note"), 1))),
    func.count(case((run.c.status == "note", 1))),
).where(run.c.person_id == bindparam("owner"), run.c.client_id == bindparam("client"))


def preview(conn: Connection, scene: AnyScene, _: Voice, __: str) -> Brought | None:
    """What would come of the file that was read; None where none waits for a yes."""
    found = file_jobs.get(conn, scene.person.id, "import")
    job = decode(found.state) if found is not None and found.ready else None
    if found is None or job is None or job.sheet is None:
        return None
    known = (Known(*one) for one in clients.reached(conn, scene.person.id))
    clients_of = sort(job.sheet.rows, known)
    return Brought(found.asked_at, job.file.name, len(job.waiting), clients_of, job.sheet, job.refused)


def refused(conn: Connection, scene: AnyScene, _: Voice, __: str) -> tuple[tuple[str, str], ...]:
    """The files that could not be taken, by name, each with why, where there were several of them."""
    found = file_jobs.get(conn, scene.person.id, "import")
    job = decode(found.state) if found is not None and found.ready else None
    return job.refused if job is not None and job.sheet is None else ()


def reading(conn: Connection, scene: AnyScene, _: Voice, __: str) -> str:
    """The name of the file that is being read, "" where it has none."""
    found = file_jobs.get(conn, scene.person.id, "import")
    job = decode(found.state) if found is not None else None
    return job.file.name if job is not None else ""


def doomed(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> Doomed | None:
    """The client that may be erased, and how much is known of it; None where it is not the person's."""
    known = clients.get(conn, scene.person.id, number(arguments) or 0)
    if known is None:
        return None
    debriefs, notes = conn.execute(_KNOWN_OF, {"owner": scene.person.id, "client": known.id}).one()
    return Doomed(known.id, known.label, debriefs, notes)
