"""Promises: the dates that were named to clients (protocol, section 8)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, literal, select, update

from bot.protocol.person import Person
from bot.reminders.plan import Promised
from bot.reminders.promises import Status
from bot.store.errors import Missing
from bot.store.models import promise
from bot.store.sql import Excluded, Upsert, columns


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise, made in a debrief or a follow-up; `due_at` is Unix seconds UTC."""

    id: int
    client_id: int
    run_id: int
    due_at: int
    status: Status


def _same_date_keeps_status(excluded: Excluded) -> dict[str, Any]:
    unchanged = promise.c.due_at == excluded.due_at
    return {"status": case((unchanged, promise.c.status), else_=literal("open"))}


_THIS = (promise.c.person_id == bindparam("owner"), promise.c.run_id == bindparam("run"))
_GET = select(*columns(promise, Promise)).where(*_THIS)
_KEEP = Upsert(promise, "run_id", changed=_same_date_keeps_status)
_DROP = delete(promise).where(*_THIS)
_LATEST = (
    select(promise.c.id, promise.c.due_at, promise.c.updated_at, promise.c.status)
    .where(promise.c.person_id == bindparam("owner"), promise.c.client_id == bindparam("client"))
    .order_by(promise.c.id.desc())
    .limit(bindparam("most"))
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
        "agency_id": person.agency_id,
        "person_id": person.id,
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


def latest(conn: Connection, person_id: int, client_id: int, limit: int) -> list[tuple[Promised, Status]]:
    """The last promises made to the client and what is noted of them, the newest first."""
    rows = conn.execute(_LATEST, {"owner": person_id, "client": client_id, "most": limit})
    return [(Promised(number, due, named), status) for number, due, named, status in rows]


def settle(conn: Connection, person_id: int, promise_id: int, status: Status) -> None:
    """Notes what the promise came to."""
    conn.execute(_SETTLE, {"owner": person_id, "promise": promise_id, "became": status})


def move(conn: Connection, person_id: int, promise_id: int, due_at: int, now: int) -> None:
    """The client was named another time, at `now` (both Unix seconds UTC); raises Missing for somebody else's."""
    values = {"owner": person_id, "promise": promise_id, "due": due_at, "now": now}
    if conn.execute(_MOVE, values).rowcount == 0:
        raise Missing("promise")
