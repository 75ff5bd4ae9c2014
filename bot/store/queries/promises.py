"""Promises: the dates that were named to clients (protocol, section 8)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, delete, func, literal, select, update

from bot.protocol.cadence.plan import Promised
from bot.protocol.cadence.promises import Status, is_late
from bot.protocol.person import Person
from bot.store.database.errors import Missing
from bot.store.queries.sql import Excluded, Upsert, columns, owned_by
from bot.store.tables.core import client, promise


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise, made in a debrief or a follow-up; `due_at` is Unix seconds UTC."""

    id: int
    client_id: int
    run_id: int
    due_at: int
    status: Status


Made = Sequence[tuple[Promised, Status]]
"""Promises made to one client, and what is noted of each."""


def _same_date_keeps_status(excluded: Excluded) -> dict[str, Any]:
    unchanged = promise.c.due_at == excluded.due_at
    return {"status": case((unchanged, promise.c.status), else_=literal("open"))}


_THIS = (promise.c.person_id == bindparam("owner"), promise.c.run_id == bindparam("run"))
_GET = select(*columns(promise, Promise)).where(*_THIS)
_KEEP = Upsert(promise, "run_id", changed=_same_date_keeps_status)
_DROP = delete(promise).where(*_THIS)
_LOOKED_BACK = 4
"""So many of a client's last promises are looked at; what lies behind them changes nothing any more."""
_older = promise.alias("older")
_OLDEST = (
    select(_older.c.id)
    .where(_older.c.person_id == client.c.person_id, _older.c.client_id == client.c.id)
    .order_by(_older.c.id.desc())
    .limit(1)
    .offset(_LOOKED_BACK - 1)
    .scalar_subquery()
)
_LATEST = (
    select(promise.c.client_id, promise.c.id, promise.c.due_at, promise.c.updated_at, promise.c.status)
    .join_from(
        client,
        promise,
        and_(
            promise.c.person_id == client.c.person_id,
            promise.c.client_id == client.c.id,
            promise.c.id >= func.coalesce(_OLDEST, 0),
        ),
    )
    .where(client.c.person_id == bindparam("owner"), client.c.id.in_(bindparam("clients", expanding=True)))
)
_ONE = (promise.c.person_id == bindparam("owner"), promise.c.id == bindparam("promise"))
_SETTLE = update(promise).where(*_ONE).values(status=bindparam("became"))
_MOVE = update(promise).where(*_ONE).values(due_at=bindparam("due"), updated_at=bindparam("now"), status="open")


def keep_in_step(  # noqa: PLR0913, PLR0917 (the columns of one row)
    conn: Connection, person: Person, client_id: int, run_id: int, due_at: int | None, now: int
) -> None:
    """Makes the debrief's promise say `due_at` (Unix seconds UTC), or takes it away where that is None.

    Another date makes it an open promise again, the same date leaves it as it is.
    Raises Missing or StoreError where debrief or client are not the person's.
    """
    if due_at is None:
        conn.execute(_DROP, {"owner": person.id, "run": run_id})
        return
    values = {
        **owned_by(person),
        "client_id": client_id,
        "run_id": run_id,
        "due_at": due_at,
        "status": "open",
        "created_at": now,
        "updated_at": now,
    }
    if not _KEEP.run(conn, values):
        raise Missing("promise")


def get(conn: Connection, person_id: int, run_id: int) -> Promise | None:
    """The promise made in the debrief, None where there is none or it is somebody else's."""
    row = conn.execute(_GET, {"owner": person_id, "run": run_id}).one_or_none()
    return Promise(*row) if row else None


def latest(
    conn: Connection, person_id: int, client_ids: Sequence[int]
) -> defaultdict[int, list[tuple[Promised, Status]]]:
    """The last promises made to each of those clients and what is noted of them, the one named last first."""
    found = defaultdict[int, list[tuple[Promised, Status]]](list)
    rows = conn.execute(_LATEST, {"owner": person_id, "clients": list(client_ids)})
    for client_id, number, due, named, status in rows:
        found[client_id].append((Promised(number, due, named), status))
    for made in found.values():
        made.sort(key=lambda one: (one[0].named, one[0].id), reverse=True)
    return found


def overdue(conn: Connection, person_id: int, client_id: int, now: int) -> int | None:
    """When the client's open promise was due, where a contact at `now` is late for it; None else. Unix seconds UTC."""
    made = latest(conn, person_id, [client_id])[client_id]
    due = next((one.due for one, status in made if status == "open"), None)
    return due if due is not None and is_late(due, now) else None


def settle(conn: Connection, person_id: int, became: Mapping[int, Status]) -> None:
    """Notes what promises came to, by their ids."""
    if became:
        conn.execute(_SETTLE, [{"owner": person_id, "promise": one, "became": said} for one, said in became.items()])


def move(conn: Connection, person_id: int, promise_id: int, due_at: int, now: int) -> None:
    """The client was named another time, at `now` (both Unix seconds UTC); raises Missing for somebody else's."""
    values = {"owner": person_id, "promise": promise_id, "due": due_at, "now": now}
    if conn.execute(_MOVE, values).rowcount == 0:
        raise Missing("promise")
