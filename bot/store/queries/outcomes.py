"""Outcomes: what each debrief came to."""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, and_, bindparam, delete, func, select

from bot.protocol.debrief.outcome import Outcome
from bot.protocol.person import Person
from bot.store.database.errors import Missing
from bot.store.queries.sql import Upsert, columns, owned_by, values_of
from bot.store.tables.core import client
from bot.store.tables.core import outcome as outcomes

_THIS = (outcomes.c.person_id == bindparam("owner"), outcomes.c.run_id == bindparam("run"))
_GET = select(*columns(outcomes, Outcome)).where(*_THIS)
_SAVE = Upsert(outcomes, "run_id")
_DROP = delete(outcomes).where(*_THIS)
NO_FEARS = "[]"
"""The fears of a debrief that nobody was asked for one in, as the column has them."""
_LOOKED_BACK, _CLIENTS, _OF_EACH = 24, 8, 4
"""Debriefs by which it is told what is met most: the last with a client, or the last few with each of those of late.
What lies further back is how it used to be, and would make an SOS slower the more there is of it."""
_MET_WITH = (
    select(outcomes.c.behaviours)
    .where(outcomes.c.person_id == bindparam("owner"), outcomes.c.client_id == bindparam("client"))
    .order_by(outcomes.c.run_id.desc())
    .limit(_LOOKED_BACK)
)
_RECENT = (
    select(client.c.id)
    .where(client.c.person_id == bindparam("owner"))
    .order_by(client.c.last_at.desc(), client.c.id.desc())
    .limit(_CLIENTS)
    .subquery()
)
_older = outcomes.alias("older")
_OLDEST = (
    select(_older.c.run_id)
    .where(_older.c.person_id == bindparam("owner"), _older.c.client_id == _RECENT.c.id)
    .order_by(_older.c.run_id.desc())
    .limit(1)
    .offset(_OF_EACH - 1)
    .scalar_subquery()
)
_MET = select(outcomes.c.behaviours).join_from(
    _RECENT,
    outcomes,
    and_(
        outcomes.c.person_id == bindparam("owner"),
        outcomes.c.client_id == _RECENT.c.id,
        outcomes.c.run_id >= func.coalesce(_OLDEST, 0),
    ),
)


def save(conn: Connection, person: Person, run_id: int, outcome: Outcome, now: int) -> None:
    """Writes the outcome of the debrief, over an earlier one; `now` is Unix seconds UTC.

    Raises Missing or StoreError where debrief or client are not the person's.
    """
    written = _SAVE.run(
        conn,
        {
            "run_id": run_id,
            **owned_by(person),
            **values_of(outcome),
            "fears": _out(outcome.fears),
            "behaviours": _out(outcome.behaviours),
            "created_at": now,
            "updated_at": now,
        },
    )
    if not written:
        raise Missing("outcome")


def get(conn: Connection, person_id: int, run_id: int) -> Outcome | None:
    """The outcome of the debrief, None where there is none yet or it is somebody else's."""
    row = conn.execute(_GET, {"owner": person_id, "run": run_id}).one_or_none()
    if row is None:
        return None
    values = row._asdict()  # the public way to a row's dictionary, whatever its underscore says
    values["fears"] = tuple(json.loads(row.fears))
    values["behaviours"] = tuple(json.loads(row.behaviours))
    return Outcome(**values)


def drop(conn: Connection, person_id: int, run_id: int) -> bool:
    """Takes the outcome away, where Back dropped client or fear; False where there was none of the person's."""
    return conn.execute(_DROP, {"owner": person_id, "run": run_id}).rowcount == 1


def met(conn: Connection, person_id: int, client_id: int | None = None) -> tuple[str, ...]:
    """The behaviours of the last debriefs, with that client or with those of late, each as often as it was met."""
    values = {"owner": person_id}
    rows = conn.execute(_MET, values) if client_id is None else conn.execute(_MET_WITH, {**values, "client": client_id})
    return tuple(name for (told,) in rows for name in json.loads(told))


def _out(ids: Iterable[str]) -> str:
    return json.dumps(list(ids), separators=(",", ":"))
