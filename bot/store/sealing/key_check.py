"""Whether the notes' key is that of the database: asked at every start, before anything is changed."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, Table, insert, inspect, select

from bot.store.database.errors import WrongKey
from bot.store.sealing.sealed_columns import sealed
from bot.store.tables.core import metadata, notes_key

if TYPE_CHECKING:
    from bot.store.sealing.cipher import Seal

TABLES: tuple[Table, ...] = tuple(table for table in metadata.sorted_tables if sealed(table))
"""The tables that hold words, those that others refer to first."""
_THIS = select(notes_key)

_MISSING = "The notes in this database are under a key: set NOTES_KEY to it. The data was left as it is."
_WRONG = (
    "NOTES_KEY is not the key of the notes in this database: set it to the one that they were written with. "
    "The data was left as it is."
)
_PLAIN = (
    "NOTES_KEY is set, but the notes in this database are not under a key yet: call ./run rekey once, or take "
    "NOTES_KEY away. The data was left as it is."
)
_TURNING = "The notes' key is being changed: call ./run rekey again with both keys as before, to end that first."


def check(conn: Connection, seal: "Seal | None") -> None:
    """Raises WrongKey unless the key (None: no key) is the one of this database. Only reads.

    A database whose tables are older, or not there yet, is asked for what it has.
    """
    found = known(conn)
    if found is not None and found.turning:
        raise WrongKey("turning", _TURNING)
    mine = found.key_check if found is not None else None
    there = set(inspect(conn).get_table_names()) if mine is None and seal is not None else set()
    if any(_holds(conn, table) for table in TABLES if table.name in there):
        raise WrongKey("plain", _PLAIN)
    if mine is not None and seal is None:
        raise WrongKey("missing", _MISSING)
    if mine is not None and seal is not None and seal.check != mine:
        raise WrongKey("other", _WRONG)


def note(conn: Connection, seal: "Seal") -> None:
    """Notes the key of a database that holds nothing yet; for one that has its key it changes nothing.

    Raises WrongKey as `check` does.
    """
    check(conn, seal)
    if conn.execute(_THIS).one_or_none() is None:
        conn.execute(insert(notes_key), {"id": 1, "key_check": seal.check})


def row(conn: Connection) -> Row[*tuple[Any, ...]] | None:
    """What is noted of the key; None where there never was one."""
    return conn.execute(_THIS).one_or_none()


def known(conn: Connection) -> Row[*tuple[Any, ...]] | None:
    """The same for a database whose tables may be older, or not there yet."""
    return row(conn) if inspect(conn).has_table(notes_key.name) else None


def _holds(conn: Connection, table: Table) -> bool:
    return conn.execute(select(table.primary_key.columns[0]).limit(1)).first() is not None
