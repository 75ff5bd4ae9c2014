"""Who is told that the bot was away, or is back as it was before: once, where they stand (failures, The process)."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, bindparam, func, select, text, true, update

from bot.store.queries import installation, vents
from bot.store.sealing.sealed_columns import LOST, at
from bot.store.tables.core import chat, inbox, member, run
from bot.viewmodels.outage import Missed
from bot.viewmodels.place import Place
from bot.viewmodels.vent import lets_out

_SAY = (
    update(chat)
    .where(chat.c.id == bindparam("one"))
    .values(place=bindparam("to"), notice=bindparam("line"), revision=chat.c.revision + 1, anew_at=chat.c.revision + 1)
)
_CHATS = (
    select(chat.c.id, chat.c.place, chat.c.person_id)
    .join_from(chat, member, member.c.person_id == chat.c.person_id)
    .where(member.c.inside.is_(true()))
    .order_by(chat.c.id)
)
_LATELY: Final = 12 * 3600
"""Seconds for which a question counts as being answered, as an open debrief does (protocol, section 4)."""
_MOST: Final = 1000
"""So many are shown their question again, those who did something last: the others weren't tapping."""
_LAST = (
    select(inbox.c.chat_id, func.max(inbox.c.received_at).label("at"))
    .where(inbox.c.received_at > bindparam("since") - _LATELY, inbox.c.received_at <= bindparam("since"))
    .group_by(inbox.c.chat_id)
    .subquery()
)
_LATEST = (
    select(chat.c.id, chat.c.place, chat.c.person_id, chat.c.notice)
    .join_from(chat, member, member.c.person_id == chat.c.person_id)
    .join(_LAST, _LAST.c.chat_id == chat.c.id)
    .where(member.c.inside.is_(true()))
    .order_by(_LAST.c.at.desc(), chat.c.id)
    .limit(_MOST)
)
_UNDER_WAY = select(run.c.person_id).where(run.c.status == "open")
_OWED = select(chat.c.id, chat.c.notice).where(text("shown < revision"), chat.c.notice.is_not(None))
_TOUCH = (
    update(run).where(run.c.status == "open", run.c.touched_at < bindparam("now")).values(touched_at=bindparam("now"))
)


def untold(conn: Connection) -> bool:
    """Whether there is a chat to which it has still to be said."""
    # What can't be opened may have been just that; to show what is owed does no harm.
    return any(row.notice == LOST or row.notice.startswith("away-") for row in conn.execute(_OWED))


def say(conn: Connection, chat_id: int, place: Place, missed: Missed) -> None:
    """Has the chat say `missed` above its view, in a new message. Who let it out is at the menu then: that is over."""
    if lets_out(place):
        vents.over(conn, chat_id)
        place = Place("menu")
    conn.execute(_SAY, {"one": chat_id, "to": str(place), "line": at(str(missed), chat_id)})


def show_again(conn: Connection, since: int, now: int, at_question: Callable[[Connection, int, Place], bool]) -> int:
    """Tells whoever stood at a question that the bot was away from `since` to `now` (Unix seconds UTC).

    For longer than Telegram keeps taps, that is, and shorter than it keeps the rest. `at_question(conn, person_id,
    place)` says whether a question stands there. Gives how many are owed the view that says it; nobody is twice.
    """
    told = 0
    for row in conn.execute(_LATEST, {"since": since}).all():
        place, before = Place.read(row.place), Missed.read(row.notice)
        again = before is not None and before.start == since
        if not (again or lets_out(place)) and at_question(conn, row.person_id, place):
            say(conn, row.id, place, Missed("away-taps", since, now))
            told += 1
    return told


def tell(conn: Connection, since: int, now: int, asks: Callable[[Place], bool]) -> int:
    """Tells whoever was in the middle of something that the bot was away from `since` to `now` (Unix seconds UTC).

    That is who stands at a place that `asks`, or has a run under way: it is not closed for the time that the bot was
    away. Gives how many; they are owed the view that says it. What it notes keeps it from telling them twice.
    """
    under_way = set(conn.execute(_UNDER_WAY).scalars())
    told = 0
    for row in conn.execute(_CHATS).all():
        place = Place.read(row.place)
        if row.person_id in under_way or asks(place):
            say(conn, row.id, place, Missed("away-since", since, now))
            told += 1
    conn.execute(_TOUCH, {"now": now})
    installation.hear(conn, now)
    return told
