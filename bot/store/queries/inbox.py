"""The inbox: updates as rows, before Telegram may forget them (docs/architecture.md, idea 4).

A row is done when its effect is; then its payload, which holds a person's words, is emptied. The id stays for 24
hours, so that the same update is known by the set of ids (ids start anew after an idle week). Of what is said while
a person lets it out, no more than ids is ever stored.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, null, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.queries.sql import columns
from bot.store.sealing import sealed_columns
from bot.store.tables.core import inbox

ASIDE: Final = 6 * 86_400
"""Seconds for which what was set aside is listed beyond the day of other rows: somebody has to get to read of it."""
_WORDLESS: Final = frozenset({"callback_query", "my_chat_member"})


@dataclass(frozen=True, slots=True)
class BusinessRef:
    """Whose a business update is: the `connection` by Telegram's id, and its user or the client's chat."""

    connection: str
    user_id: int | None = None
    chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update as it came: `payload` its JSON, `received_at` Unix seconds UTC, `chat_id` None where it belongs to no
    chat. `message_id` is the message that it brings; `begins` says that the person begins to let it out with it.
    `business` is of an update of a business connection, whose payload holds no words.
    """

    update_id: int
    chat_id: int | None
    kind: str
    payload: str | None
    received_at: int
    message_id: int | None = None
    begins: bool = False
    business: BusinessRef | None = None

    @property
    def speaks(self) -> bool:
        """Whether words of a person may be in it."""
        return self.kind not in _WORDLESS and self.business is None

    @property
    def edits(self) -> bool:
        """Whether it brings a message once more, as it is now."""
        return self.kind.startswith("edited_")

    def hushed(self) -> "Incoming":
        """The update without its words: ids only."""
        return replace(self, payload=json.dumps({"message_id": self.message_id, "begins": self.begins}))


@dataclass(frozen=True, slots=True)
class Owes:
    """What an erasure owes to the chat: that the message `message_id` shows the text of the key `line` in `language`,
    and that the messages `gone` are taken away, since they still show what was erased."""

    message_id: int
    line: str
    language: str
    gone: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ids:
    """What is left of an update whose words were not stored, once they aren't in memory any more.

    `farewell` is of a row that no update brought, but an erasure.
    """

    message_id: int | None
    begins: bool
    farewell: Owes | None = None


def ids_of(payload: str | None) -> Ids | None:
    """The ids in place of an update; None where the payload is the update itself, or emptied."""
    try:
        found = json.loads(payload) if payload else None
    except ValueError:
        return None
    if not isinstance(found, dict) or "update_id" in found:
        return None
    farewell = found.get("farewell")
    if farewell is not None:
        return Ids(None, begins=False, farewell=Owes(**{**farewell, "gone": tuple(farewell["gone"])}))
    return Ids(found.get("message_id"), bool(found.get("begins")))


@dataclass(frozen=True, slots=True)
class Aside:
    """An update that was set aside, by ids and moments (Unix seconds UTC): nothing else is left of it."""

    seq: int
    update_id: int
    chat_id: int | None
    kind: str
    error: str | None
    tries: int
    received_at: int
    done_at: int


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """A stored update that waits. `seq` is the order of arrival; `retry_at` (Unix seconds UTC) the earliest
    moment for the next try after a failed one."""

    seq: int
    update_id: int
    chat_id: int | None
    kind: str
    payload: str | None
    received_at: int
    tries: int
    retry_at: int | None


_THIS = (inbox.c.seq == bindparam("row"), inbox.c.done_at.is_(None))
_ACCEPT = {
    dialect.dialect.name: dialect.insert(inbox)
    .on_conflict_do_nothing(index_elements=["update_id"])
    .returning(inbox.c.seq, inbox.c.update_id)
    for dialect in (sqlite, postgresql)
}
_LOWEST_ID = select(func.min(inbox.c.update_id))
_PENDING = select(*columns(inbox, StoredUpdate)).where(inbox.c.done_at.is_(None)).order_by(inbox.c.seq)
_WAITS = select(inbox.c.seq).where(inbox.c.done_at.is_(None), inbox.c.chat_id == bindparam("chat")).limit(1)
_KNOWN = select(inbox.c.update_id).where(inbox.c.update_id.in_(bindparam("ids", expanding=True)))
_DONE = update(inbox).where(*_THIS).values(done_at=bindparam("now"), payload=null(), error=null(), retry_at=null())
_FAILED = (
    update(inbox)
    .where(*_THIS)
    .values(tries=inbox.c.tries + 1, error=bindparam("error_class"), retry_at=bindparam("again_at"))
)
_SET_ASIDE = (
    update(inbox)
    .where(*_THIS)
    .values(
        done_at=bindparam("now"),
        payload=null(),
        retry_at=null(),
        error=bindparam("error_class"),
        set_aside=true(),
        tries=inbox.c.tries + 1,
    )
)
_SWEEP = delete(inbox).where(
    inbox.c.done_at < bindparam("before"),
    or_(inbox.c.set_aside.is_(False), inbox.c.done_at < bindparam("before") - ASIDE),
)
_ASIDE_ROWS = select(*columns(inbox, Aside)).where(inbox.c.set_aside).order_by(inbox.c.seq)
_WAITING = select(func.count(), func.min(inbox.c.received_at)).where(inbox.c.done_at.is_(None))


