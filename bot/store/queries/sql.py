"""What the queries share: columns of a dataclass, and an upsert that both databases understand."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, Column, ColumnClause, Connection, Table, bindparam, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import KeyedColumnElement

from bot.protocol.person import Person
from bot.store.sealing import sealed_columns

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

OPEN: ColumnClause[str] = literal_column("'open'")
"""As a literal: with a parameter, PostgreSQL's plan for a prepared statement could not take the partial index."""

WAITING: ColumnClause[str] = literal_column("'waiting'")
"""For the same reason."""


def columns(table: Table, shape: type[Any]) -> list[Column[Any]]:
    """The table's columns for the fields of the dataclass, in their order, so that `shape(*row)` fits."""
    return [table.c[field.name] for field in fields(shape)]


def owned_by(person: Person) -> dict[str, int]:
    """The columns that say whose a new row is."""
    return {"agency_id": person.agency_id, "person_id": person.id}


def values_of(shape: "DataclassInstance") -> dict[str, Any]:
    """The fields of the dataclass as the columns of a row: a new field is among them by itself."""
    return {field.name: getattr(shape, field.name) for field in fields(shape)}


def to_parameters(names: Iterable[str]) -> dict[str, BindParameter[Any]]:
    """What `.values()` of an UPDATE takes: each column is set to the parameter that `parameters` gives for it."""
    return {name: bindparam(f"new_{name}") for name in names}


def parameters(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values by the names of the parameters: SQLAlchemy keeps the columns' own names for itself."""
    return {f"new_{name}": value for name, value in values.items()}


Excluded = ReadOnlyColumnCollection[str, KeyedColumnElement[Any]]
"""The row that could not be inserted, inside of ON CONFLICT."""

_Changed = Callable[[Excluded], Mapping[str, Any]]


class Upsert:
    """`INSERT … ON CONFLICT (key) DO UPDATE`, compiled once for each database.

    On a conflict the columns of `values` that `keep` does not name are overwritten, `changed` (which gets the
    excluded row) replacing some of them. A row of another person is never touched.
    """

    def __init__(
        self,
        table: Table,
        key: str | tuple[str, ...],
        keep: Iterable[str] = ("created_at",),
        changed: _Changed | None = None,
    ) -> None:
        key = (key,) if isinstance(key, str) else key
        kept = {*key, "id", "agency_id", "person_id", *keep}
        overwritten = [column.name for column in table.c if column.name not in kept]
        self._table = table
        self._statements = {
            dialect.dialect.name: self._build(dialect.insert(table), key, overwritten, changed)
            for dialect in (sqlite, postgresql)
        }

    def _build(
        self,
        insert: sqlite.Insert | postgresql.Insert,
        key: tuple[str, ...],
        overwritten: Iterable[str],
        changed: _Changed | None,
    ) -> sqlite.Insert | postgresql.Insert:
        update = {name: insert.excluded[name] for name in overwritten}
        if changed is not None:
            update |= changed(insert.excluded)
        mine = self._table.c.person_id == insert.excluded.person_id
        return insert.on_conflict_do_update(index_elements=key, set_=update, where=mine)

    def run(self, conn: Connection, values: Mapping[str, Any]) -> bool:
        """Runs it; False where the row that stands there is another person's."""
        placed = sealed_columns.row(conn, self._table, values)
        return conn.execute(self._statements[conn.dialect.name], placed).rowcount == 1
