"""Erases a client or a whole person for good, and lists what was erased by ids (protocol, section 9).

What hangs on a person's row goes with it. What only names their chat is found here: the inbox, letting it out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, null, select, text, update

from bot.protocol.person import Person
from bot.store.queries import delivery_queue
from bot.store.queries.chats import Chat
from bot.store.tables.core import (
    agency,
    chat,
    client,
    erased,
    followup,
    inbox,
    learned,
    notice,
    outcome,
    parting,
    person,
    promise,
    reminder,
    rhythm,
    run,
    touch,
    vent,
    vent_message,
)


@dataclass(frozen=True, slots=True)
class Gone:
    """A person is gone from the database; `messages` of the bot's in their chat still show something of theirs."""

    messages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientGone:
    """A client is gone from the database.

    `brought` are reminder messages, by id, that had others beside those about it, `bare` the chat's that had no other.
    `due` is when the person is reminded next (Unix seconds UTC).
    """

    brought: frozenset[int]
    bare: tuple[int, ...]
    due: int | None


_MINE = client.c.person_id == bindparam("owner")
_CLIENT = delete(client).where(_MINE, client.c.id == bindparam("client"))
_NOTE = insert(erased)
_BROUGHT = (
    select(reminder.c.notice_id)
    .distinct()
    .where(
        reminder.c.person_id == bindparam("owner"),
        reminder.c.client_id == bindparam("client"),
        reminder.c.notice_id.is_not(None),
    )
)
_BARE = (
    delete(notice)
    .where(
        notice.c.person_id == bindparam("owner"),
        notice.c.id.in_(bindparam("some", expanding=True)),
        notice.c.view != "left",
        ~exists().where(reminder.c.notice_id == notice.c.id),
    )
    .returning(notice.c.id, notice.c.message_id)
)
_NOTICES = (
    select(notice.c.message_id)
    .where(notice.c.person_id == bindparam("owner"), notice.c.view != "left")
    .order_by(notice.c.id.desc())
    .limit(bindparam("most"))
)
_LET_OUT = select(vent_message.c.message_id).where(
    vent_message.c.chat_id == bindparam("chat"), vent_message.c.state.in_(("said", "going"))
)
_OF_CHAT = (
    delete(vent).where(vent.c.chat_id == bindparam("chat")),
    delete(vent_message).where(vent_message.c.chat_id == bindparam("chat")),
)
# What waits stays as it is: it came after the last word of the one who is gone, and whoever wrote it begins anew.
_INBOX = (
    update(inbox)
    .where(inbox.c.chat_id == bindparam("chat"), inbox.c.done_at.is_not(None))
    .values(chat_id=null(), payload=null(), error=null())
)
# As it stands at the index, so that both databases take it.
_NOT_PURGED = text("NOT purged")
_UNPURGED = select(func.max(erased.c.id)).where(_NOT_PURGED)
_PURGED = update(erased).where(_NOT_PURGED, erased.c.id <= bindparam("last")).values(purged=True)
_AGAIN = insert(erased).from_select(
    ["person_id", "client_id", "at"],
    select(erased.c.person_id, erased.c.client_id, erased.c.at).where(
        erased.c.id == select(func.max(erased.c.id)).scalar_subquery(), erased.c.at >= bindparam("since")
    ),
)
_CLIENT_AGAIN = insert(erased).from_select(
    ["person_id", "client_id", "at"],
    select(erased.c.person_id, erased.c.client_id, func.max(erased.c.at))
    .where(
        erased.c.person_id == bindparam("owner"),
        erased.c.client_id == bindparam("client"),
        erased.c.at >= bindparam("since"),
    )
    .group_by(erased.c.person_id, erased.c.client_id),
)
_LATE = 60
"""Seconds after an erasure within which a tap may have come before its end."""
_DEEP = (reminder, promise, touch, parting, followup, outcome, rhythm, learned, notice, run, client, chat)
"""Tables that hang on each other, the last leaf first: one statement each in place of a cascade for every row."""
_ROWS = tuple(delete(table).where(table.c.person_id == bindparam("owner")) for table in _DEEP)
_PERSON = delete(person).where(person.c.id == bindparam("owner"))
_AGENCY = delete(agency).where(
    agency.c.id == bindparam("agency"), ~exists().where(person.c.agency_id == bindparam("agency"))
)
_LOOKED_AT = 20
"""Messages with reminders that are taken from the chat, the newest: Telegram lets nobody delete what is older than two
days."""


