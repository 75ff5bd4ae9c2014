"""Reminders: one row each, waiting until it is due, sent, or dropped (protocol, section 8). Nothing is deleted."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, and_, bindparam, func, insert, or_, select, update

from bot.protocol.cadence.due_times import Kind
from bot.protocol.cadence.plan import IN_TOUCH, Planned
from bot.protocol.person import Person
from bot.store.queries.sql import WAITING, columns, owned_by
from bot.store.tables.core import reminder, touch

Status = Literal["waiting", "sent", "dropped"]
Done = Literal["wrote", "hour", "tomorrow", "moved", "not_needed", "stop", "over"]


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder. `base_at` is what the rules gave, `due_at` when it comes; both Unix seconds UTC.

    `done` is what the person did with it, at last "over" where it became pointless. `done_until` is until when it was
    put off; of one that was answered, when the message went out that was seen by itself.
    """

    id: int
    person_id: int
    client_id: int
    promise_id: int | None
    kind: Kind
    base_at: int
    due_at: int
    status: Status
    done: Done | None
    done_until: int | None
    sent_at: int | None
    notice_id: int | None


_COLUMNS = columns(reminder, Reminder)
_OWNER = reminder.c.person_id == bindparam("owner")
_THIS = (_OWNER, reminder.c.id == bindparam("reminder"))
_GET = select(*_COLUMNS).where(*_THIS)
_DUE = (
    select(*_COLUMNS)
    .where(_OWNER, reminder.c.status == WAITING, reminder.c.due_at <= bindparam("now"))
    .order_by(reminder.c.due_at, reminder.c.id)
    .limit(bindparam("most"))
)
# The sum keeps the databases from an index over all that ever came: only what else is asked for is looked at.
_BESIDES = reminder.c.person_id + 0 == bindparam("owner")
_WAITS = (_BESIDES, reminder.c.status == WAITING)
_OF_CLIENT = select(*_COLUMNS).where(*_WAITS, reminder.c.client_id == bindparam("client"))
_OF_CLIENTS = select(*_COLUMNS).where(*_WAITS, reminder.c.client_id.in_(bindparam("clients", expanding=True)))
_CLIENTS = select(reminder.c.client_id).where(_OWNER, reminder.c.status == WAITING).order_by(reminder.c.due_at)
_BROUGHT = (
    select(reminder.c.notice_id)
    .where(_OWNER, reminder.c.client_id == bindparam("client"), reminder.c.status == "sent", reminder.c.done.is_(None))
    .union(select(reminder.c.notice_id).where(*_WAITS, reminder.c.client_id == bindparam("client")))
)
_OF_PROMISES = select(*_COLUMNS).where(_BESIDES, reminder.c.promise_id.in_(bindparam("promises", expanding=True)))
_NEW = insert(reminder)
_DROP = update(reminder).where(*_THIS).values(status="dropped", done=bindparam("why"), done_until=None)
_OVER = (
    update(reminder)
    .where(_BESIDES, reminder.c.id.in_(bindparam("these", expanding=True)))
    .values(status="dropped", done="over", done_until=None)
)
# One that was put off while it was on its way is due later than when it was taken, and comes again then.
_SENT = (
    update(reminder)
    .where(*_THIS, reminder.c.status == WAITING, reminder.c.due_at <= bindparam("taken"))
    .values(status="sent", sent_at=bindparam("now"), notice_id=bindparam("notice"), done=None, done_until=None)
)
_NOTED = update(reminder).where(*_THIS).values(notice_id=bindparam("notice"))
_WAIT = (
    update(reminder)
    .where(_BESIDES, reminder.c.id.in_(bindparam("these", expanding=True)))
    .values(status="waiting", due_at=bindparam("due"), done=bindparam("how"), done_until=bindparam("due"))
)
_DID = update(reminder).where(*_THIS).values(done=bindparam("how"), done_until=bindparam("until"))
_CHAIN = (
    update(reminder)
    .where(_OWNER, reminder.c.promise_id == bindparam("promise"), reminder.c.status == WAITING)
    .values(status="dropped", done="not_needed", done_until=None)
)
_OPEN = (
    update(reminder)
    .where(_OWNER, reminder.c.client_id == bindparam("client"), reminder.c.status == "sent", reminder.c.done.is_(None))
    .values(done=bindparam("how"), done_until=bindparam("until"))
    .returning(reminder.c.notice_id)
)

_MINE = (_OWNER, reminder.c.client_id == bindparam("client"))
_LATELY = select(reminder.c.id).where(*_MINE).order_by(reminder.c.id.desc()).limit(32)
_BEFORE = select(func.max(touch.c.at)).where(
    touch.c.person_id == bindparam("owner"), touch.c.client_id == bindparam("client"), touch.c.at <= bindparam("at")
)
_REOPEN = (
    update(reminder)
    .where(_BESIDES, reminder.c.id.in_(_LATELY))
    .where(
        or_(
            and_(reminder.c.status == "sent", reminder.c.done == "wrote"),
            # Put off, and pointless since the contact.
            and_(reminder.c.status == "dropped", reminder.c.done == "over", reminder.c.kind.in_(IN_TOUCH)),
        )
    )
    .where(reminder.c.sent_at <= bindparam("at"), reminder.c.sent_at > func.coalesce(_BEFORE.scalar_subquery(), 0))
    .values(status="sent", done=None, done_until=None)
    .returning(reminder.c.notice_id)
)


