"""Writes the clients of a file that was confirmed: once, with what reminders their cadences ask for."""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.own.sheet import decode, sort
from bot.protocol.person import Person
from bot.reminders.planning import replan_all
from bot.screens.scene import Voice
from bot.store import bringing, cases, clients, errands


@dataclass(frozen=True, slots=True)
class Brought:
    """How many clients were added, and when the person is reminded next (Unix seconds UTC, None: no change)."""

    clients: int
    due: int | None = None


def bring(  # noqa: PLR0913, PLR0917 - whose file, in which words, when
    conn: Connection, person: Person, voice: Voice, playbook: str, token: int, now: int
) -> Brought | None:
    """Adds those clients of the file that are new by now; None where there is no such file to be confirmed.

    `token` tells the file, `playbook` is the digest of the present one. The file is gone with it, so that a second tap
    adds nothing.
    """
    found = errands.get(conn, person.id, "import")
    if found is None or not found.ready or found.asked_at != token:
        return None
    known = (label for _, label in clients.names(conn, person.id))
    rows = sort(decode(found.state).rows, known).new
    errands.drop(conn, person.id, "import")
    ids = bringing.create(conn, person, rows, playbook, now)
    chosen = [client_id for client_id, row in zip(ids, rows, strict=True) if row.cadence is not None]
    for client_id in chosen:
        cases.chose(conn, person, client_id, now)
    due = replan_all(conn, person, voice, now, chosen) if chosen else None
    return Brought(len(rows), due)
