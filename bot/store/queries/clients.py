"""Clients of a person. Nobody else's is ever loaded or changed: every statement names the person."""

from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, insert, select, update
from sqlalchemy import delete as erase

from bot.protocol.client import Client
from bot.protocol.person import Person
from bot.store.database.errors import Missing, TooMany
from bot.store.queries.sql import columns, owned_by, parameters, to_parameters
from bot.store.sealing import sealed_columns
from bot.store.tables.core import client, outcome, promise, run, touch

MOST = 10_000
"""So many clients a person may have: all of their names are looked through for each one that is typed."""
_COLUMNS = columns(client, Client)
_OF_PERSON = client.c.person_id == bindparam("owner")
_THIS = (_OF_PERSON, client.c.id == bindparam("client"))
_RECENT = (
    select(*_COLUMNS)
    .where(_OF_PERSON, client.c.archived_at.is_(None))
    .order_by(client.c.last_at.desc(), client.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_COUNT = select(func.count()).select_from(client).where(_OF_PERSON)
_BY_RECENCY = (client.c.last_at.desc(), client.c.id.desc())
_NAMES = select(client.c.id, client.c.label).where(_OF_PERSON).order_by(*_BY_RECENCY)
_KNOWN = (
    select(client.c.id, client.c.label, client.c.address, client.c.username)
    .where(_OF_PERSON)
    .order_by(*_BY_RECENCY)
    .limit(bindparam("most"))
)
_REACHED = select(client.c.label, client.c.username, client.c.phone).where(_OF_PERSON)
_GET = select(*_COLUMNS).where(*_THIS)
_NEW = insert(client).returning(*_COLUMNS)
_RENAME = update(client).where(*_THIS).values(label=bindparam("to"))
_SEEN = update(client).where(*_THIS).values(last_at=bindparam("now"))
_KEPT = {"id", "person_id", "created_at", "archived_at"}
_SAVED = [column.name for column in _COLUMNS if column.name not in _KEPT]
"""What `save` writes: a new column of a `Client` is among it by itself."""
_SAVE = update(client).where(*_THIS).values(to_parameters(_SAVED))
_ARCHIVE = update(client).where(*_THIS, client.c.archived_at.is_(None)).values(archived_at=bindparam("now"))
_BRING_BACK = update(client).where(*_THIS, client.c.archived_at.is_not(None)).values(archived_at=None)
_DELETE = erase(client).where(*_THIS)


def _unused() -> list[ColumnElement[bool]]:
    return [
        ~exists().where(table.c.person_id == client.c.person_id, table.c.client_id == client.c.id)
        for table in (run, outcome, touch, promise)
    ]


_DELETE_EMPTY = erase(client).where(*_THIS, client.c.created_at >= bindparam("since"), *_unused())


def recent(conn: Connection, person_id: int, limit: int, offset: int) -> list[Client]:
    """A page of the person's clients, the most recently chosen first, without the archive; ask for one more to know of
    a next page.
    """
    rows = conn.execute(_RECENT, {"owner": person_id, "most": limit, "skip": offset})
    return [Client(*row) for row in rows]


def count(conn: Connection, person_id: int) -> int:
    """How many clients the person has."""
    number: int = conn.execute(_COUNT, {"owner": person_id}).scalar_one()
    return number


def make_room(conn: Connection, person_id: int, many: int) -> None:
    """Raises TooMany where the person may not have so many clients more."""
    if count(conn, person_id) + many > MOST:
        raise TooMany


def names(conn: Connection, person_id: int) -> list[tuple[int, str]]:
    """Ids and labels of all of the person's clients, the archive included, to match a typed name.

    The most recently chosen first.
    """
    return [(client_id, label) for client_id, label in conn.execute(_NAMES, {"owner": person_id})]


def known_as(conn: Connection, person_id: int, limit: int) -> list[tuple[int, tuple[str, ...]]]:
    """Ids of the person's clients, the archive included, with all that each goes by: label, address, username.

    The most recently chosen first, so many at most.
    """
    rows = conn.execute(_KNOWN, {"owner": person_id, "most": limit})
    return [(client_id, tuple(name for name in names if name)) for client_id, *names in rows]


def reached(conn: Connection, person_id: int) -> list[tuple[str, str | None, str | None]]:
    """Label, username and phone of all of the person's clients, the archive included: by what they are told apart."""
    return [(label, username, phone) for label, username, phone in conn.execute(_REACHED, {"owner": person_id})]


def get(conn: Connection, person_id: int, client_id: int) -> Client | None:
    """The client, None where there is none or it is somebody else's."""
    row = conn.execute(_GET, {"owner": person_id, "client": client_id}).one_or_none()
    return Client(*row) if row else None


def create(conn: Connection, person: Person, label: str, now: int) -> Client:
    """A new client of the person; `now` (Unix seconds UTC) also makes it the most recent.

    Raises TooMany where the person has as many as one may.
    """
    make_room(conn, person.id, 1)
    values = {
        **owned_by(person),
        "label": label,
        "created_at": now,
        "last_at": now,
    }
    return Client(*conn.execute(_NEW, sealed_columns.row(conn, client, values)).one())


def rename(conn: Connection, person_id: int, client_id: int, label: str) -> None:
    """Gives the client another label; raises Missing where it is not the person's."""
    if (
        conn.execute(
            _RENAME, {"owner": person_id, "client": client_id, "to": sealed_columns.at(label, client_id)}
        ).rowcount
        == 0
    ):
        raise Missing("client")


def save(conn: Connection, changed: Client) -> None:
    """Writes everything but the ids, `created_at` and the archive; raises Missing where it is not the person's."""
    values = sealed_columns.values_at(client, {name: getattr(changed, name) for name in _SAVED}, changed.id)
    this = {"owner": changed.person_id, "client": changed.id}
    if conn.execute(_SAVE, {**this, **parameters(values)}).rowcount == 0:
        raise Missing("client")


def seen(conn: Connection, person_id: int, client_id: int, now: int) -> None:
    """Makes the client the most recent one (`now` in Unix seconds UTC); raises Missing where it is not theirs."""
    if conn.execute(_SEEN, {"owner": person_id, "client": client_id, "now": now}).rowcount == 0:
        raise Missing("client")


def archive(conn: Connection, person_id: int, client_id: int, now: int) -> bool:
    """Puts the client into the archive at `now` (Unix seconds UTC); False where they are there, or not the person's.

    Whoever calls it plans the reminders anew: none is left to come.
    """
    return conn.execute(_ARCHIVE, {"owner": person_id, "client": client_id, "now": now}).rowcount == 1


def bring_back(conn: Connection, person_id: int, client_id: int) -> bool:
    """Takes the client out of the archive; False where they weren't in it, or are not the person's.

    Whoever calls it plans the reminders anew.
    """
    return conn.execute(_BRING_BACK, {"owner": person_id, "client": client_id}).rowcount == 1


def delete(conn: Connection, person_id: int, client_id: int) -> bool:
    """Deletes the client with everything of theirs: debriefs, follow-ups, contacts, promises, reminders, notes, counts.

    The foreign keys take it all along. False where the client is not the person's. Whoever calls it settles the
    person's agenda; what Telegram shows of the client, and what a journal of the database still holds, is theirs too.
    """
    return conn.execute(_DELETE, {"owner": person_id, "client": client_id}).rowcount == 1


def delete_if_empty(conn: Connection, person_id: int, client_id: int, since: int) -> bool:
    """Deletes the client if nothing refers to it: no debrief, outcome, contact or promise. True if it did.

    One who was there before `since` (Unix seconds UTC), from a file say, was added on purpose and stays.
    """
    return conn.execute(_DELETE_EMPTY, {"owner": person_id, "client": client_id, "since": since}).rowcount == 1
