"""Contact that is seen by itself, as the database has it: connections, linked chats, own messages by id.

Never a word of it (protocol, section 11). Moments are Unix seconds UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, true, tuple_, update

from bot.protocol.person import Person
from bot.store.queries.inbox import BusinessRef, Incoming
from bot.store.queries.sql import Upsert, columns, owned_by
from bot.store.tables.core import business_connection, client_chat, member, person, seen_message

REMEMBERED: Final = 86_400
"""Seconds for which own messages are remembered by id: one that is deleted later changes nothing."""


@dataclass(frozen=True, slots=True)
class BusinessConnection:
    """A manager's account and the bot; `since` when it was made, `changed_at` when Telegram last said so."""

    id: str
    enabled: bool
    can_reply: bool
    since: int
    changed_at: int


@dataclass(frozen=True, slots=True)
class ClientChat:
    """A chat of the manager's account that is linked to a client.

    `client_wrote_at` is the client's last message, `unanswered_since` the first of those without an answer.
    """

    id: int
    client_id: int
    chat_id: int
    linked_at: int
    client_wrote_at: int | None
    unanswered_since: int | None


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A message of the manager's own; `counted` as a contact, which is `touch_id` unless that was taken back."""

    id: int
    message_id: int
    at: int
    counted: bool
    touch_id: int | None


_OWNER = business_connection.c.person_id == bindparam("owner")
_WHOSE = (
    select(business_connection.c.id, business_connection.c.enabled, person.c.id.label("owner"), person.c.telegram_id)
    .join_from(business_connection, person, person.c.id == business_connection.c.person_id)
    .join(member, member.c.person_id == person.c.id)
    .where(business_connection.c.id.in_(bindparam("ids", expanding=True)), member.c.inside.is_(true()))
)
_INSIDE = (
    select(person.c.telegram_id)
    .join_from(person, member, member.c.person_id == person.c.id)
    .where(person.c.telegram_id.in_(bindparam("ids", expanding=True)), member.c.inside.is_(true()))
)
_LINKED = select(client_chat.c.person_id, client_chat.c.chat_id).where(
    tuple_(client_chat.c.person_id, client_chat.c.chat_id).in_(bindparam("pairs", expanding=True))
)
_SAVE = Upsert(business_connection, "id", keep=("since",))
_LATEST = (
    select(*columns(business_connection, BusinessConnection))
    .where(_OWNER)
    .order_by(business_connection.c.enabled.desc(), business_connection.c.since.desc())
    .limit(1)
)
_GET = select(*columns(business_connection, BusinessConnection)).where(
    _OWNER, business_connection.c.id == bindparam("connection")
)
_GONE = (
    select(person.c.telegram_id, business_connection.c.since)
    .join_from(business_connection, person, person.c.id == business_connection.c.person_id)
    .where(business_connection.c.id == bindparam("connection"))
)
_ENABLED = (
    select(business_connection.c.id)
    .join(member, member.c.person_id == business_connection.c.person_id)
    .where(business_connection.c.enabled.is_(true()), member.c.inside.is_(true()))
)
_CHAT = columns(client_chat, ClientChat)
_MINE = client_chat.c.person_id == bindparam("owner")
_OF_CHAT = select(*_CHAT).where(_MINE, client_chat.c.chat_id == bindparam("chat"))
_OF_CLIENT = select(*_CHAT).where(_MINE, client_chat.c.client_id == bindparam("client")).order_by(client_chat.c.id)
_LINKS = select(func.count()).select_from(client_chat).where(_MINE)
_LINK = Upsert(client_chat, ("person_id", "chat_id"), keep=("linked_at",))
_UNLINK = delete(client_chat).where(_MINE, client_chat.c.client_id == bindparam("client"))
_THIS = client_chat.c.id == bindparam("link")
_ASKED = update(client_chat).where(_THIS).values(client_wrote_at=bindparam("at"), unanswered_since=bindparam("since"))
_ANSWERED = update(client_chat).where(_THIS).values(unanswered_since=None)
_SEEN = select(*columns(seen_message, SeenMessage)).where(seen_message.c.client_chat_id == bindparam("link"))
_NOTE = insert(seen_message)
_COUNT = (
    update(seen_message).where(seen_message.c.id == bindparam("seen")).values(counted=True, touch_id=bindparam("touch"))
)
_FORGET = delete(seen_message).where(
    seen_message.c.client_chat_id == bindparam("link"),
    seen_message.c.message_id.in_(bindparam("messages", expanding=True)),
)
_SWEEP = delete(seen_message).where(
    seen_message.c.client_chat_id == bindparam("link"), seen_message.c.at < bindparam("before")
)


@dataclass(frozen=True, slots=True)
class Admitted:
    """The updates that may become rows, and the connections that nobody knows here yet."""

    rows: list[Incoming]
    unknown: frozenset[str] = frozenset()


