"""Who is told that the bot was away, or is back as it was before: once, where they stand (failures, The process)."""

from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from bot.screens.away import Span
from bot.store import installation
from bot.store.models import chat, person, run

_STAY: Final = frozenset({"debrief", "followup", "parting", "check", "checked", "found"})
"""Places whose screens say what is to be said once; from others it is said at the menu."""
_ASKING: Final = frozenset({"check", "checked", "found", "ask", "field", "search", "noteof"})
"""Places beside the runs at which something is being asked, or what was written waits to be put somewhere."""
_SAY = (
    update(chat)
    .where(chat.c.id == bindparam("one"))
    .values(place=bindparam("to"), notice=bindparam("line"), revision=chat.c.revision + 1, anew_at=chat.c.revision + 1)
)
_CHATS = (
    select(chat.c.id, chat.c.place, chat.c.person_id, person.c.zone)
    .join_from(chat, person, person.c.id == chat.c.person_id)
    .order_by(chat.c.id)
)
_UNDER_WAY = select(run.c.person_id).where(run.c.status == "open")
_TOUCH = (
    update(run).where(run.c.status == "open", run.c.touched_at < bindparam("now")).values(touched_at=bindparam("now"))
)


def say(conn: Connection, chat_id: int, place: str, span: Span) -> None:
    """Has the chat say `span` in a new message, where it stands if that place can, else at the menu."""
    to = place if place.partition(":")[0] in _STAY else "menu"
    conn.execute(_SAY, {"one": chat_id, "to": to, "line": str(span)})


def tell(conn: Connection, since: int, now: int) -> int:
    """Tells whoever was in the middle of something that the bot was away from `since` to `now` (Unix seconds UTC).

    That is who stands at a question, or has a debrief or a follow-up under way: it is not closed for the time that the
    bot was away. Gives how many; they are owed the view that says it. What it notes keeps it from telling them twice.
    """
    under_way = set(conn.execute(_UNDER_WAY).scalars())
    told = 0
    for row in conn.execute(_CHATS).all():
        if row.person_id in under_way or row.place.partition(":")[0] in _ASKING:
            say(conn, row.id, row.place, Span("away-since", since, now, row.zone))
            told += 1
    conn.execute(_TOUCH, {"now": now})
    installation.hear(conn, now)
    return told
