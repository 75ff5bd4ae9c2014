"""Chats: the place where a person stands, and which messages show it (docs/architecture.md, idea 5).

A chat's `revision` counts the changes of its view, `shown` is the revision that Telegram took.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, text, true, update

from bot.protocol.person import Person
from bot.store.database.errors import Missing
from bot.store.queries.people import PERSON
from bot.store.queries.sql import columns, owned_by
from bot.store.sealing import sealed_columns
from bot.store.tables.core import calendar, chat, member, person
from bot.viewmodels.place import Place


@dataclass(frozen=True, slots=True)
class Chat:
    """One private chat. `place` says where the person stands ("menu", "debrief:12"), `notice` a line for once.

    `message_id` and `draft_id` are the messages that hold the present view, the marks fingerprints of what they
    show; None where there is none, and a mark also where what was shown last may not have been recorded.
    `beside_id` is a message beside the view that is to leave nothing behind (the pause). `anew_at` is the last
    revision that was to be sent under what the person wrote, not edited into a message further up. `keys_at` is the
    last one that brings a keyboard under the input field: the picker of contacts, or the usual one in its place again.
    """

    id: int
    person_id: int
    agency_id: int
    place: Place
    notice: str | None
    revision: int
    shown: int
    message_id: int | None
    message_mark: str | None
    draft_id: int | None
    draft_mark: str | None
    beside_id: int | None
    anew_at: int
    keys_at: int

    @property
    def anew(self) -> bool:
        """Whether what is owed is to be sent anew: a view that came with a message of the person was not shown."""
        return self.anew_at > self.shown


_CHAT = columns(chat, Chat)
_PLACE = [one.name for one in _CHAT].index("place")

# The row lock orders two processes that serve one chat on PostgreSQL; SQLite has one writer and leaves it out.
_DESK = (
    select(*PERSON, *_CHAT)
    .join_from(chat, person, person.c.id == chat.c.person_id)
    .join(calendar, calendar.c.person_id == person.c.id)
    .join(member, member.c.person_id == person.c.id)
    .where(
        chat.c.id == bindparam("chat_id"),
        person.c.telegram_id == bindparam("telegram_id"),
        member.c.inside.is_(true()),
    )
    .with_for_update(of=chat)
)
_GET = select(*_CHAT).where(chat.c.id == bindparam("chat_id"), chat.c.person_id == bindparam("person_id"))
_OPEN = insert(chat).returning(*_CHAT)
_MOVE = (
    update(chat)
    .where(chat.c.id == bindparam("chat_id"), chat.c.person_id == bindparam("owner"))
    .values(place=bindparam("to"), notice=bindparam("say"), revision=chat.c.revision + 1)
    .returning(chat.c.revision)
)
_MOVE_ANEW = _MOVE.values(anew_at=chat.c.revision + 1)
_MOVE_KEYS = _MOVE_ANEW.values(keys_at=chat.c.revision + 1)
# An older frame that comes late changes nothing; nor does one from before the chat was erased and opened anew.
_MARK = (
    update(chat)
    .where(chat.c.id == bindparam("chat_id"), chat.c.shown <= bindparam("seen"), chat.c.revision >= bindparam("seen"))
    .values(
        shown=bindparam("seen"),
        message_id=bindparam("new_message_id"),
        message_mark=bindparam("new_message_mark"),
        draft_id=bindparam("new_draft_id"),
        draft_mark=bindparam("new_draft_mark"),
    )
)
_ADOPT = (
    update(chat)
    .where(chat.c.id == bindparam("chat_id"), chat.c.person_id == bindparam("owner"))
    .values(message_id=bindparam("message"), message_mark=None, draft_id=None, draft_mark=None)
)
_BESIDE = update(chat).where(chat.c.id == bindparam("chat_id")).values(beside_id=bindparam("message"))
_BESIDES = select(chat.c.id, chat.c.beside_id).where(chat.c.beside_id.is_not(None)).order_by(chat.c.id)
_OWED = (
    select(chat.c.id, person.c.telegram_id)
    .join_from(chat, person, person.c.id == chat.c.person_id)
    .where(text("shown < revision"))
    .order_by(chat.c.id)
)


def desk(conn: Connection, chat_id: int, telegram_id: int) -> tuple[Person, Chat] | None:
    """Who sits at this chat and where they stand, in one statement, locked until the transaction ends.

    None where the person was not admitted or is not let in any more, or the chat is not open or somebody else's.
    """
    row = conn.execute(_DESK, {"chat_id": chat_id, "telegram_id": telegram_id}).one_or_none()
    if row is None:
        return None
    found = _chat(row[len(PERSON) :])
    if found.shown < found.revision:
        # Telegram may have taken an edit that a kill kept from being recorded: the message shows who knows what.
        found = replace(found, message_mark=None, draft_mark=None)
    return Person(*row[: len(PERSON)]), found


def open(conn: Connection, person: Person, chat_id: int) -> Chat:  # noqa: A001 (read as chats.open)
    """The person's chat, opened at the menu where it was not; nothing is owed to it until the first `move`.

    Raises StoreError where the chat is somebody else's.
    """
    row = conn.execute(_GET, {"chat_id": chat_id, "person_id": person.id}).one_or_none()
    if row is None:
        values = {
            "id": chat_id,
            **owned_by(person),
            "place": "menu",
            "revision": 0,
            "shown": 0,
            "anew_at": 0,
            "keys_at": 0,
        }
        row = conn.execute(_OPEN, values).one()
    return _chat(row)


def _chat(row: Sequence[Any]) -> Chat:
    """The chat as it is stored; what can't be opened there is gone with the next view, so it is taken as not there."""
    found = Chat(*row)
    return replace(
        found,
        place=Place.read(row[_PLACE]),
        notice=found.notice or None,
        message_mark=found.message_mark or None,
        draft_mark=found.draft_mark or None,
    )


