"""Contacts with clients: each debrief is one, others are logged with a tap (protocol, section 8)."""

from sqlalchemy import Connection, bindparam, func, select

from bot.protocol.person import Person
from bot.store.errors import Missing
from bot.store.models import touch
from bot.store.sql import Upsert

_OF_DEBRIEF = Upsert(touch, "run_id", keep=())
_LAST = select(func.max(touch.c.at)).where(
    touch.c.person_id == bindparam("owner"), touch.c.client_id == bindparam("client")
)


def of_debrief(conn: Connection, person: Person, client_id: int, run_id: int, at: int) -> None:
    """Notes the talk that the debrief is about as a contact at this moment (Unix seconds UTC), once a debrief.

    Raises Missing or StoreError where debrief or client are not the person's.
    """
    values = {
        "agency_id": person.agency_id,
        "person_id": person.id,
        "client_id": client_id,
        "run_id": run_id,
        "kind": "debrief",
        "at": at,
    }
    if not _OF_DEBRIEF.run(conn, values):
        raise Missing("contact")


def last(conn: Connection, person_id: int, client_id: int) -> int | None:
    """When the client last heard from the person (Unix seconds UTC), None where that is not known."""
    at: int | None = conn.execute(_LAST, {"owner": person_id, "client": client_id}).scalar_one()
    return at
