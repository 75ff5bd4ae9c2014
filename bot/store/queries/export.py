"""All that belongs to one person, table by table, read in portions of one snapshot."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final

from sqlalchemy import Column, Connection, Table, exists, select

from bot.protocol.engine.run import Piece, Run, decode, joined
from bot.protocol.person import Person
from bot.store.sealing.sealed_columns import Digested
from bot.store.tables.core import client, errand, metadata, pasted, run
from bot.store.tables.core import person as people
from bot.transfer.archive import ArchiveTable, Values

_PORTION: Final = 500
_LEFT_OUT: Final = frozenset({errand.name, pasted.name})
"""What is only under way: the file itself, and a text that goes when its screen is left."""
TABLES: Final = tuple(
    table
    for table in metadata.sorted_tables
    if table is people or ("person_id" in table.c and table.foreign_keys and table.name not in _LEFT_OUT)
)
"""The tables of which a person has rows. What is of chats or of nobody holds no words that stay."""


def anything(conn: Connection, person_id: int) -> bool:
    """Whether the person has written anything down yet: a client, or words without one."""
    found = select(exists().where(client.c.person_id == person_id) | exists().where(run.c.person_id == person_id))
    return bool(conn.execute(found).scalar_one())


def parts(conn: Connection, person: Person) -> tuple[ArchiveTable, ...]:
    """The person's tables, and the list of their voice notes; nothing is read before rows are asked for."""
    made = []
    for table in TABLES:
        columns = [column.name for column in _told(table)]
        rows = partial(_rows, conn, table, person.id)
        match table.name:
            case client.name:
                made.append(ArchiveTable("client", (*columns, "notes"), partial(_clients, conn, person.id)))
            case run.name:
                nested = frozenset({"state"})
                made.append(ArchiveTable("run", (*columns, "words"), partial(_runs, rows), nested))
            case name:
                made.append(ArchiveTable(name, tuple(columns), rows))
    columns = ["run_id", "client_id", "seconds", "started_at", "message_id"]
    return (*made, ArchiveTable("voices", tuple(columns), partial(_voices, partial(_rows, conn, run, person.id))))


def _rows(conn: Connection, table: Table, person_id: int) -> Iterator[Values]:
    for portion in _portions(conn, table, person_id):
        yield from portion


def _portions(conn: Connection, table: Table, person_id: int) -> Iterator[Sequence[Values]]:
    """The rows in the order of their key. The keys come first: to sort whole rows would take memory for all of them."""
    (key,) = table.primary_key.columns
    owner = table.c.id if table is people else table.c.person_id
    keys = conn.execute(select(key).where(owner == person_id).order_by(key)).scalars().all()
    for start in range(0, len(keys), _PORTION):
        some = keys[start : start + _PORTION]
        rows = conn.execute(select(*_told(table)).where(owner == person_id, key.in_(some)).order_by(key)).mappings()
        yield [dict(row) for row in rows]


def _told(table: Table) -> list[Column[Any]]:
    """The columns but those that only stand for another."""
    return [column for column in table.c if not isinstance(column.type, Digested)]


def _clients(conn: Connection, person_id: int) -> Iterator[Values]:
    """The clients, each with its notes: as the import reads them."""
    for portion in _portions(conn, client, person_id):
        ids = [row["id"] for row in portion]
        notes: dict[int, list[str]] = {}
        found = select(run.c.client_id, run.c.state).where(
            run.c.person_id == person_id, run.c.client_id.in_(ids), run.c.status == "note"
        )
        for client_id, state in conn.execute(found.order_by(run.c.id)):
            text = joined(_read(state).facts)
            if text:
                notes.setdefault(client_id, []).append(text)
        for row in portion:
            yield {**row, "notes": "\n\n".join(notes.get(row["id"], ()))}


def _runs(rows: partial[Iterator[Values]]) -> Iterator[Values]:
    """The runs, each with all words that were typed in it."""
    for row in rows():
        found = _read(row["state"])
        words = [joined(found.facts), *(joined(answer.words) for answer in found.answers)]
        yield {**row, "words": "\n".join(filter(None, words))}


def _voices(rows: partial[Iterator[Values]]) -> Iterator[Values]:
    """The voice notes, which stay with Telegram: where each belongs and how long it is."""
    for row in rows():
        if '"voice"' not in row["state"]:  # most have none, and are not read for it
            continue
        for piece in _pieces(_read(row["state"])):
            if piece.kind == "voice":
                yield {
                    "run_id": row["id"],
                    "client_id": row["client_id"],
                    "seconds": piece.seconds,
                    "started_at": row["started_at"],
                    "message_id": piece.message,
                }


def _pieces(found: Run) -> Iterator[Piece]:
    yield from found.facts
    for answer in found.answers:
        yield from answer.words


def _read(state: str) -> Run:
    """The run; one that a later version wrote is left in its JSON alone."""
    try:
        return decode(state)
    except ValueError:
        return Run(version=0)
