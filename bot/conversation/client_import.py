"""Writes the clients of a file that was confirmed, once."""

from bot.protocol.person import Person
from bot.store.database.unit import Connection
from bot.store.queries import client_import, clients, file_jobs
from bot.store.sealing.sealed_columns import LOST
from bot.transfer.client_rows import decode, sort


def bring(conn: Connection, person: Person, playbook: str, token: int, now: int) -> int | None:
    """Adds those clients of the file that are new by now, and gives how many; None where no such file waits for a yes.

    `token` tells the file, `playbook` is the digest of the present one, `now` Unix seconds UTC. The file is gone with
    it, so that a second tap adds nothing. No reminder is planned: those count from a first contact.
    """
    found = file_jobs.get(conn, person.id, "import")
    if found is None or not found.ready or found.state == LOST or found.asked_at != token:
        return None
    known = (label for _, label in clients.names(conn, person.id))
    rows = sort(decode(found.state).rows, known).new
    file_jobs.drop(conn, person.id, "import")
    return len(client_import.create(conn, person, rows, playbook, now))