def move(  # noqa: PLR0913 (the columns of one row)
    conn: Connection, chat: Chat, place: Place, notice: str | None, *, anew: bool = False, keys: bool = False
) -> Chat:
    """Sets where the person stands and raises the revision by one; raises Missing where the chat is gone.

    `anew`: the view is to be sent under what the person wrote, after a restart too. `keys`: it brings a keyboard under
    the input field, which no edit can, so that it is sent anew as well.
    """
    anew = anew or keys
    values = {"chat_id": chat.id, "owner": chat.person_id, "to": str(place), "say": sealed_columns.at(notice, chat.id)}
    how = _MOVE_KEYS if keys else _MOVE_ANEW if anew else _MOVE
    revision = conn.execute(how, values).scalar_one_or_none()
    if revision is None:
        raise Missing("chat")
    return replace(
        chat,
        place=place,
        notice=notice,
        revision=revision,
        anew_at=revision if anew else chat.anew_at,
        keys_at=revision if keys else chat.keys_at,
    )


def adopt(conn: Connection, chat: Chat, message_id: int) -> Chat:
    """The view stands in that message from now on, after a restart too: what a tap turned into something else."""
    conn.execute(_ADOPT, {"chat_id": chat.id, "owner": chat.person_id, "message": message_id})
    return replace(chat, message_id=message_id, message_mark=None, draft_id=None, draft_mark=None)


def mark_shown(  # noqa: PLR0913, PLR0917 (the columns of one row)
    conn: Connection,
    chat_id: int,
    revision: int,
    message_id: int | None,
    message_mark: str | None,
    draft_id: int | None,
    draft_mark: str | None,
) -> None:
    """Notes that Telegram took this revision, and in which messages. `shown` never goes down."""
    conn.execute(
        _MARK,
        {
            "chat_id": chat_id,
            "seen": revision,
            "new_message_id": message_id,
            "new_message_mark": sealed_columns.at(message_mark, chat_id),
            "new_draft_id": draft_id,
            "new_draft_mark": sealed_columns.at(draft_mark, chat_id),
        },
    )


def owed(conn: Connection) -> list[tuple[int, int]]:
    """The chats whose present view Telegram did not take yet: pairs of chat id and the person's Telegram id."""
    return [(chat_id, telegram_id) for chat_id, telegram_id in conn.execute(_OWED)]


def beside(conn: Connection, chat_id: int, message_id: int | None) -> None:
    """Notes the message that stands beside the view for a while (the pause), or that none does."""
    conn.execute(_BESIDE, {"chat_id": chat_id, "message": message_id})


def left_beside(conn: Connection) -> list[tuple[int, int]]:
    """The messages beside a view that an earlier run of the program left: pairs of chat id and message id."""
    return [(chat_id, message_id) for chat_id, message_id in conn.execute(_BESIDES)]
