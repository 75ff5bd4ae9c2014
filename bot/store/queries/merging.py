"""Two records of one client made one: everything of the one that goes moves to the one that stays."""

from collections.abc import Iterator

from sqlalchemy import BindParameter, Connection, Table, bindparam, or_, select, tuple_, update

from bot.protocol.client import Client
from bot.protocol.merging import run_merged
from bot.protocol.person import Person
from bot.store.database.errors import Missing
from bot.store.queries import clients, phrase_scores
from bot.store.queries.sql import OPEN, WAITING, parameters, to_parameters
from bot.store.sealing import sealed_columns
from bot.store.tables.core import client, metadata, reminder, rhythm, run
from bot.store.tables.core import learned as counts

_OWNER: BindParameter[int] = bindparam("owner")
_KEPT: BindParameter[int] = bindparam("stays")
_GONE: BindParameter[int] = bindparam("goes")


def refers_to_client(table: Table) -> bool:
    """Whether rows of the table hang on a client."""
    return any(key.column.table is client for key in table.foreign_keys)


_OTHERWISE = frozenset({rhythm, counts})
"""Tables of which both records have a row of the same key: those rows are put together."""
MOVED = tuple(table for table in metadata.sorted_tables if refers_to_client(table) and table not in _OTHERWISE)
"""Tables whose rows go over as they are. A new table is among them by itself."""

_MOVES = tuple(
    update(table).where(table.c.person_id == _OWNER, table.c.client_id == _GONE).values(client_id=_KEPT)
    for table in MOVED
)
_same = reminder.alias("same")
# Of two reminders that wait for the same reason one is enough; the plan that is made anew says which are left.
_DOUBLED = (
    update(reminder)
    .where(
        reminder.c.person_id == _OWNER,
        reminder.c.client_id == _GONE,
        reminder.c.status == WAITING,
        tuple_(reminder.c.kind, reminder.c.base_at).in_(
            select(_same.c.kind, _same.c.base_at).where(
                _same.c.person_id == _OWNER, _same.c.client_id == _KEPT, _same.c.status == WAITING
            )
        ),
    )
    .values(status="dropped", done="over", done_until=None)
)
_RHYTHMS = select(rhythm).where(rhythm.c.person_id == _OWNER, rhythm.c.client_id.in_((_KEPT, _GONE)))
_RHYTHM_MOVES = update(rhythm).where(rhythm.c.person_id == _OWNER, rhythm.c.client_id == _GONE).values(client_id=_KEPT)
_RHYTHM = (
    update(rhythm)
    .where(rhythm.c.person_id == _OWNER, rhythm.c.client_id == _KEPT)
    .values(to_parameters(("look_again_at", "told_at", "told_base", "cadence_at")))
)
_STATES = select(run.c.id, run.c.state).where(
    run.c.person_id == _OWNER, or_(run.c.client_id == _GONE, run.c.status == OPEN)
)
_STATE = update(run).where(run.c.person_id == _OWNER, run.c.id == bindparam("this")).values(state=bindparam("new"))
_CREATED = (
    update(client)
    .where(client.c.person_id == _OWNER, client.c.id == _KEPT)
    .values(created_at=bindparam("created"), archived_at=bindparam("archived"))
)


def merge(conn: Connection, person: Person, kept: Client, gone: int) -> None:
    """Moves everything of `gone` to `kept`, which is written as it is given, and deletes what is left of `gone`.

    That is debriefs, follow-ups, contacts, promises, reminders, notes, and what was learned. Their ids stay.

    Whoever calls it plans the reminders anew. Raises Missing where one of them is not the person's, or both are one.
    """
    pair = {"owner": person.id, "stays": kept.id, "goes": gone}
    if kept.id == gone or any(clients.get(conn, person.id, one) is None for one in (kept.id, gone)):
        raise Missing("client")
    for this, state in list(_anew(conn, pair)):
        conn.execute(_STATE, {"owner": person.id, "this": this, "new": sealed_columns.at(state, this)})
    conn.execute(_DOUBLED, pair)
    for move in _MOVES:
        conn.execute(move, pair)
    _rhythms(conn, pair)
    phrase_scores.move(conn, person, gone, kept.id)
    clients.save(conn, kept)
    conn.execute(_CREATED, {**pair, "created": kept.created_at, "archived": kept.archived_at})
    clients.delete(conn, person.id, gone)


def _anew(conn: Connection, pair: dict[str, int]) -> Iterator[tuple[int, str]]:
    """The states that name the one that goes, with the other in its place."""
    for this, state in conn.execute(_STATES, pair):
        try:
            after = run_merged(state, pair["goes"], pair["stays"])
        except ValueError:  # of a program that writes them otherwise: it stays as it is, as everywhere
            continue
        if after != state:
            yield this, after


def _rhythms(conn: Connection, pair: dict[str, int]) -> None:
    """Of reminders that came, and of a parting check that was put off, the later counts; choices are the kept one's."""
    rows = {row.client_id: row for row in conn.execute(_RHYTHMS, pair)}
    kept, gone = rows.get(pair["stays"]), rows.get(pair["goes"])
    if gone is None:
        return
    if kept is None:
        conn.execute(_RHYTHM_MOVES, pair)
        return
    told = max(kept, gone, key=lambda row: row.told_at or 0)
    looks = [row.look_again_at for row in (kept, gone) if row.look_again_at is not None]
    chosen = kept if kept.cadence_at is not None else gone
    values = {
        "look_again_at": max(looks, default=None),
        "told_at": told.told_at,
        "told_base": told.told_base,
        "cadence_at": chosen.cadence_at,
    }
    conn.execute(_RHYTHM, {**pair, **parameters(values)})