def admit(conn: Connection, rows: Sequence[Incoming]) -> Admitted:
    """The updates without those of business chats that are nobody's here: a connection that is unknown or disabled,
    somebody who isn't let in, a chat that isn't linked. The others belong to the manager's own chat with the bot.

    Two statements a batch, and none where there is nothing of business in it.
    """
    asked = {row.business.connection for row in rows if row.business is not None}
    if not asked:
        return Admitted(list(rows))
    known = {row.id: row for row in conn.execute(_WHOSE, {"ids": sorted(asked)})}
    pairs = [
        (known[row.business.connection].owner, row.business.chat_id)
        for row in rows
        if row.business is not None and row.business.chat_id is not None and row.business.connection in known
    ]
    linked = {tuple(pair) for pair in conn.execute(_LINKED, {"pairs": pairs})} if pairs else set()
    users = [row.business.user_id for row in rows if row.business is not None and row.business.user_id is not None]
    inside = set(conn.execute(_INSIDE, {"ids": users}).scalars()) if users else set()

    def chat_of(ref: BusinessRef) -> int | None:
        if ref.user_id is not None:
            return ref.user_id if ref.user_id in inside else None
        whose = known.get(ref.connection)
        if whose is None or not whose.enabled or (whose.owner, ref.chat_id) not in linked:
            return None
        return int(whose.telegram_id)  # a private chat has its person's id

    found: list[Incoming] = []
    for row in rows:
        if row.business is None:
            found.append(row)
        elif (chat := chat_of(row.business)) is not None:
            found.append(replace(row, chat_id=chat))
    unknown = {row.business.connection for row in rows if row.business is not None and row.business.user_id is None}
    return Admitted(found, frozenset(unknown - set(known)))


def save(conn: Connection, owner: Person, connection: BusinessConnection) -> None:
    """Notes what Telegram says of the connection."""
    values: dict[str, Any] = {**owned_by(owner), "id": connection.id}
    for name in ("enabled", "can_reply", "since", "changed_at"):
        values[name] = getattr(connection, name)
    _SAVE.run(conn, values)


def get(conn: Connection, person_id: int, connection_id: str) -> BusinessConnection | None:
    """The person's connection of that id."""
    row = conn.execute(_GET, {"owner": person_id, "connection": connection_id}).one_or_none()
    return BusinessConnection(*row) if row else None


def latest(conn: Connection, person_id: int) -> BusinessConnection | None:
    """The connection that holds: the newest that is enabled, else the newest of all; None where there never was one."""
    row = conn.execute(_LATEST, {"owner": person_id}).one_or_none()
    return BusinessConnection(*row) if row else None


def enabled(conn: Connection) -> list[str]:
    """The ids of all connections that are taken for enabled, of people who are inside."""
    return list(conn.execute(_ENABLED).scalars())


def gone(conn: Connection, connection_id: str, now: int) -> tuple[int | None, BusinessConnection | None]:
    """A connection that Telegram knows no more: whose it was (Telegram's id), and that it is ended."""
    row = conn.execute(_GONE, {"connection": connection_id}).one_or_none()
    if row is None:
        return None, None
    return row.telegram_id, BusinessConnection(connection_id, False, False, row.since, now)


def chat(conn: Connection, person_id: int, chat_id: int) -> ClientChat | None:
    """The linked chat, None where it isn't linked."""
    row = conn.execute(_OF_CHAT, {"owner": person_id, "chat": chat_id}).one_or_none()
    return ClientChat(*row) if row else None


def chats_of(conn: Connection, person_id: int, client_id: int) -> list[ClientChat]:
    """The chats that are linked to the client, the oldest link first."""
    return [ClientChat(*row) for row in conn.execute(_OF_CLIENT, {"owner": person_id, "client": client_id})]


def linked(conn: Connection, person_id: int) -> int:
    """How many chats are linked."""
    count: int = conn.execute(_LINKS, {"owner": person_id}).scalar_one()
    return count


def link(conn: Connection, owner: Person, client_id: int, chat_id: int, now: int) -> None:
    """The chat is the client's from now on; one that was another client's is this one's. StoreError for somebody
    else's client."""
    values = {**owned_by(owner), "client_id": client_id, "chat_id": chat_id, "linked_at": now}
    _LINK.run(conn, values)


def unlink(conn: Connection, person_id: int, client_id: int) -> bool:
    """No chat is the client's any more; False where none was."""
    return conn.execute(_UNLINK, {"owner": person_id, "client": client_id}).rowcount > 0


def asked(conn: Connection, found: ClientChat, at: int) -> None:
    """The client wrote at that moment; without an answer since the first of these."""
    since = found.unanswered_since if found.unanswered_since is not None else at
    values = {"link": found.id, "at": max(at, found.client_wrote_at or 0), "since": min(since, at)}
    conn.execute(_ASKED, values)


def answered(conn: Connection, found: ClientChat) -> None:
    """The manager wrote: nothing waits for an answer."""
    conn.execute(_ANSWERED, {"link": found.id})


def seen(conn: Connection, link_id: int) -> list[SeenMessage]:
    """The own messages in the chat that are remembered."""
    return [SeenMessage(*row) for row in conn.execute(_SEEN, {"link": link_id})]


def note(  # noqa: PLR0913, PLR0917 - the columns of one row
    conn: Connection, owner: Person, link_id: int, message_id: int, at: int, touch_id: int | None
) -> None:
    """Remembers an own message, counted where it is a contact; what is older than a day is forgotten."""
    conn.execute(_SWEEP, {"link": link_id, "before": at - REMEMBERED})
    values = {
        **owned_by(owner),
        "client_chat_id": link_id,
        "message_id": message_id,
        "at": at,
        "counted": touch_id is not None,
        "touch_id": touch_id,
    }
    conn.execute(_NOTE, values)


def count(conn: Connection, seen_id: int, touch_id: int) -> None:
    """The message is taken for that contact."""
    conn.execute(_COUNT, {"seen": seen_id, "touch": touch_id})


def forget(conn: Connection, link_id: int, message_ids: Sequence[int]) -> None:
    """The messages are gone."""
    conn.execute(_FORGET, {"link": link_id, "messages": list(message_ids)})
