"""Promises: the dates that were named to clients (protocol, section 8)."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, case, delete, literal, select

from bot.protocol.person import Person
from bot.store.errors import Missing
from bot.store.models import promise
from bot.store.sql import Excluded, Upsert, columns


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise, made in a debrief; `due_at` is Unix seconds UTC."""

    id: int
    client_id: int
    run_id: int
    due_at: int
    status: Literal["open", "kept", "broken", "dropped"]


def _same_date_keeps_status(excluded: Excluded) -> dict[str, Any]:
    unchanged = promise.c.due_at == excluded.due_at
    return {"status": case((unchanged, promise.c.status), else_=literal("open"))}


_THIS = (promise.c.person_id == bindparam("owner"), promise.c.run_id == bindparam("run"))
_GET = select(*columns(promise, Promise)).where(*_THIS)
_KEEP = Upsert(promise, "run_id", changed=_same_date_keeps_status)
_DROP = delete(promise).where(*_THIS)


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