def erase_client(conn: Connection, owner: Person, client_id: int, now: int) -> ClientGone | None:
    """Erases the client with all that is known of it; None where it is not the person's."""
    this = {"owner": owner.id, "client": client_id}
    brought = {one for (one,) in conn.execute(_BROUGHT, this)}
    if conn.execute(_CLIENT, this).rowcount == 0:
        return None
    _list(conn, owner.id, client_id, now)
    rows = conn.execute(_BARE, {"owner": owner.id, "some": list(brought)}) if brought else ()
    bare = {reminder_message_id: message_id for reminder_message_id, message_id in rows}  # noqa: C416 - rows, no pairs
    due = delivery_queue.settle(conn, owner.id, now)
    return ClientGone(frozenset(brought - bare.keys()), tuple(bare.values()), due)


def erase_person(conn: Connection, owner: Person, present: Chat, now: int) -> Gone:
    """Erases the person with everything that is theirs, their chat and their Telegram id included."""
    here = {"chat": present.id}
    messages = [one for (one,) in conn.execute(_NOTICES, {"owner": owner.id, "most": _LOOKED_AT})]
    messages += [one for (one,) in conn.execute(_LET_OUT, here)]
    messages += [one for one in (present.draft_id, present.beside_id) if one is not None]
    _delete(conn, owner.id, owner.agency_id)
    for statement in _OF_CHAT:
        conn.execute(statement, here)
    forget_updates(conn, present.id)
    _list(conn, owner.id, None, now)
    return Gone(tuple(messages))


def forget_updates(conn: Connection, chat_id: int) -> None:
    """Takes the chat from the updates that are done; their ids stay for 24 hours, so that none is handled twice."""
    conn.execute(_INBOX, {"chat": chat_id})


def forget_late(conn: Connection, chat_id: int, now: int) -> None:
    """The same for an update that came before the end of the last erasure, a doubled tap: it leaves traces, too.

    So that erasure is listed once more, as one whose traces are not purged yet.
    """
    forget_updates(conn, chat_id)
    conn.execute(_AGAIN, {"since": now - _LATE})


def client_late(conn: Connection, owner: int, client_id: int | None, now: int) -> bool:
    """Whether a tap on this client is a doubled one, after its end: the message that it brought named the client.

    It was stored when the first one's traces were purged, so that erasure is listed once more, too.
    """
    return conn.execute(_CLIENT_AGAIN, {"owner": owner, "client": client_id, "since": now - _LATE}).rowcount > 0


def replay(conn: Connection, listed: Sequence[tuple[int, int | None, int]]) -> int:
    """Erases again what was erased after a backup was made; gives how many people and clients were still there.

    `listed` are person, client (None: all of the person) and moment (Unix seconds UTC) of rows of the list. An id that
    was given anew since then is left alone: who has it came later than the erasure.
    """
    found = 0
    for person_id, client_id, at in listed:
        if client_id is not None:
            old = (client.c.id == client_id, client.c.person_id == person_id, client.c.created_at <= at)
            found += conn.execute(delete(client).where(*old)).rowcount
            continue
        there = conn.execute(
            select(person.c.agency_id, person.c.telegram_id).where(person.c.id == person_id, person.c.created_at <= at)
        ).one_or_none()
        if there is not None:
            _delete(conn, person_id, there.agency_id)
            for statement in _OF_CHAT:
                conn.execute(statement, {"chat": there.telegram_id})
            conn.execute(delete(inbox).where(inbox.c.chat_id == there.telegram_id))
            found += 1
    return found


def listed(conn: Connection) -> list[tuple[int, int | None, int]]:
    """Everything that was erased, as `replay` takes it, in the order in which it was."""
    rows = conn.execute(select(erased.c.person_id, erased.c.client_id, erased.c.at).order_by(erased.c.id))
    return [(person_id, client_id, at) for person_id, client_id, at in rows]


def unpurged(conn: Connection) -> int | None:
    """The last row of the list whose traces may still be in the database's file; None where there is none."""
    last: int | None = conn.execute(_UNPURGED).scalar_one()
    return last


def purged(conn: Connection, last: int) -> None:
    """The traces of all that was erased up to that row are gone."""
    conn.execute(_PURGED, {"last": last})


def _delete(conn: Connection, person_id: int, agency_id: int) -> None:
    for statement in _ROWS:
        conn.execute(statement, {"owner": person_id})
    conn.execute(_PERSON, {"owner": person_id})
    conn.execute(_AGENCY, {"agency": agency_id})


def _list(conn: Connection, person_id: int, client_id: int | None, now: int) -> None:
    conn.execute(_NOTE, {"person_id": person_id, "client_id": client_id, "at": now})
