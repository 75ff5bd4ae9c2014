"""Who is told that the bot was away, or is back as it was before: once, where they stand (failures, The process)."""

from collections.abc import Callable

from sqlalchemy import Connection, bindparam, select, text, true, update

from bot.store.queries import installation, vents
from bot.store.sealing.sealed_columns import LOST, at
from bot.store.tables.core import chat, member, run
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