def accept(conn: Connection, rows: Sequence[Incoming]) -> list[StoredUpdate]:
    """Stores the updates whose ids are not known yet, in one statement; gives those, in the order of arrival."""
    if not rows:
        return []
    values = [
        {
            "update_id": row.update_id,
            "chat_id": row.chat_id,
            "kind": row.kind,
            "payload": row.payload,
            "received_at": row.received_at,
            "tries": 0,
            "set_aside": False,
        }
        for row in rows
    ]
    statement = _ACCEPT[conn.dialect.name]
    stored = {update_id: seq for seq, update_id in conn.execute(statement, sealed_columns.rows(conn, inbox, values))}
    new = []
    for row in rows:
        # Taken out, so that an id that stands twice in one batch is given once.
        seq = stored.pop(row.update_id, None)
        if seq is not None:
            new.append(
                StoredUpdate(
                    seq, row.update_id, row.chat_id, row.kind, row.payload, row.received_at, tries=0, retry_at=None
                )
            )
    return sorted(new, key=lambda row: row.seq)


def pending(conn: Connection) -> list[StoredUpdate]:
    """Every update that is neither done nor set aside, in the order of arrival; without its payload where that can't
    be opened."""
    rows = (StoredUpdate(*row) for row in conn.execute(_PENDING))
    return [replace(row, payload=None) if row.payload == sealed_columns.LOST else row for row in rows]


def known(conn: Connection, ids: Collection[int]) -> set[int]:
    """Which of these updates were taken in before."""
    return set(conn.execute(_KNOWN, {"ids": list(ids)}).scalars())


def waits(conn: Connection, chat_id: int) -> bool:
    """Whether something of the chat was taken in and is not handled yet."""
    return conn.execute(_WAITS, {"chat": chat_id}).first() is not None


def done(conn: Connection, seq: int, now: int) -> bool:
    """Completes the row and empties it; False if it was done or set aside already."""
    return conn.execute(_DONE, {"row": seq, "now": now}).rowcount == 1


def owe_farewell(conn: Connection, chat_id: int, farewell: Owes, now: int) -> int:
    """Notes what is owed to a chat though nobody is at it any more; it waits like an update, so a restart sees to it.

    Gives its number.
    """
    lowest = conn.execute(_LOWEST_ID).scalar_one() or 0
    values = {
        "update_id": min(0, lowest) - 1,  # Telegram's are positive
        "chat_id": chat_id,
        "kind": "farewell",
        "payload": json.dumps({"farewell": asdict(farewell)}),
        "received_at": now,
        "tries": 0,
        "set_aside": False,
    }
    ((seq, _),) = conn.execute(_ACCEPT[conn.dialect.name], sealed_columns.rows(conn, inbox, [values])).all()
    return int(seq)


def failed(conn: Connection, seq: int, error_class: str, retry_at: int) -> None:
    """Counts a failed try; `error_class` is the exception's class, never its text, which may hold words."""
    conn.execute(_FAILED, {"row": seq, "error_class": error_class, "again_at": retry_at})


def set_aside(conn: Connection, seq: int, error_class: str, now: int) -> None:
    """Gives the row up after its last failed try, so that the others go on; its payload is emptied."""
    conn.execute(_SET_ASIDE, {"row": seq, "error_class": error_class, "now": now})


def asides(conn: Connection) -> list[Aside]:
    """What was set aside within the last week, in the order of arrival."""
    return [Aside(*row) for row in conn.execute(_ASIDE_ROWS)]


def waiting(conn: Connection) -> tuple[int, int | None]:
    """How many updates wait to be handled, and when the longest waiting came (Unix seconds UTC)."""
    number, since = conn.execute(_WAITING).one()
    return number, since


def sweep(conn: Connection, before: int) -> int:
    """Forgets the rows done before the moment (24 hours ago), and those set aside a week earlier; gives how many."""
    return conn.execute(_SWEEP, {"before": before}).rowcount
