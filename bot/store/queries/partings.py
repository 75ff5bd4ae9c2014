"""Parting checks: what each came to and what was decided, and the evidence that the records hold (protocol, 7)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from bot.protocol.engine.run import joined
from bot.protocol.engine.upgrade import NewerState, read
from bot.protocol.parting.verdict import Name, evidence
from bot.protocol.person import Person
from bot.store.database.errors import Missing
from bot.store.queries import promises
from bot.store.queries.sql import Upsert, columns, owned_by, parameters, to_parameters
from bot.store.sealing import sealed_columns
from bot.store.tables.core import followup, outcome, parting, reminder, run
from bot.viewmodels.parting import FearTested, Noted, PartingRecord, Record

_LOOKED_BACK = 500
"""Debriefs and follow-ups that are counted: whoever has more of them has enough of them."""
_NAMED = 3
"""Fears that were tested are named, so many at most."""
_WRITTEN = 100
"""Notes of abuse that are shown and written down."""
_LONGEST = 3600
"""Seconds that one debrief counts for at most: one that lay open over lunch did not take that long."""
_NO_END = 2**62
"""Beyond every id."""

_COLUMNS = columns(parting, Record)
_DECIDED = [column.name for column in _COLUMNS if column.name not in {"run_id", "client_id", "verdict"}]
"""What `save` writes: a new column of a `Record` is among it by itself."""
_THIS = (parting.c.person_id == bindparam("owner"), parting.c.run_id == bindparam("run"))
_GET = select(*_COLUMNS).where(*_THIS)
_DROP = delete(parting).where(*_THIS)
_REACH = Upsert(parting, "run_id", keep=("created_at", "client_id", *_DECIDED))
_SAVE = update(parting).where(*_THIS).values(updated_at=bindparam("now"), **to_parameters(_DECIDED))
_LATEST = (
    select(*_COLUMNS)
    .where(
        parting.c.person_id == bindparam("owner"),
        parting.c.client_id == bindparam("client"),
        parting.c.decision.is_not(None),
    )
    .order_by(parting.c.run_id.desc())
    .limit(1)
)
_SINCE = (
    select(func.max(followup.c.run_id))
    .where(followup.c.person_id == bindparam("owner"), followup.c.client_id == bindparam("client"))
    .scalar_subquery()
)
_NEWEST = select(func.coalesce(_SINCE, 0))
_FOLLOWUPS = (
    select(followup.c.run_id, followup.c.at, followup.c.how, followup.c.fear_right, followup.c.tension)
    .where(
        followup.c.person_id == bindparam("owner"),
        followup.c.client_id == bindparam("client"),
        followup.c.run_id < bindparam("before"),
    )
    .order_by(followup.c.run_id.desc())
    .limit(bindparam("most"))
)
_NOTED = (
    select(followup.c.at, followup.c.words)
    .where(
        followup.c.person_id == bindparam("owner"),
        followup.c.client_id == bindparam("client"),
        followup.c.run_id < bindparam("before"),
        followup.c.how == "abuse",
    )
    .order_by(followup.c.run_id.desc())
    .limit(bindparam("most"))
)
_TESTED = (
    select(run.c.state, followup.c.fear_right)
    .join_from(followup, run, run.c.id == followup.c.run_id)
    .where(
        followup.c.person_id == bindparam("owner"),
        followup.c.client_id == bindparam("client"),
        followup.c.run_id < bindparam("before"),
        followup.c.fear_right.in_(("confirmed", "refuted")),
    )
    .order_by(followup.c.run_id.desc())
    .limit(bindparam("most"))
)
_DEBRIEFS = (
    select(
        outcome.c.run_id,
        outcome.c.created_at,
        outcome.c.tension_before,
        outcome.c.honest,
        (outcome.c.updated_at - run.c.started_at).label("took"),
    )
    .join_from(outcome, run, run.c.id == outcome.c.run_id)
    .where(
        outcome.c.person_id == bindparam("owner"),
        outcome.c.client_id == bindparam("client"),
        outcome.c.run_id < bindparam("before"),
    )
    .order_by(outcome.c.run_id.desc())
    .limit(bindparam("most"))
)
_REMINDED = select(func.count()).where(
    reminder.c.person_id == bindparam("owner"),
    reminder.c.client_id == bindparam("client"),
    reminder.c.status == "sent",
)


def reach(  # noqa: PLR0913, PLR0917 (the columns of one row)
    conn: Connection, person: Person, run_id: int, client_id: int, verdict: Name, now: int
) -> None:
    """Notes the verdict of the check, over an earlier one; what was decided stays. `now` is Unix seconds UTC.

    Raises Missing or StoreError where run or client are not the person's.
    """
    values = {
        "run_id": run_id,
        **owned_by(person),
        "client_id": client_id,
        "verdict": verdict,
        "created_at": now,
        "updated_at": now,
    }
    if not _REACH.run(conn, values):
        raise Missing("parting")


def drop(conn: Connection, person_id: int, run_id: int) -> bool:
    """Takes the verdict away, where Back went behind it; False where there was none of the person's."""
    return conn.execute(_DROP, {"owner": person_id, "run": run_id}).rowcount == 1


