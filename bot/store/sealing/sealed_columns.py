"""The one way of words into the tables and out of them: sealed where there is a key (docs/decisions/0021).

A column of words has the type `Sealed`. What is written into it says which row it is of (`at`, or `row` and `rows` for
new ones): bare text is refused, with a key and without. What is selected comes out as it was written, since the type
has the database hand out the row's key along with the words. `Digested` is for where the database itself compares.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Engine,
    Table,
    Text,
    TypeDecorator,
    cast,
    literal_column,
    text,
    type_coerce,
)
from sqlalchemy.types import TypeEngine

from bot.store.database.errors import Unreadable
from bot.store.tables.columns import StoredText, storable

if TYPE_CHECKING:
    from bot.store.sealing.cipher import Seal

log = logging.getLogger(__name__)

LOST = ""
"""How words of a spared column read that can't be opened; none that are written there are empty."""
BETWEEN = "/"
_BEFORE = "|"
"""Between the parts of a row's key, and between the key and the words: no key has either in it."""


@dataclass(frozen=True, slots=True, repr=False)
class Placed:
    """Words on their way into the row with that key; without one where nothing is sealed and the row is new."""

    row: str | None
    words: str


def at(words: str | None, *key: int | str) -> Placed | None:
    """The words for the row with that primary key."""
    return None if words is None else Placed(BETWEEN.join(map(str, key)), words)


def values_at(table: Table, values: Mapping[str, Any], *key: int | str) -> dict[str, Any]:
    """New values for the row with that primary key, the words among them placed."""
    return _placed(table, dict(values), BETWEEN.join(map(str, key)))


def rows_as_stored(table: Table, many: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The values of rows as they stood in a table, for a database that was opened as it is."""
    return [_placed(table, dict(values), None) for values in many]


def row(conn: Connection, table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a new row, its words placed; where they are sealed the row gets its id beforehand."""
    return rows(conn, table, [values])[0]


def rows(conn: Connection, table: Table, many: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same for many rows, in one statement more than without a key."""
    keys = [column.name for column in table.primary_key.columns]
    made = [dict(values) for values in many]
    if made and not all(name in made[0] for name in keys):
        if seal_of(conn.dialect) is None:
            return [_placed(table, values, None) for values in made]
        (name,) = keys
        for values, given in zip(made, _ids(conn, table, name, len(made)), strict=True):
            values[name] = given
    return [_placed(table, values, BETWEEN.join(str(values[name]) for name in keys)) for values in made]


def _placed(table: Table, values: dict[str, Any], key: str | None) -> dict[str, Any]:
    for column in table.c:
        if isinstance(column.type, Sealed) and isinstance(words := values.get(column.name), str):
            values[column.name] = Placed(key, words)
    return values


_LAST = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
_NEXT = text("SELECT nextval(pg_get_serial_sequence(:name, :key)) FROM generate_series(1, :many)")


def _ids(conn: Connection, table: Table, key: str, many: int) -> list[int]:
    """Ids that no row had before, as the table itself would give them."""
    if conn.dialect.name == "sqlite":  # the one writer: nobody else takes them meanwhile
        last: int = conn.execute(_LAST, {"name": table.name}).scalar_one_or_none() or 0
        return list(range(last + 1, last + 1 + many))
    return list(conn.execute(_NEXT, {"name": table.name, "key": key, "many": many}).scalars())


def use(engine: Engine, seal: "Seal | None") -> None:
    """Has all that goes through the engine sealed and opened by that key; before anything went through it."""
    setattr(engine.dialect, _ATTRIBUTE, seal)


def seal_of(dialect: Dialect) -> "Seal | None":
    """The key that the database was opened with."""
    return getattr(dialect, _ATTRIBUTE, None)


_ATTRIBUTE = "okok_seal"
"""On the dialect, which every engine has one of, and which a type is given wherever it is at work."""


class Sealed(StoredText):
    """Words of a person, or that tell who a client is: sealed where the database has a key.

    `place` is the column's own name, "client.label". What can't be opened raises Unreadable where it is read; in a
    `spared` column, which is read for many people at once or before anything can be said, it reads as `LOST`.
    """

    cache_ok = True

    def __init__(self, place: str, *, spared: bool = False) -> None:
        super().__init__()
        self.place = place
        self.spared = spared

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Plain text without a key; so that nothing is different then, the SQL included."""
        return super().load_dialect_impl(dialect) if seal_of(dialect) is None else _Opening(self.place, self.spared)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401 (its signature)
        """What is stored for the words, which come with their row."""
        if value is None:
            return None
        if not isinstance(value, Placed):
            raise TypeError(f"{self.place}: words go there by bot.store.sealing only")
        words = storable(value.words)
        seal = seal_of(dialect)
        if seal is None:
            return words
        if value.row is None:
            raise TypeError(f"{self.place}: the words don't say which row they are of")
        return seal.close(self.place, value.row, words)


class _Opening(TypeDecorator[str]):
    """How sealed words are selected: the database gives the row's key along with them."""

    impl = Text
    cache_ok = True

    def __init__(self, place: str, spared: bool) -> None:
        super().__init__()
        self.place = place
        self.spared = spared

    def column_expression(self, column: ColumnElement[str]) -> ColumnElement[str]:
        """The key, a mark, and what is stored; NULL where that is NULL."""
        column = getattr(column, "element", column)  # of what a statement gives another name
        where = getattr(column, "table", None)
        keys = list(where.primary_key) if where is not None else []
        if not keys:
            raise TypeError(f"{self.place} can be read beside its row's key only: what SQL makes of it can't be opened")
        found: ColumnElement[Any] = cast(keys[0], Text)
        for key in keys[1:]:
            found = found.concat(literal_column(f"'{BETWEEN}'")).concat(cast(key, Text))
        return type_coerce(found.concat(literal_column(f"'{_BEFORE}'")).concat(type_coerce(column, Text)), self)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """The words, as they were written. Raises Unreadable where they aren't those of this row, if not `spared`."""
        seal = seal_of(dialect)
        if value is None or seal is None:
            return value
        key, _, stored = value.partition(_BEFORE)
        try:
            return seal.open(self.place, key, stored)
        except Unreadable as unreadable:
            if not self.spared:
                raise
            _tell(str(unreadable))
            return LOST


@lru_cache(maxsize=1024)
def _tell(line: str) -> None:
    """Once for each row: some are read with every update."""
    log.error("%s: it was changed by something else", line)


class Digested(TypeDecorator[str]):
    """Text that the database compares: itself without a key, else a keyed digest. It can't be read back.

    `place` is the column's own name; `of` names the column of the same row whose words it stands for, if any does.
    """

    impl = Text
    cache_ok = True

    def __init__(self, place: str, of: str | None = None) -> None:
        super().__init__()
        self.place = place
        self.of = of

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """What is stored, and compared with what is stored."""
        if value is None:
            return None
        plain, seal = storable(value), seal_of(dialect)
        return plain if seal is None else seal.digest(self.place, plain)


def sealed(table: Table) -> list[Column[Any]]:
    """The columns of the table that are sealed."""
    return [column for column in table.c if isinstance(column.type, Sealed)]


def digested(table: Table) -> list[Column[Any]]:
    """The columns of the table that stand for words where the database compares."""
    return [column for column in table.c if isinstance(column.type, Digested)]


def stands_for(column: Column[Any]) -> str | None:
    """The name of the column of the same row whose words a digested one stands for; None for what is nowhere else."""
    return column.type.of if isinstance(column.type, Digested) else None
