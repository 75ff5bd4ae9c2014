"""Debriefs: the stored runs. The state is opaque here; `bot.protocol.state` reads and writes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy import delete as delete_from

from bot.protocol.person import Person
from bot.store.errors import Missing
from bot.store.models import debrief
from bot.store.models import person as people
from bot.store.sql import OPEN, columns

Status = Literal["open", "closed", "note"]


@dataclass(frozen=True, slots=True)
class Stored:
    """One debrief as stored: `state` is JSON of the run, `version` that of its table of steps.

    `status` is "open" while questions wait, "closed" when saved, "note" for words kept without a debrief.
    Moments are Unix seconds UTC.
    """

    id: int
    person_id: int
    client_id: int | None
    status: Status
    version: int
    state: str
    started_at: int
    touched_at: int


_COLUMNS = columns(debrief, Stored)
_THIS = (debrief.c.person_id == bindparam("owner"), debrief.c.id == bindparam("debrief"))
_COUNT = update(people).where(people.c.id == bindparam("owner")).values(debriefs=people.c.debriefs + 1)
_START = insert(debrief).returning(debrief.c.id)
_LOAD = select(*_COLUMNS).where(*_THIS)
_OPEN_ONES = (
    select(*_COLUMNS)
    .where(debrief.c.person_id == bindparam("owner"), debrief.c.status == OPEN)
    .order_by(debrief.c.touched_at.desc(), debrief.c.id.desc())
    .limit(bindparam("most"))
)
_SAVE = (
    update(debrief)
    .where(*_THIS)
    .values(
        client_id=bindparam("new_client"),
        version=bindparam("new_version"),
        state=bindparam("new_state"),
        touched_at=bindparam("now"),
    )
)
_STATUS = (
    update(debrief)
    .where(*_THIS)
    .values(status=bindparam("new_status"), touched_at=bindparam("now"), closed_at=bindparam("new_closed_at"))
)
_DELETE = delete_from(debrief).where(*_THIS)
_STALE = (
    select(*_COLUMNS)
    .where(debrief.c.status == OPEN, debrief.c.touched_at < bindparam("before"))
    .order_by(debrief.c.touched_at)
    .limit(bindparam("most"))
)


def start(conn: Connection, person: Person, version: int, state: str, now: int) -> Stored:
    """A new open debrief without a client; the person's count of debriefs goes up by one.

    `person` itself is frozen and keeps the old count, which is the turn of this debrief's wordings.
    """
    conn.execute(_COUNT, {"owner": person.id})
    values = {
        "agency_id": person.agency_id,
        "person_id": person.id,
        "client_id": None,
        "status": "open",
        "version": version,
        "state": state,
        "started_at": now,
        "touched_at": now,
    }
    made: int = conn.execute(_START, values).scalar_one()
    return Stored(made, person.id, None, "open", version, state, now, now)


def load(conn: Connection, person_id: int, debrief_id: int) -> Stored | None:
    """The debrief, None where there is none or it is somebody else's."""
    row = conn.execute(_LOAD, {"owner": person_id, "debrief": debrief_id}).one_or_none()
    return Stored(*row) if row else None


def open_ones(conn: Connection, person_id: int, limit: int) -> list[Stored]:
    """The person's open debriefs, the most recently touched first."""
    return [Stored(*row) for row in conn.execute(_OPEN_ONES, {"owner": person_id, "most": limit})]


def save(  # noqa: PLR0913 (the columns of one row, by name)
    conn: Connection,
    person_id: int,
    debrief_id: int,
    *,
    client_id: int | None,
    version: int,
    state: str,
    now: int,
) -> None:
    """Writes the run after an answer; `now` is Unix seconds UTC.

    Raises Missing where the debrief is not the person's, StoreError where the client is not.
    """
    changed = conn.execute(
        _SAVE,
        {
            "owner": person_id,
            "debrief": debrief_id,
            "new_client": client_id,
            "new_version": version,
            "new_state": state,
            "now": now,
        },
    )
    if changed.rowcount == 0:
        raise Missing("debrief")


def close(conn: Connection, person_id: int, debrief_id: int, status: Literal["closed", "note"], now: int) -> None:
    """Closes the debrief, as such or as a note; raises Missing where it is not the person's."""
    _set_status(conn, person_id, debrief_id, {"new_status": status, "now": now, "new_closed_at": now})


def reopen(conn: Connection, person_id: int, debrief_id: int, now: int) -> None:
    """Opens a closed debrief again, the 12 hours counting anew; raises Missing where it is not the person's."""
    _set_status(conn, person_id, debrief_id, {"new_status": "open", "now": now, "new_closed_at": None})


def _set_status(conn: Connection, person_id: int, debrief_id: int, values: Mapping[str, str | int | None]) -> None:
    if conn.execute(_STATUS, {"owner": person_id, "debrief": debrief_id, **values}).rowcount == 0:
        raise Missing("debrief")


def delete(conn: Connection, person_id: int, debrief_id: int) -> bool:
    """Deletes the debrief with its outcome, contact and promise; False where it is not the person's."""
    return conn.execute(_DELETE, {"owner": person_id, "debrief": debrief_id}).rowcount == 1


def stale(conn: Connection, before: int, limit: int) -> list[Stored]:
    """Open debriefs of all people not touched since before the moment, the oldest first (protocol, section 4)."""
    return [Stored(*row) for row in conn.execute(_STALE, {"before": before, "most": limit})]