def get(conn: Connection, person_id: int, reminder_id: int) -> Reminder | None:
    """The reminder, None where there is none or it is somebody else's."""
    row = conn.execute(_GET, {"owner": person_id, "reminder": reminder_id}).one_or_none()
    return Reminder(*row) if row else None


def due(conn: Connection, person_id: int, now: int, limit: int) -> list[Reminder]:
    """What of the person's is due, the oldest first."""
    return [Reminder(*row) for row in conn.execute(_DUE, {"owner": person_id, "now": now, "most": limit})]


def waiting(conn: Connection, person_id: int, client_id: int) -> list[Reminder]:
    """What waits about one client."""
    return [Reminder(*row) for row in conn.execute(_OF_CLIENT, {"owner": person_id, "client": client_id})]


def waiting_about(conn: Connection, person_id: int, client_ids: Sequence[int]) -> defaultdict[int, list[Reminder]]:
    """What waits about each of those clients, in one statement."""
    found = defaultdict[int, list[Reminder]](list)
    for row in conn.execute(_OF_CLIENTS, {"owner": person_id, "clients": list(client_ids)}):
        found[row.client_id].append(Reminder(*row))
    return found


def clients_waiting(conn: Connection, person_id: int) -> list[int]:
    """The ids of the clients about whom something waits."""
    return list(dict.fromkeys(client_id for (client_id,) in conn.execute(_CLIENTS, {"owner": person_id})))


def of_promises(conn: Connection, person_id: int, promise_ids: Sequence[int]) -> defaultdict[int, list[Reminder]]:
    """All reminders that there were and are of each of those promises."""
    found = defaultdict[int, list[Reminder]](list)
    rows = conn.execute(_OF_PROMISES, {"owner": person_id, "promises": list(promise_ids)}) if promise_ids else ()
    for row in rows:
        found[row.promise_id].append(Reminder(*row))
    return found


def brought(conn: Connection, person_id: int, client_id: int) -> set[int]:
    """The messages that brought reminders about the client about which something is left to do."""
    rows = conn.execute(_BROUGHT, {"owner": person_id, "client": client_id})
    return {notice for (notice,) in rows if notice is not None}


def add(conn: Connection, person: Person, planned: Sequence[tuple[int, Planned]], now: int) -> None:
    """Lets reminders wait, each about a client; raises StoreError where one of these is not the person's."""
    rows = [
        {
            **owned_by(person),
            "client_id": client_id,
            "promise_id": one.promise,
            "kind": one.kind,
            "base_at": one.base,
            "due_at": one.base,
            "status": "waiting",
            "created_at": now,
        }
        for client_id, one in planned
    ]
    if rows:
        conn.execute(_NEW, rows)


def over(conn: Connection, person_id: int, reminder_ids: Sequence[int]) -> None:
    """Takes off reminders that wait and have become pointless; their rows stay."""
    if reminder_ids:
        conn.execute(_OVER, {"owner": person_id, "these": list(reminder_ids)})


def drop(conn: Connection, person_id: int, reminder_id: int, why: Done) -> None:
    """Takes a reminder that waits off; its row stays."""
    conn.execute(_DROP, {"owner": person_id, "reminder": reminder_id, "why": why})


def sent(  # noqa: PLR0913, PLR0917 - the columns of one row
    conn: Connection, person_id: int, reminder_id: int, reminder_message_id: int, taken: int, now: int
) -> bool:
    """Notes that the reminder, taken to be sent at `taken`, came with that reminder message.

    `taken` and `now` are Unix seconds UTC.

    False where it was dropped or put off while it was on its way.
    """
    values = {"owner": person_id, "reminder": reminder_id, "notice": reminder_message_id, "taken": taken, "now": now}
    if conn.execute(_SENT, values).rowcount:
        return True
    conn.execute(_NOTED, {"owner": person_id, "reminder": reminder_id, "notice": reminder_message_id})
    return False


def snooze(conn: Connection, person_id: int, reminder_ids: Sequence[int], until: int, how: Done) -> None:
    """Lets the reminders come again at `until` (Unix seconds UTC); their bases stay."""
    conn.execute(_WAIT, {"owner": person_id, "these": list(reminder_ids), "due": until, "how": how})


def did(conn: Connection, person_id: int, reminder_id: int, how: Done, until: int | None = None) -> None:
    """Notes what the person did with a reminder that had come; `until` (Unix seconds UTC) says when another comes."""
    conn.execute(_DID, {"owner": person_id, "reminder": reminder_id, "how": how, "until": until})


def drop_chain(conn: Connection, person_id: int, promise_id: int) -> None:
    """Takes off what waits of a promise's chain: its reminders aren't wanted."""
    conn.execute(_CHAIN, {"owner": person_id, "promise": promise_id})


def all_done(conn: Connection, person_id: int, client_id: int, how: Done, at: int | None = None) -> set[int]:
    """Notes the same for whatever came about the client and was left; gives the messages that are to show it.

    `at` (Unix seconds UTC) is the moment of a contact that was seen by itself.
    """
    rows = conn.execute(_OPEN, {"owner": person_id, "client": client_id, "how": how, "until": at})
    return {notice for (notice,) in rows if notice is not None}


def reopen(conn: Connection, person_id: int, client_id: int, at: int) -> set[int]:
    """Opens what a contact at `at` (Unix seconds UTC) had answered, once that is taken back: all that came since the
    contact before it. Gives the messages that are to show it.
    """
    rows = conn.execute(_REOPEN, {"owner": person_id, "client": client_id, "at": at})
    return {notice for (notice,) in rows if notice is not None}
