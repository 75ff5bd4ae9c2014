"""The notes brought under another key, from none to one or from one to none: in batches, safe to kill at any moment.

How far it came stands in the row of `notes_key`, written in the transaction of each batch: whoever goes on, with both
keys, goes on there. No bot runs meanwhile, and none starts before it is over (docs/decisions/0021).
"""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Row, Table, bindparam, delete, insert, select, tuple_, update

from bot.store.database.database import Database
from bot.store.database.errors import CannotMove, Unreadable
from bot.store.database.open_options import refuse_beside_a_bot
from bot.store.sealing import key_check
from bot.store.sealing.cipher import Seal
from bot.store.sealing.sealed_columns import BETWEEN, Placed, digested, sealed, stands_for
from bot.store.tables.core import metadata, notes_key

_BATCH = 500
_PATIENCE: Final = 60
"""Times that a reader is waited for before the file can be written anew, a second each."""
TABLES: Final = tuple(
    sorted((table for table in metadata.sorted_tables if sealed(table) or digested(table)), key=lambda one: one.name)
)
_THIS = notes_key.c.id == 1
Key = Sequence[Any]
Known = Row[*tuple[Any, ...]]


class CannotTurn(Exception):
    """The key can't be changed, or not to the end. The text is one plain line; it can be called again."""


@dataclass(frozen=True, slots=True)
class Turn:
    """From which key to which; None is "no key"."""

    old: Seal | None
    new: Seal | None


async def turn(db: Database, turn: Turn) -> int:
    """Brings all notes from the old key to the new, or goes on with that; gives how many rows there are of them.

    The database was opened as it is. At the end no trace of what stood there before is left in a SQLite file.
    Raises CannotMove or CannotTurn where a bot is at work, where words can't be opened (nothing was changed then), or
    where a reader does not end; StoreError where the database refuses.
    """
    if not await db.write(partial(_begun, turn=turn)):
        await db.read(partial(_counted, seal=turn.old))
        await db.write(partial(_begin, turn=turn))
        # Whoever started meanwhile is seen now, and whoever starts from now on sees that the key is being changed.
        if not await db.write(_alone):
            await db.write(_take_back)
            raise CannotTurn("A bot was started on the database: stop it first.")
    while await db.write(partial(_batch, turn=turn)):
        pass
    # What stood there before is let go only once the new can be read.
    rows = await db.read(partial(_counted, seal=turn.new))
    for _ in range(_PATIENCE):
        if await db.purge():
            break
        await asyncio.sleep(1)
    else:
        raise CannotTurn("Another program reads the database: end it, and call ./run rekey again.")
    await db.write(partial(_end, turn=turn))
    return rows


def _begun(conn: Connection, turn: Turn) -> bool:
    """Whether just this is under way."""
    refuse_beside_a_bot(conn)
    known = key_check.row(conn)
    if known is None or not known.turning:
        return False
    if (known.key_check, known.new_check) != (_check(turn.old), _check(turn.new)):
        raise CannotTurn("Another change of the key is under way.")
    return True


def _begin(conn: Connection, turn: Turn) -> None:
    if key_check.row(conn) is None:
        conn.execute(insert(notes_key), {"id": 1})
    conn.execute(update(notes_key).where(_THIS).values(turning=True, new_check=_check(turn.new)))


def _alone(conn: Connection) -> bool:
    try:
        refuse_beside_a_bot(conn)
    except CannotMove:
        return False
    return True


def _take_back(conn: Connection) -> None:
    conn.execute(update(notes_key).where(_THIS).values(turning=False, new_check=None))
    conn.execute(delete(notes_key).where(_THIS, notes_key.c.key_check.is_(None)))


def _batch(conn: Connection, turn: Turn) -> bool:
    """Takes some rows over, and notes the last of them; False once there is none left."""
    known = key_check.row(conn)
    done: str = known.done_table or "" if known is not None else ""
    last: Key | None = json.loads(known.done_key) if known is not None and known.done_key is not None else None
    for table in TABLES:
        if table.name < done:
            continue
        rows = _after(conn, table, last if table.name == done else None)
        if not rows:
            continue
        conn.execute(_writing(table), [_turned(table, row, turn) for row in rows])
        key = json.dumps(_key(table, rows[-1]))
        conn.execute(update(notes_key).where(_THIS).values(done_table=table.name, done_key=key))
        return True
    return False


def _end(conn: Connection, turn: Turn) -> None:
    if turn.new is None:
        conn.execute(delete(notes_key).where(_THIS))
        return
    over = {"key_check": turn.new.check, "turning": False, "new_check": None, "done_table": None, "done_key": None}
    conn.execute(update(notes_key).where(_THIS).values(over))


def _check(seal: Seal | None) -> str | None:
    return seal.check if seal is not None else None


def _after(conn: Connection, table: Table, last: Key | None) -> Sequence[Known]:
    """The next rows in the order of their key, words and what stands for words only."""
    primary = list(table.primary_key)
    query = select(*primary, *sealed(table), *digested(table)).order_by(*primary).limit(_BATCH)
    return conn.execute(query if last is None else query.where(tuple_(*primary) > tuple(last))).all()


def _key(table: Table, row: Known) -> list[Any]:
    return [getattr(row, column.name) for column in table.primary_key]


def _writing(table: Table) -> Any:  # noqa: ANN401 - an UPDATE
    return (
        update(table)
        .where(*(column == bindparam(f"key_{column.name}") for column in table.primary_key))
        .values({column.name: bindparam(f"new_{column.name}") for column in (*sealed(table), *digested(table))})
    )


def _turned(table: Table, row: Known, turn: Turn) -> dict[str, Any]:
    """What is written in place of the row's words."""
    key = _key(table, row)
    values = {f"key_{column.name}": part for column, part in zip(table.primary_key, key, strict=True)}
    words: dict[str, str | None] = {}
    for column in sealed(table):
        place, this = f"{table.name}.{column.name}", BETWEEN.join(map(str, key))
        found = words[column.name] = _opened(turn.old, place, this, getattr(row, column.name))
        closed = found if found is None or turn.new is None else turn.new.close(place, this, found)
        values[f"new_{column.name}"] = None if closed is None else Placed(None, closed)
    for column in digested(table):
        place, of = f"{table.name}.{column.name}", stands_for(column)
        # A fingerprint of nothing that is here can't be made anew: an empty one says that it is not known.
        plain = words[of] if of is not None else getattr(row, column.name) if turn.old is None else ""
        values[f"new_{column.name}"] = turn.new.digest(place, plain or "") if turn.new is not None else plain
    return values


def _opened(seal: Seal | None, place: str, key: str, stored: str | None) -> str | None:
    return stored if stored is None or seal is None else seal.open(place, key, stored)


def _counted(conn: Connection, seal: Seal | None) -> int:
    """How many rows hold words, all of which can be opened. Raises CannotTurn where one can't."""
    count = 0
    try:
        for table in TABLES:
            for row in _rows(conn, table):
                for column in sealed(table):
                    key = BETWEEN.join(map(str, _key(table, row)))
                    _opened(seal, f"{table.name}.{column.name}", key, getattr(row, column.name))
                count += bool(sealed(table))
    except Unreadable as unreadable:
        raise CannotTurn(f"{unreadable}: it was changed by something else. Restore a backup.") from None
    return count


def _rows(conn: Connection, table: Table) -> Iterator[Known]:
    rows = _after(conn, table, None)
    while rows:
        yield from rows
        rows = _after(conn, table, _key(table, rows[-1]))
