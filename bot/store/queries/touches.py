"""Contacts with clients: debriefs and follow-ups are some, others are logged with a tap (protocol, section 8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    ScalarSelect,
    bindparam,
    column,
    delete,
    func,
    insert,
    select,
    update,
    values,
)

from bot.protocol.person import Person
from bot.store.database.errors import Missing
from bot.store.queries.sql import Upsert, columns, owned_by
from bot.store.tables.core import touch


@dataclass(frozen=True, slots=True)
class Touch:
    """One contact, at `at` (Unix seconds UTC); `run_id` is the debrief or follow-up that tells of it, if any."""

    id: int
    client_id: int
    run_id: int | None
    kind: Literal["debrief", "followup", "logged"]
    at: int


_OF_RUN = Upsert(touch, "run_id", keep=())
_MINE = (touch.c.person_id == bindparam("owner"), touch.c.client_id == bindparam("client"))
_LAST = select(func.max(touch.c.at)).where(*_MINE)


def _first(client_id: ColumnElement[int], since: ColumnElement[int]) -> ScalarSelect[int]:
    mine = (touch.c.person_id == bindparam("owner"), touch.c.client_id == client_id, touch.c.at >= since)
    return select(func.min(touch.c.at)).where(*mine).scalar_subquery()


_FEW = 4
"""For so many the statement is built once: a list of values, of any length, is built anew each time, for 0.7 ms."""
_NOBODY = [f"{name}{place}" for place in range(_FEW) for name in ("client", "since")]
_FIRSTS = select(
    *(_first(bindparam(f"client{place}"), bindparam(f"since{place}")).label(f"at{place}") for place in range(_FEW))
)
_THIS = (touch.c.person_id == bindparam("owner"), touch.c.id == bindparam("touch"))
_GET = select(*columns(touch, Touch)).where(*_THIS)
_LOG = insert(touch).returning(touch.c.id)
_UNDO = delete(touch).where(*_THIS, touch.c.kind == "logged")
_TELL = update(touch).where(*_THIS, touch.c.kind == "logged").values(kind="followup", run_id=bindparam("run"))
_DATE = update(touch).where(*_THIS).values(at=bindparam("moment"))
_DATE_OF_RUN = (
    update(touch)
    .where(touch.c.person_id == bindparam("owner"), touch.c.run_id == bindparam("run"))
    .values(at=bindparam("moment"))
)


def of_run(  # noqa: PLR0913, PLR0917 (the columns of one row)
    conn: Connection, person: Person, client_id: int, run_id: int, at: int, kind: Literal["debrief", "followup"]
) -> None:
    """Notes the talk that the run is about as a contact at this moment (Unix seconds UTC), once a run.

    Raises Missing or StoreError where run or client are not the person's.
    """
    values = {
        **owned_by(person),
        "client_id": client_id,
        "run_id": run_id,
        "kind": kind,
        "at": at,
    }
    if not _OF_RUN.run(conn, values):
        raise Missing("contact")


def log(conn: Connection, person: Person, client_id: int, at: int) -> int:
    """Notes a contact at this moment (Unix seconds UTC) and gives its id; StoreError for somebody else's client."""
    values = {
        **owned_by(person),
        "client_id": client_id,
        "run_id": None,
        "kind": "logged",
        "at": at,
    }
    made: int = conn.execute(_LOG, values).scalar_one()
    return made


def get(conn: Connection, person_id: int, touch_id: int) -> Touch | None:
    """The contact, None where there is none or it is somebody else's."""
    row = conn.execute(_GET, {"owner": person_id, "touch": touch_id}).one_or_none()
    return Touch(*row) if row else None


def undo(conn: Connection, person_id: int, touch_id: int) -> bool:
    """Takes a logged contact back; False where there is none of the person's, or a run tells of it meanwhile."""
    return conn.execute(_UNDO, {"owner": person_id, "touch": touch_id}).rowcount == 1


def tell(conn: Connection, person_id: int, touch_id: int, run_id: int) -> None:
    """Makes a logged contact that of a follow-up; raises Missing where it isn't one of the person's any more."""
    if conn.execute(_TELL, {"owner": person_id, "touch": touch_id, "run": run_id}).rowcount == 0:
        raise Missing("contact")


def date(conn: Connection, person_id: int, touch_id: int, at: int) -> None:
    """The contact took place at `at` (Unix seconds UTC); raises Missing where it isn't one of the person's any more."""
    if conn.execute(_DATE, {"owner": person_id, "touch": touch_id, "moment": at}).rowcount == 0:
        raise Missing("contact")


def date_of_run(conn: Connection, person_id: int, run_id: int, at: int) -> None:
    """The contact that the run tells of took place at `at` (Unix seconds UTC)."""
    conn.execute(_DATE_OF_RUN, {"owner": person_id, "run": run_id, "moment": at})


def last(conn: Connection, person_id: int, client_id: int) -> int | None:
    """When the client last heard from the person (Unix seconds UTC), None where that is not known."""
    at: int | None = conn.execute(_LAST, {"owner": person_id, "client": client_id}).scalar_one()
    return at


def firsts(conn: Connection, person_id: int, since: Mapping[int, tuple[int, int]]) -> dict[int, int | None]:
    """The first contact with a client from a moment on (Unix seconds UTC), for each name of `since`: client, moment.

    One statement however many there are; None where there was none.
    """
    if not since:
        return {}
    if len(since) <= _FEW:
        asked = dict.fromkeys(_NOBODY, 0) | {"owner": person_id}
        for place, (client_id, moment) in enumerate(since.values()):
            asked |= {f"client{place}": client_id, f"since{place}": moment}
        return dict(zip(since, conn.execute(_FIRSTS, asked).one(), strict=False))
    many = (
        values(column("name", BigInteger), column("client_id", BigInteger), column("since", BigInteger))
        .data([(name, client_id, moment) for name, (client_id, moment) in since.items()])
        .cte("asked")
    )
    found = _first(many.c.client_id, many.c.since).label("at")
    return {row.name: row.at for row in conn.execute(select(many.c.name, found), {"owner": person_id})}
