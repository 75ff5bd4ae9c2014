"""The messages that brought reminders: what each shows, and whether Telegram took it (docs/architecture.md, idea 5)."""

from sqlalchemy import Connection, bindparam, insert, select, text, true, update

from bot.protocol.person import Person
from bot.store.loaders import reminders
from bot.store.queries.sql import owned_by
from bot.store.tables.core import member, notice, person
from bot.viewmodels.reminders import ReminderMessage

_ADD = insert(notice).returning(notice.c.id)
_OWNER = notice.c.person_id == bindparam("owner")
_THIS = (_OWNER, notice.c.id == bindparam("notice"))
_READ = select(
    notice.c.id, notice.c.message_id, notice.c.sent_at, notice.c.view, notice.c.late, notice.c.repeat, notice.c.turn
)
_GET = _READ.where(*_THIS)
_OF_MESSAGE = (
    _READ.where(_OWNER, notice.c.message_id == bindparam("message"), notice.c.view != "left")
    .order_by(notice.c.id.desc())
    .limit(1)
)
_SHOW = (
    update(notice)
    .where(*_THIS, notice.c.view != "left", notice.c.mark != bindparam("looks"))
    .values(view=bindparam("shows"), mark=bindparam("looks"), revision=notice.c.revision + 1)
    .returning(notice.c.revision)
)
_LEAVE = update(notice).where(*_THIS).values(view="left", shown=notice.c.revision)
# Only what is owed is looked at, and of that there is hardly ever any.
_OWING = text("shown < revision")
_MARK = (
    update(notice)
    .where(
        _OWING,
        notice.c.message_id == bindparam("message"),
        notice.c.revision >= bindparam("seen"),
        notice.c.person_id.in_(select(person.c.id).where(person.c.telegram_id == bindparam("chat"))),
    )
    .values(shown=bindparam("seen"), message_id=bindparam("stands_in"))
)
_OWED = (
    select(notice.c.id, notice.c.person_id, notice.c.revision)
    .join_from(notice, member, member.c.person_id == notice.c.person_id)
    .where(_OWING, member.c.inside.is_(true()))
    .order_by(notice.c.id)
)


def add(conn: Connection, person: Person, noticed: ReminderMessage, message_id: int, mark: str) -> int:
    """Notes the message that brought reminders, now that it has a number; gives its id. `mark` is its fingerprint."""
    values = {
        **owned_by(person),
        "message_id": message_id,
        "sent_at": noticed.sent_at,
        "view": noticed.view,
        "mark": mark,
        "late": noticed.late,
        "repeat": noticed.again,
        "turn": noticed.turn,
    }
    made: int = conn.execute(_ADD, values).scalar_one()
    return made


def get(conn: Connection, person_id: int, reminder_message_id: int) -> ReminderMessage | None:
    """The message with its reminders, None where there is none or it is somebody else's."""
    row = conn.execute(_GET, {"owner": person_id, "notice": reminder_message_id}).one_or_none()
    return ReminderMessage(*row, reminders.of_message(conn, person_id, reminder_message_id)) if row else None


def of_message(conn: Connection, person_id: int, message_id: int) -> ReminderMessage | None:
    """What the message brought, None where it brought nothing or has become the chat's own view."""
    row = conn.execute(_OF_MESSAGE, {"owner": person_id, "message": message_id}).one_or_none()
    return ReminderMessage(*row, reminders.of_message(conn, person_id, row.id)) if row else None


def show(conn: Connection, person_id: int, reminder_message_id: int, view: str, mark: str) -> int | None:
    """Has the message show that view of its reminders, whose fingerprint is `mark`; gives the revision that is owed.

    None where it shows just that already, isn't the person's, or has become the chat's own view.
    """
    values = {"owner": person_id, "notice": reminder_message_id, "shows": view, "looks": mark}
    revision: int | None = conn.execute(_SHOW, values).scalar_one_or_none()
    return revision


def leave(conn: Connection, person_id: int, reminder_message_id: int) -> None:
    """The message becomes the chat's own view: from now on that says what it shows."""
    conn.execute(_LEAVE, {"owner": person_id, "notice": reminder_message_id})


def mark_shown(conn: Connection, chat_id: int, message_id: int, stands_in: int, revision: int) -> None:
    """Notes that the message shows this revision, in its own place or in the message `stands_in`."""
    conn.execute(_MARK, {"chat": chat_id, "message": message_id, "stands_in": stands_in, "seen": revision})


def owed(conn: Connection) -> list[tuple[int, int, int]]:
    """The messages that Telegram did not put right yet: id, person and revision of each.

    Those of somebody who is not let in wait: they name clients.
    """
    return [
        (reminder_message_id, person_id, revision) for reminder_message_id, person_id, revision in conn.execute(_OWED)
    ]
