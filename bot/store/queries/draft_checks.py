"""The text that a person has checked now. The state is `bot.draftcheck.pasted`'s."""

from sqlalchemy import Connection, bindparam, delete, select

from bot.draftcheck.pasted import Pasted, decode, encode
from bot.protocol.person import Person
from bot.store.queries.sql import Upsert
from bot.store.tables.core import pasted

_OF = pasted.c.person_id == bindparam("owner")
_GET = select(pasted.c.state).where(_OF)
_KEEP = Upsert(pasted, "person_id", keep=())
_FORGET = delete(pasted).where(_OF)
_FORGET_STALE = delete(pasted).where(pasted.c.touched_at < bindparam("before"))


def get(conn: Connection, person_id: int) -> Pasted | None:
    """What the person has checked now; None where there is nothing."""
    state = conn.execute(_GET, {"owner": person_id}).scalar_one_or_none()
    return None if state is None else decode(state)


def keep(conn: Connection, person: Person, checked: Pasted, now: int) -> None:
    """Stores it, in place of what was checked before; `now` is Unix seconds UTC."""
    values = {
        "person_id": person.id,
        "agency_id": person.agency_id,
        "state": encode(checked),
        "touched_at": now,
    }
    _KEEP.run(conn, values)


def forget(conn: Connection, person_id: int) -> None:
    """Deletes what the person had checked."""
    conn.execute(_FORGET, {"owner": person_id})


def forget_stale(conn: Connection, before: int) -> None:
    """Deletes what was not touched since that moment, of all people."""
    conn.execute(_FORGET_STALE, {"before": before})
