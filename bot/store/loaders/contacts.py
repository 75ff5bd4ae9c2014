"""What the screens of staying in touch are drawn from, each loaded by its place (protocol, section 8)."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import BindParameter, Connection, bindparam, func, or_, select, union

from bot.protocol.cadence.client_state import standing
from bot.protocol.engine.words import number
from bot.store.loaders import reminders as _reminders
from bot.store.queries import clients, delivery_queue, reminder_cases, reminders, retention, touches
from bot.store.queries.sql import OPEN, WAITING
from bot.store.tables.core import agenda, client, promise, reminder, touch
from bot.viewmodels.contacts import (
    Card,
    ClientChoice,
    ComingReminders,
    LoggedContact,
    OwedWord,
    Owing,
    UpcomingReminder,
)
from bot.viewmodels.paging import NAMES_ON_PAGE, REMINDERS_ON_PAGE
from bot.viewmodels.reminders import Reminded
from bot.viewmodels.scene import AnyScene, Voice

_MINE: BindParameter[int] = bindparam("owner")
_CONTACT = (
    select(func.max(touch.c.at))
    .where(touch.c.person_id == client.c.person_id, touch.c.client_id == client.c.id)
    .scalar_subquery()
)
_PROMISED = (
    select(promise.c.due_at)
    .where(promise.c.person_id == client.c.person_id, promise.c.client_id == client.c.id, promise.c.status == OPEN)
    .order_by(promise.c.updated_at.desc())
    .limit(1)
    .scalar_subquery()
)
_WAIT = union(
    select(reminder.c.client_id).where(reminder.c.person_id == _MINE, reminder.c.status == WAITING),
    select(promise.c.client_id).where(promise.c.person_id == _MINE, promise.c.status == OPEN),
)
_OWED = (
    select(client.c.id, client.c.label, _CONTACT.label("contact"), _PROMISED.label("promised"))
    .where(
        client.c.person_id == _MINE,
        client.c.archived_at.is_(None),
        client.c.id.in_(_WAIT),
        or_(func.coalesce(_CONTACT, 0) < bindparam("before"), _PROMISED.is_not(None)),
    )
    .order_by(func.coalesce(_CONTACT, 0), client.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_RECENT = (
    select(client.c.id, client.c.label, _CONTACT.label("contact"), _PROMISED.label("promised"))
    .where(client.c.person_id == _MINE, client.c.archived_at.is_(None))
    .order_by(client.c.last_at.desc(), client.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_THESE = (
    select(client.c.id, client.c.label, _CONTACT.label("contact"), _PROMISED.label("promised"))
    .where(client.c.person_id == _MINE, client.c.id.in_(bindparam("these", expanding=True)))
    .order_by(client.c.last_at.desc(), client.c.id.desc())
)
_NEXT = select(
    select(func.min(reminder.c.due_at))
    .where(reminder.c.person_id + 0 == _MINE, reminder.c.client_id == bindparam("client"))
    .where(reminder.c.status == WAITING)
    .scalar_subquery()
    .label("due"),
    select(agenda.c.paused_until).where(agenda.c.person_id == _MINE).scalar_subquery().label("paused"),
)
_JUST_HEARD = 12 * 3600
"""Seconds after a contact in which nobody is owed a word, unless it was promised."""


def card_of(conn: Connection, scene: AnyScene, voice: Voice, client_id: int) -> Card | None:
    """What is known of staying in touch with the client; None where it is not the person's."""
    person = scene.person
    found = clients.get(conn, person.id, client_id)
    if found is None:
        return None
    case = reminder_cases.load(conn, person.id, client_id)
    waiting = [row.id for row in reminders.waiting(conn, person.id, client_id)]
    ahead = _reminders.several(conn, person.id, waiting) if waiting else ()
    return Card(
        found,
        case.contact,
        standing(case.events).state,
        reminder_cases.rung(case, voice, person, scene.drawn_at),
        chosen=case.chosen is not None,
        promised_at=case.promise.due if case.promise is not None else None,
        waiting=_held(sorted(ahead, key=lambda one: (one.due_at, one.id)), _paused(conn, scene)),
    )


