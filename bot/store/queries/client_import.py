"""Many clients at once, as they came in a file, and the notes about them."""

from collections.abc import Sequence
from dataclasses import fields, replace

from sqlalchemy import Connection, insert

from bot.protocol.engine.engine import begin
from bot.protocol.engine.run import Piece, encode
from bot.protocol.person import Person
from bot.store.queries import clients
from bot.store.queries.sql import owned_by
from bot.store.sealing import sealed_columns
from bot.store.tables.core import client, rhythm, run
from bot.transfer.client_rows import ClientRow

_CLIENTS = insert(client).returning(client.c.id, sort_by_parameter_order=True)
_NOTES = insert(run)
_BROUGHT = [field.name for field in fields(ClientRow) if field.name in client.c]
"""The columns that a file brings: a new field of a `ClientRow` is among them by itself."""
_RHYTHMS = insert(rhythm)
_NEVER = 0
"""When they were last chosen: they stand behind those that are in use, in the order of the file."""


def create(conn: Connection, person: Person, rows: Sequence[ClientRow], playbook: str, now: int) -> list[int]:
    """New clients of the person with their notes; gives their ids in the order of `rows`.

    `playbook` is the digest of the present one, `now` Unix seconds UTC. Raises TooMany where the person may not have
    so many more; nothing is written then.
    """
    if not rows:
        return []
    clients.make_room(conn, person.id, len(rows))
    own = owned_by(person)
    made = [
        {
            **own,
            **{name: getattr(row, name) for name in _BROUGHT},
            "created_at": now,
            "last_at": _NEVER,
        }
        for row in reversed(rows)  # of those last chosen at the same moment the one with the highest id stands first
    ]
    ids = [int(one) for one in conn.execute(_CLIENTS, sealed_columns.rows(conn, client, made)).scalars()][::-1]
    notes = [
        {
            **own,
            "kind": "debrief",
            "client_id": client_id,
            "status": "note",
            "version": begin(0, now).version,
            "state": _note(row.notes, now),
            "playbook": playbook,
            "started_at": now,
            "touched_at": now,
            "closed_at": now,
        }
        for client_id, row in zip(ids, rows, strict=True)
        if row.notes is not None
    ]
    if notes:
        conn.execute(_NOTES, sealed_columns.rows(conn, run, notes))
    chosen = [
        {**own, "client_id": client_id, "cadence_at": now}
        for client_id, row in zip(ids, rows, strict=True)
        if row.cadence is not None
    ]
    if chosen:
        conn.execute(_RHYTHMS, chosen)
    return ids


def _note(text: str, now: int) -> str:
    return encode(replace(begin(0, now), facts=(Piece(0, text),)))