def get(conn: Connection, person_id: int, run_id: int) -> Record | None:
    """The check with its verdict; None where it has none yet, or is somebody else's."""
    row = conn.execute(_GET, {"owner": person_id, "run": run_id}).one_or_none()
    return Record(*row) if row else None


def save(conn: Connection, person_id: int, record: Record, now: int) -> None:
    """Writes what was decided; `now` is Unix seconds UTC. Raises Missing where the check is not the person's."""
    values = sealed_columns.values_at(parting, {name: getattr(record, name) for name in _DECIDED}, record.run_id)
    this = {"owner": person_id, "run": record.run_id, "now": now}
    if conn.execute(_SAVE, {**this, **parameters(values)}).rowcount == 0:
        raise Missing("parting")


def decided(conn: Connection, person_id: int, client_id: int) -> Record | None:
    """The client's last check on which something was decided; None where there is none of the person's."""
    row = conn.execute(_LATEST, {"owner": person_id, "client": client_id}).one_or_none()
    return Record(*row) if row else None


def newest(conn: Connection, person_id: int, client_id: int) -> int:
    """The run of the client's last follow-up that says how it went: the newest fact; 0 where there is none."""
    found: int = conn.execute(_NEWEST, {"owner": person_id, "client": client_id}).scalar_one()
    return found


def noted(conn: Connection, person_id: int, client_id: int, before: int | None = None) -> tuple[Noted, ...]:
    """The abuse by the client that was noted, the newest first; of runs `before` that one, or of all."""
    values = {"owner": person_id, "client": client_id, "before": before or _NO_END, "most": _WRITTEN}
    return tuple(Noted(*row) for row in conn.execute(_NOTED, values))


def held(conn: Connection, person_id: int, client_id: int, before: int | None) -> PartingRecord:
    """What the records hold of the client from runs `before` that one or from all, in six statements."""
    mine = {"owner": person_id, "client": client_id}
    far = {**mine, "before": before or _NO_END, "most": _LOOKED_BACK}
    contacts = conn.execute(_FOLLOWUPS, far).all()
    debriefs = conn.execute(_DEBRIEFS, far).all()
    tested = conn.execute(_TESTED, {**far, "most": _NAMED}).all()
    statuses = [status for _, status in promises.latest(conn, person_id, [client_id])[client_id]]
    hows = [row.how for row in contacts]
    first, last = _tensions(contacts, debriefs)
    return PartingRecord(
        evidence=evidence(hows, sum(row.fear_right in {"confirmed", "refuted"} for row in contacts)),
        outcomes=tuple(hows[:_NAMED]),
        tension=(first[1], last[1]) if first is not None and last is not None else None,
        over=last[0] - first[0] if first is not None and last is not None else 0,
        tested=tuple(one for row in tested if (one := _fear(row)) is not None),
        noted=noted(conn, person_id, client_id, before),
        honest=any(row.honest for row in debriefs),
        contact="kept" in statuses and "broken" not in statuses,
        debriefs=len(debriefs),
        reminders=conn.execute(_REMINDED, mine).scalar_one(),
        seconds=sum(min(_LONGEST, max(0, row.took)) for row in debriefs),
    )


TensionAt = tuple[int, int]
"""A moment (Unix seconds UTC) and the tension that was noted then."""


def _tensions(contacts: Sequence[Any], debriefs: Sequence[Any]) -> tuple[TensionAt | None, TensionAt | None]:
    """The first and the last tension, of two talks; None where there are not two of them."""
    found = [(row.run_id, row.at, row.tension) for row in contacts if row.tension is not None]
    found += [(row.run_id, row.created_at, row.tension_before) for row in debriefs if row.tension_before is not None]
    found.sort()
    if len(found) <= 1:
        return None, None
    return found[0][1:], found[-1][1:]


def _fear(row: Any) -> FearTested | None:  # noqa: ANN401 - a row of the statement above
    """The fear that the follow-up tested, as its run says; None for a run of a newer program."""
    try:
        assumed = read(row.state).run.answer("assumed")
    except NewerState:
        return None
    if assumed is None or not assumed.picks:
        return None
    return FearTested(assumed.picks[0], joined(assumed.words) or None, row.fear_right == "confirmed")
