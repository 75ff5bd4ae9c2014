"""Letting it out, as the database has it: which chats do, and the ids of the messages of both sides. Never a word."""

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from sqlalchemy import Connection, bindparam, delete, func, select, text, true, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.queries import inbox
from bot.store.queries.inbox import Incoming
from bot.store.tables.core import member, person, vent, vent_message
from bot.viewmodels.vent import VentMessages

ANSWER_AFTER: Final = 8
"""Seconds of quiet after which what was said is answered and deleted: nobody is answered line by line."""
SILENCE: Final = 600
"""Seconds without a word or a tap after which it ends by itself."""
KEPT_FOR: Final = 48 * 3600
"""Seconds for which a message may be edited by its person, so that an edit of it may be on its way."""

State = Literal["said", "going", "gone", "kept"]

_DIALECTS = (sqlite, postgresql)
_THIS = vent.c.chat_id == bindparam("chat")
_OF = vent_message.c.chat_id == bindparam("chat")
# The row lock has those who take in wait for who ends it, and the other way round; SQLite has one writer.
_HERE = select(vent.c.chat_id).where(vent.c.chat_id.in_(bindparam("chats", expanding=True))).with_for_update()
# A private chat has its person's id.
_INSIDE = (
    select(person.c.telegram_id)
    .join_from(person, member, member.c.person_id == person.c.id)
    .where(person.c.telegram_id.in_(bindparam("chats", expanding=True)), member.c.inside.is_(true()))
)
_LOCK = select(vent.c.due_at, vent.c.said).where(_THIS).with_for_update()
_OPEN = {
    one.dialect.name: one.insert(vent)
    .values(chat_id=bindparam("chat"), due_at=bindparam("due"), said=bindparam("words"))
    .on_conflict_do_nothing(index_elements=["chat_id"])
    for one in _DIALECTS
}
_WAIT = update(vent).where(_THIS).values(due_at=bindparam("due"), said=bindparam("words"))
_TOUCH = update(vent).where(_THIS, vent.c.said.is_(False)).values(due_at=bindparam("due"))
_CLOSE = delete(vent).where(_THIS)
_DUE = select(vent.c.chat_id).where(vent.c.due_at <= bindparam("now")).order_by(vent.c.due_at, vent.c.chat_id)
_NEXT = select(func.min(vent.c.due_at))
_NOTE = {
    one.dialect.name: one.insert(vent_message)
    .values(chat_id=bindparam("chat"), message_id=bindparam("message"), state=bindparam("is"), at=bindparam("now"))
    .on_conflict_do_nothing(index_elements=["chat_id", "message_id"])
    for one in _DIALECTS
}
_SAID = select(func.count()).select_from(vent_message).where(_OF, vent_message.c.state == "said")
_LET_GO = update(vent_message).where(_OF, vent_message.c.state == "said").values(state="going")
_FORGIVE = update(vent_message).where(_OF, vent_message.c.state == "kept").values(state="gone")
# As a literal: with a parameter, PostgreSQL's plan for a prepared statement could not take the partial index.
_GOING = (
    select(vent_message.c.chat_id, vent_message.c.message_id)
    .where(text("state = 'going'"))
    .order_by(vent_message.c.chat_id, vent_message.c.message_id)
)
_UNDELETED = select(vent_message.c.chat_id, vent_message.c.message_id).where(
    vent_message.c.state.in_(("said", "going"))
)
_BECAME = (
    update(vent_message)
    .where(_OF, vent_message.c.message_id.in_(bindparam("messages", expanding=True)))
    .values(state=bindparam("is"), at=bindparam("now"))
)
_LEFT = (
    select(vent_message.c.state, func.count())
    .where(_OF, vent_message.c.state.in_(("going", "kept")))
    .group_by(vent_message.c.state)
)
_MINE = select(vent_message.c.chat_id, vent_message.c.message_id).where(
    tuple_(vent_message.c.chat_id, vent_message.c.message_id).in_(bindparam("pairs", expanding=True))
)
_FORGET = delete(vent_message).where(
    vent_message.c.at < bindparam("before"), vent_message.c.state.in_(("gone", "kept"))
)


def discreet(conn: Connection, rows: Sequence[Incoming], now: int) -> list[Incoming]:
    """The updates as they may be stored: ids only of what a chat says while it lets it out, and of what edits that
    later on.

    A chat begins with the update that asks for it, taken in here and not handled yet: what comes behind it, in the
    same batch too, is part of it already. Of who is not let in there is nothing to begin, and no row is made; somebody
    new begins once they are served.
    """
    asked = {row.chat_id for row in rows if row.chat_id is not None and (row.speaks or row.begins)}
    if not asked:
        return list(rows)
    here = set(conn.execute(_HERE, {"chats": sorted(asked)}).scalars())
    beginning = [row.update_id for row in rows if row.begins]
    before = inbox.known(conn, beginning) if beginning else set()
    inside = set(conn.execute(_INSIDE, {"chats": sorted(asked)}).scalars()) if beginning else set()
    pairs = [(row.chat_id, row.message_id) for row in rows if row.chat_id is not None and row.edits]
    mine = {tuple(pair) for pair in conn.execute(_MINE, {"pairs": pairs})} if pairs else set()
    found = []
    for row in rows:
        if row.begins and row.chat_id is not None and row.chat_id not in here and row.update_id not in before:
            if row.chat_id in inside:
                _open(conn, row.chat_id, now + SILENCE, words=False)
            here.add(row.chat_id)
        silent = row.speaks and (row.chat_id in here or row.begins or (row.chat_id, row.message_id) in mine)
        found.append(row.hushed() if silent else row)
    return found


