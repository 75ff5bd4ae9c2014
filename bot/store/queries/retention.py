"""Clients in the archive: who has been there for a year, and is offered for erasure (protocol, section 9)."""

from sqlalchemy import Connection, bindparam, select, text, update

from bot.protocol.person import Person
from bot.protocol.retention import ripe_before
from bot.store.tables.core import client

# As it stands at the index, so that both databases take it.
_ARCHIVED = text("archived_at IS NOT NULL")
_RIPE = (
    select(client.c.id, client.c.label)
    .where(client.c.person_id == bindparam("owner"), _ARCHIVED, client.c.archived_at < bindparam("before"))
    .order_by(client.c.archived_at)
    .limit(1)
)
_KEEP = (
    update(client)
    .where(
        client.c.person_id == bindparam("owner"),
        client.c.id == bindparam("client"),
        client.c.archived_at < bindparam("before"),
    )
    .values(archived_at=bindparam("now"))
)


def ripe(conn: Connection, person: Person, now: int) -> tuple[int, str] | None:
    """The client who at `now` has been archived the longest, for a year at least: id and label."""
    values = {"owner": person.id, "before": ripe_before(now, person.zone)}
    row = conn.execute(_RIPE, values).one_or_none()
    return (row.id, row.label) if row else None


def keep_archived(conn: Connection, person_id: int, client_id: int, before: int, now: int) -> bool:
    """The client stays in the archive, the year counting anew; False where it was not archived `before` that moment."""
    values = {"owner": person_id, "client": client_id, "before": before, "now": now}
    return conn.execute(_KEEP, values).rowcount == 1
