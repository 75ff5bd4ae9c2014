"""Runs of the engine: debriefs and what follows them. The state is opaque here; `bot.protocol.engine.run` knows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy import delete as delete_from

from bot.protocol.person import Person
from bot.store.database.errors import Missing
from bot.store.queries.sql import OPEN, columns, owned_by
from bot.store.sealing import sealed_columns
from bot.store.tables.core import person as people
from bot.store.tables.core import run

Kind = Literal["debrief", "followup", "parting"]
Status = Literal["open", "closed", "note"]


@dataclass(frozen=True, slots=True)
class Stored:
    """One run as stored: `state` is JSON of it, `version` that of its table of steps, whose name is `kind`.

    `about_id` is the debrief that a follow-up is about, `playbook` the digest of the one that the run began with.
    `status` is "open" while questions wait, "closed" when saved, "note" for words kept without a debrief.
    Moments are Unix seconds UTC.
    """

    id: int
    person_id: int
    kind: Kind
    client_id: int | None
    about_id: int | None
    status: Status
    version: int
    state: str
    playbook: str | None
    started_at: int
    touched_at: int


_COLUMNS = columns(run, Stored)
_THIS = (run.c.person_id == bindparam("owner"), run.c.id == bindparam("run"))
_COUNT = update(people).where(people.c.id == bindparam("owner")).values(debriefs=people.c.debriefs + 1)
_START = insert(run).returning(run.c.id)
_LOAD = select(*_COLUMNS).where(*_THIS)
_OPEN_ONES = (
    select(*_COLUMNS)
    .where(run.c.person_id == bindparam("owner"), run.c.status == OPEN)
    .order_by(run.c.touched_at.desc(), run.c.id.desc())
    .limit(bindparam("most"))
)
_SAVE = (
    update(run)
    .where(*_THIS)
    .values(
        client_id=bindparam("new_client"),
        version=bindparam("new_version"),
        state=bindparam("new_state"),
        touched_at=bindparam("now"),
    )
)
_STATUS = (
    update(run)
    .where(*_THIS)
    .values(status=bindparam("new_status"), touched_at=bindparam("now"), closed_at=bindparam("new_closed_at"))
)
_DELETE = delete_from(run).where(*_THIS)
_STALE = (
    select(*_COLUMNS)
    .where(run.c.status == OPEN, run.c.touched_at < bindparam("before"))
    .order_by(run.c.touched_at)
    .limit(bindparam("most"))
)


def start(  # noqa: PLR0913 (the columns of one row, by name)
    conn: Connection,
    person: Person,
    version: int,
    state: str,
    now: int,
    *,
    kind: Kind = "debrief",
    playbook: str | None = None,
    client_id: int | None = None,
    about_id: int | None = None,
) -> Stored:
    """A new open run; with a debrief the person's count of them goes up by one. `now` is Unix seconds UTC.

    `person` itself is frozen and keeps the old count, which is the turn of this debrief's wordings.
    Raises StoreError where the client or the run that it is about is not the person's.
    """
    if kind == "debrief":
        conn.execute(_COUNT, {"owner": person.id})
    values = {
        **owned_by(person),
        "kind": kind,
        "client_id": client_id,
        "about_id": about_id,
        "status": "open",
        "version": version,
        "state": state,
        "playbook": playbook,
        "started_at": now,
        "touched_at": now,
    }
    made: int = conn.execute(_START, sealed_columns.row(conn, run, values)).scalar_one()
    return Stored(made, person.id, kind, client_id, about_id, "open", version, state, playbook, now, now)


def load(conn: Connection, person_id: int, run_id: int) -> Stored | None:
    """The run, None where there is none or it is somebody else's."""
    row = conn.execute(_LOAD, {"owner": person_id, "run": run_id}).one_or_none()
    return Stored(*row) if row else None


def open_ones(conn: Connection, person_id: int, limit: int) -> list[Stored]:
    """The person's open runs, the most recently touched first."""
    return [Stored(*row) for row in conn.execute(_OPEN_ONES, {"owner": person_id, "most": limit})]


def save(  # noqa: PLR0913 (the columns of one row, by name)
    conn: Connection,
    person_id: int,
    run_id: int,
    *,
    client_id: int | None,
    version: int,
    state: str,
    now: int,
) -> None:
    """Writes the run after an answer; `now` is Unix seconds UTC.

    Raises Missing where the run is not the person's, StoreError where the client is not.
    """
    changed = conn.execute(
        _SAVE,
        {
            "owner": person_id,
            "run": run_id,
            "new_client": client_id,
            "new_version": version,
            "new_state": sealed_columns.at(state, run_id),
            "now": now,
        },
    )
    if changed.rowcount == 0:
        raise Missing("run")


def close(conn: Connection, person_id: int, run_id: int, status: Literal["closed", "note"], now: int) -> None:
    """Closes the run, as such or as a note; raises Missing where it is not the person's."""
    _set_status(conn, person_id, run_id, {"new_status": status, "now": now, "new_closed_at": now})


def reopen(conn: Connection, person_id: int, run_id: int, now: int) -> None:
    """Opens a closed run again, the 12 hours counting anew; raises Missing where it is not the person's."""
    _set_status(conn, person_id, run_id, {"new_status": "open", "now": now, "new_closed_at": None})


def _set_status(conn: Connection, person_id: int, run_id: int, values: Mapping[str, str | int | None]) -> None:
    if conn.execute(_STATUS, {"owner": person_id, "run": run_id, **values}).rowcount == 0:
        raise Missing("run")


def delete(conn: Connection, person_id: int, run_id: int) -> bool:
    """Deletes the run with its outcome, contact and promise; False where it is not the person's."""
    return conn.execute(_DELETE, {"owner": person_id, "run": run_id}).rowcount == 1


def stale(conn: Connection, before: int, limit: int) -> list[Stored]:
    """Open runs of all people not touched since before the moment, the oldest first (protocol, section 4)."""
    return [Stored(*row) for row in conn.execute(_STALE, {"before": before, "most": limit})]