def begin(conn: Connection, chat_id: int, now: int) -> None:
    """The chat lets it out, from now on or still; what Telegram kept of an earlier time has been told."""
    _open(conn, chat_id, now + SILENCE, words=False)
    touch(conn, chat_id, now)
    conn.execute(_FORGIVE, {"chat": chat_id})


def say(conn: Connection, chat_id: int, message_id: int | None, now: int) -> None:
    """Something was said: it is answered once there was quiet."""
    due = {"chat": chat_id, "due": now + ANSWER_AFTER, "words": True}
    _open(conn, chat_id, now + ANSWER_AFTER, words=True)
    conn.execute(_WAIT, due)
    if message_id is not None:
        note(conn, chat_id, message_id, "said", now)


def answered(conn: Connection, chat_id: int, now: int) -> None:
    """What was said is answered and may go; from now on it is waited for more."""
    conn.execute(_LET_GO, {"chat": chat_id})
    conn.execute(_WAIT, {"chat": chat_id, "due": now + SILENCE, "words": False})


def touch(conn: Connection, chat_id: int, now: int) -> None:
    """The person did something else than say anything: the time until it ends begins anew."""
    conn.execute(_TOUCH, {"chat": chat_id, "due": now + SILENCE})


def put_off(conn: Connection, chat_id: int, due: int, *, said: bool) -> None:
    """It is looked at again at `due`."""
    conn.execute(_WAIT, {"chat": chat_id, "due": due, "words": said})


def over(conn: Connection, chat_id: int) -> None:
    """It has ended: all that was said goes."""
    conn.execute(_LET_GO, {"chat": chat_id})
    conn.execute(_CLOSE, {"chat": chat_id})


def note(conn: Connection, chat_id: int, message_id: int, state: State, now: int) -> None:
    """The message is one of it; one that is noted already stays as it is."""
    conn.execute(_NOTE[conn.dialect.name], {"chat": chat_id, "message": message_id, "is": state, "now": now})


def said(conn: Connection, chat_id: int) -> int:
    """How many messages stand there that were not answered yet."""
    return int(conn.execute(_SAID, {"chat": chat_id}).scalar_one())


def due(conn: Connection, now: int) -> list[int]:
    """The chats of which something is due, the longest due first."""
    return list(conn.execute(_DUE, {"now": now}).scalars())


def lock(conn: Connection, chat_id: int, now: int) -> bool | None:
    """Whether what is due is an answer (else it is the end), locked until the transaction ends; None: nothing is."""
    row = conn.execute(_LOCK, {"chat": chat_id}).one_or_none()
    return None if row is None or row[0] > now else bool(row[1])


def next_at(conn: Connection) -> int | None:
    """When something is due next, in Unix seconds UTC."""
    found: int | None = conn.execute(_NEXT).scalar_one()
    return found


def going(conn: Connection) -> dict[int, list[int]]:
    """The messages that are to be deleted, by chat."""
    found: dict[int, list[int]] = {}
    for chat_id, message_id in conn.execute(_GOING):
        found.setdefault(chat_id, []).append(message_id)
    return found


def undeleted(conn: Connection) -> list[tuple[int, int]]:
    """Pairs of chat and message of all that is to be deleted, now or once it has ended."""
    return [(chat_id, message_id) for chat_id, message_id in conn.execute(_UNDELETED)]


def became(conn: Connection, chat_id: int, messages: Iterable[int], state: State, now: int) -> None:
    """Notes what became of messages that were to be deleted."""
    if some := list(messages):
        conn.execute(_BECAME, {"chat": chat_id, "messages": some, "is": state, "now": now})


def left(conn: Connection, chat_id: int) -> VentMessages:
    """What of the chat's messages is not gone."""
    found = {state: number for state, number in conn.execute(_LEFT, {"chat": chat_id})}  # noqa: C416 - rows, no pairs
    return VentMessages(found.get("going", 0), found.get("kept", 0))


def knows(conn: Connection, chat_id: int, message_id: int) -> bool:
    """Whether the message is one of what was let out."""
    return conn.execute(_MINE, {"pairs": [(chat_id, message_id)]}).first() is not None


def forget(conn: Connection, now: int) -> None:
    """Drops the ids of messages that are gone, and that can't be edited any more where they aren't."""
    conn.execute(_FORGET, {"before": now - KEPT_FOR})


def _open(conn: Connection, chat_id: int, due: int, *, words: bool) -> None:
    conn.execute(_OPEN[conn.dialect.name], {"chat": chat_id, "due": due, "words": words})
