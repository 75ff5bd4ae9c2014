"""What people asked for and is under way: a file of all that is theirs, a file of clients to be brought in.

A file of clients is `ready` once it was read: then it waits to be confirmed, as long as the chat stands at it.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, bindparam, delete, false, select, true, update

from bot.protocol.person import Person
from bot.store.queries.sql import Upsert
from bot.store.sealing import sealed_columns
from bot.store.tables.core import errand, member

Kind = Literal["export", "import"]


@dataclass(frozen=True, slots=True)
class Errand:
    """What one person asked for. `state` is opaque here; `asked_at` Unix seconds UTC, by which one is told from the
    next."""

    person_id: int
    kind: Kind
    state: str
    ready: bool
    asked_at: int


_COLUMNS = (errand.c.person_id, errand.c.kind, errand.c.state, errand.c.ready, errand.c.touched_at)
_THIS = (errand.c.person_id == bindparam("owner"), errand.c.kind == bindparam("what"))
_PUT = Upsert(errand, ("person_id", "kind"), keep=())
# Of who is let in no more, it waits.
_INSIDE = select(*_COLUMNS).join_from(errand, member, member.c.person_id == errand.c.person_id)
_INSIDE = _INSIDE.where(member.c.inside.is_(true()))
_GET = _INSIDE.where(*_THIS)
# Read and compared here, since what is sealed differs each time; nobody changes it meanwhile.
_LOCK = _GET.with_for_update(of=errand)
_WAITING = _INSIDE.where(errand.c.ready.is_(false())).order_by(errand.c.touched_at, errand.c.person_id)
_SETTLE = update(errand).where(*_THIS, errand.c.ready.is_(false())).values(state=bindparam("found"), ready=True)
_CHANGE = update(errand).where(*_THIS).values(state=bindparam("found"))
_DROP = delete(errand).where(*_THIS)
_DROP_STALE = delete(errand).where(errand.c.kind == "import", errand.c.touched_at < bindparam("before"))


def put(conn: Connection, person: Person, kind: Kind, state: str, now: int) -> None:
    """Notes what the person asks for, in place of an earlier one of the kind; `now` is Unix seconds UTC.

    It is told from that one by its moment, so of two in one second the later one counts as asked for a second later.
    """
    former = get(conn, person.id, kind)
    values = {
        "person_id": person.id,
        "agency_id": person.agency_id,
        "kind": kind,
        "state": state,
        "ready": False,
        "touched_at": now if former is None else max(now, former.asked_at + 1),
    }
    _PUT.run(conn, values)


def get(conn: Connection, person_id: int, kind: Kind) -> Errand | None:
    """What the person asked for, None where they did not, or it is done."""
    row = conn.execute(_GET, {"owner": person_id, "what": kind}).one_or_none()
    return Errand(*row) if row else None


def waiting(conn: Connection) -> list[Errand]:
    """All that is to be done, of all people, the longest asked for first."""
    return [Errand(*row) for row in conn.execute(_WAITING)]


def settle(conn: Connection, former: Errand, state: str) -> bool:
    """What was asked for is ready, with that state; False where it was left or asked for anew meanwhile."""
    this = {"owner": former.person_id, "what": former.kind}
    row = conn.execute(_LOCK, this).one_or_none()
    if row is None or row.state != former.state:
        return False
    return (
        conn.execute(_SETTLE, {**this, "found": sealed_columns.at(state, former.person_id, former.kind)}).rowcount == 1
    )


def change(conn: Connection, former: Errand, state: str) -> bool:
    """What was asked for has another state, and is as ready as before; False where it was left or asked for anew."""
    row = conn.execute(_LOCK, {"owner": former.person_id, "what": former.kind}).one_or_none()
    if row is None or Errand(*row) != former:
        return False
    values = {"owner": former.person_id, "what": former.kind}
    sealed = sealed_columns.at(state, former.person_id, former.kind)
    return conn.execute(_CHANGE, {**values, "found": sealed}).rowcount == 1


def drop(conn: Connection, person_id: int, kind: Kind) -> bool:
    """It is done, or no longer wanted; False where there was none."""
    return conn.execute(_DROP, {"owner": person_id, "what": kind}).rowcount == 1


def drop_import(conn: Connection, person_id: int) -> None:
    """The person left the file of clients that was to be brought in."""
    drop(conn, person_id, "import")


def forget_stale(conn: Connection, before: int) -> None:
    """Deletes files of clients that nobody confirmed since that moment (Unix seconds UTC)."""
    conn.execute(_DROP_STALE, {"before": before})