def next_at(conn: Connection, scene: AnyScene, client_id: int) -> int | None:
    """When the next reminder about the client comes, a pause of all included; None where none waits."""
    row = conn.execute(_NEXT, {"owner": scene.person.id, "client": client_id}).one()
    return row.due if row.due is None else max(row.due, _still(row.paused, scene) or 0)


def _page(
    conn: Connection, scene: AnyScene, arguments: str, most: int, **values: int
) -> tuple[tuple[Owing, ...], int, bool]:
    page = number(arguments, 999) or 0
    values |= {"owner": scene.person.id, "most": most + 1, "skip": page * most}
    found = [Owing(*row) for row in conn.execute(_OWED if "before" in values else _RECENT, values)]
    return tuple(found[:most]), page, len(found) > most


def choice(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> ClientChoice:
    """Clients to choose from: a page of them, the most recent first, or by their ids ("c5.7")."""
    if arguments.startswith("c"):
        these = [client_id for part in arguments[1:].split(".") if (client_id := number(part)) is not None]
        rows = conn.execute(_THESE, {"owner": scene.person.id, "these": these})
        return ClientChoice(tuple(Owing(*row) for row in rows), few=True)
    return ClientChoice(*_page(conn, scene, arguments, NAMES_ON_PAGE))


def owed(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> OwedWord:
    """A page of those who wait to hear from the manager; on the first one whom the archive has kept for a year."""
    found, page, more = _page(conn, scene, arguments, REMINDERS_ON_PAGE, before=scene.drawn_at - _JUST_HEARD)
    ripe = None if page else retention.ripe(conn, scene.person, scene.drawn_at)
    return OwedWord(found, page, more, ripe)


def coming(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> ComingReminders:
    """A page of what comes, and until when everything is paused."""
    page = number(arguments, 999) or 0
    found = _reminders.ahead(conn, scene.person.id, REMINDERS_ON_PAGE + 1, page * REMINDERS_ON_PAGE)
    paused = _paused(conn, scene)
    return ComingReminders(_held(found[:REMINDERS_ON_PAGE], paused), page, len(found) > REMINDERS_ON_PAGE, paused)


def pause(conn: Connection, scene: AnyScene, _: Voice, __: str) -> int | None:
    """Until when everything is paused (Unix seconds UTC), None where it is not."""
    return _paused(conn, scene)


def _paused(conn: Connection, scene: AnyScene) -> int | None:
    return _still(delivery_queue.paused(conn, scene.person.id), scene)


def _still(until: int | None, scene: AnyScene) -> int | None:
    return until if until is not None and until > scene.drawn_at else None


def _held(items: Iterable[Reminded], paused: int | None) -> tuple[Reminded, ...]:
    """The reminders as they will come: what a pause of all holds back comes at its end."""
    return tuple(replace(item, due_at=max(item.due_at, paused or 0)) for item in items)


def upcoming(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> UpcomingReminder:
    """One reminder to come."""
    item = _reminders.get(conn, scene.person.id, number(arguments) or 0)
    paused = _paused(conn, scene)
    return UpcomingReminder(_held((item,), paused)[0] if item is not None else None, paused)


def logged(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> LoggedContact | None:
    """A contact that was just logged; None where it was taken back."""
    person = scene.person.id
    touch_id, due = (number(part) for part in arguments.partition(".")[::2])
    made = touches.get(conn, person, touch_id or 0)
    client = clients.get(conn, person, made.client_id) if made is not None else None
    if made is None or client is None:
        return None
    return LoggedContact(made.id, client, next_at(conn, scene, made.client_id), due)


def card(conn: Connection, scene: AnyScene, voice: Voice, arguments: str) -> Card | None:
    """What is known of staying in touch with the client of the place; None where it is not the person's."""
    return card_of(conn, scene, voice, number(arguments) or 0)
