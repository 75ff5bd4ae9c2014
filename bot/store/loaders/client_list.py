"""Pages of clients with where each of them stands; a fixed number of statements, however many there are."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    exists,
    false,
    func,
    null,
    select,
    union_all,
)

from bot.protocol.cadence.client_state import Event, standing
from bot.protocol.matching import search
from bot.store.queries import clients
from bot.store.queries.sql import OPEN
from bot.store.tables.core import client, followup, outcome, promise, touch
from bot.viewmodels.clients import Listed
from bot.viewmodels.paging import CLIENTS_ON_PAGE

_MOST_FOUND = 24
"""So many are shown: whoever gets more types more."""
_LOOKED_BACK = 64
"""Debriefs and follow-ups of each client that are looked at: what lies further back changes nothing any more."""

_OWNER: BindParameter[int] = bindparam("owner", type_=Integer)
_MINE = client.c.person_id == _OWNER
_SHOWN = select(
    client.c.id,
    client.c.label,
    select(func.max(touch.c.at))
    .where(touch.c.person_id == client.c.person_id, touch.c.client_id == client.c.id)
    .scalar_subquery(),
    select(promise.c.due_at)
    .where(promise.c.person_id == client.c.person_id, promise.c.client_id == client.c.id, promise.c.status == OPEN)
    .order_by(promise.c.updated_at.desc(), promise.c.id.desc())
    .limit(1)
    .scalar_subquery(),
    client.c.archived_at,
).where(_MINE)
_ACTIVE = (
    _SHOWN.where(client.c.archived_at.is_(None))
    .order_by(client.c.last_at.desc(), client.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_ARCHIVED = (
    _SHOWN.where(client.c.archived_at.is_not(None))
    .order_by(client.c.archived_at.desc(), client.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_THESE = _SHOWN.where(client.c.id.in_(bindparam("these", expanding=True)))
_ANY_ARCHIVED = select(exists().where(_MINE, client.c.archived_at.is_not(None)))


def _last(number: int) -> tuple[Select[Any], Select[Any]]:
    """The last debriefs and follow-ups of the client in that place of the page, each by its index."""
    this: BindParameter[int] = bindparam(f"client_{number}", type_=Integer)
    debriefs = (
        select(
            outcome.c.client_id,
            outcome.c.run_id,
            outcome.c.created_at.label("at"),
            outcome.c.tense,
            cast(null(), Text).label("how"),
            false().label("kept"),
        )
        .where(outcome.c.person_id == _OWNER, outcome.c.client_id == this)
        .order_by(outcome.c.run_id.desc())
        .limit(_LOOKED_BACK)
        .subquery()
    )
    followups = (
        select(
            followup.c.client_id,
            followup.c.run_id,
            followup.c.at,
            false().label("tense"),
            followup.c.how,
            followup.c.kept,
        )
        .where(followup.c.person_id == _OWNER, followup.c.client_id == this)
        .order_by(followup.c.run_id.desc())
        .limit(_LOOKED_BACK)
        .subquery()
    )
    return select(debriefs), select(followups)


_EVENTS = union_all(*(part for number in range(CLIENTS_ON_PAGE) for part in _last(number)))


def page(conn: Connection, person_id: int, at: int, *, archived: bool = False) -> tuple[tuple[Listed, ...], bool]:
    """A page of the person's clients, the most recent first, and whether another follows; or one of the archive, those
    that were put there last first.
    """
    values = {"owner": person_id, "most": CLIENTS_ON_PAGE + 1, "skip": at * CLIENTS_ON_PAGE}
    found = [Listed(*row) for row in conn.execute(_ARCHIVED if archived else _ACTIVE, values)]
    return _standing(conn, person_id, found[:CLIENTS_ON_PAGE]), len(found) > CLIENTS_ON_PAGE


def these(conn: Connection, person_id: int, ids: Sequence[int]) -> tuple[Listed, ...]:
    """Those of these clients that are the person's, in this order; at most a page of them."""
    rows = conn.execute(_THESE, {"owner": person_id, "these": list(ids[:CLIENTS_ON_PAGE])})
    known = {row[0]: Listed(*row) for row in rows}
    return _standing(conn, person_id, [known[one] for one in ids if one in known])


def any_archived(conn: Connection, person_id: int) -> bool:
    """Whether any client of the person's is in the archive."""
    return bool(conn.execute(_ANY_ARCHIVED, {"owner": person_id}).scalar_one())


def find(conn: Connection, person_id: int, text: str, most: int = _MOST_FOUND) -> tuple[int, ...]:
    """The ids of up to `most` of the person's clients whom the text may name, the archive included."""
    return search(text, clients.known_as(conn, person_id, clients.MOST), most)


def _standing(conn: Connection, person_id: int, listed: Sequence[Listed]) -> tuple[Listed, ...]:
    """The clients with where things stand with each: all of their events in one statement."""
    ids = [one.client_id for one in listed]
    values = {f"client_{n}": ids[n] if n < len(ids) else 0 for n in range(CLIENTS_ON_PAGE)}
    events: dict[int, list[tuple[int, Event]]] = {one: [] for one in ids}
    for row in conn.execute(_EVENTS, {"owner": person_id, **values}) if ids else ():
        events[row.client_id].append((row.run_id, Event(row.at, bool(row.tense), row.how, bool(row.kept))))
    # In the order of the runs: two of them may have begun in the same second.
    states = {one: standing([event for _, event in sorted(events[one], key=lambda each: each[0])]).state for one in ids}
    return tuple(replace(one, state=states[one.client_id]) for one in listed)
