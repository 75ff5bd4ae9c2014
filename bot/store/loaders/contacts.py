"""What the screens of staying in touch are drawn from, each loaded by its place (protocol, section 8)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from sqlalchemy import BindParameter, Connection, bindparam, func, or_, select, union

from bot.protocol.cadence.client_state import standing
from bot.protocol.engine.upgrade import NewerState, read
from bot.protocol.engine.words import number
from bot.store.loaders import reminders as _reminders
from bot.store.queries import (
    clients,
    delivery_queue,
    followups,
    reminder_cases,
    reminder_messages,
    reminders,
    retention,
    runs,
    touches,
)
from bot.store.queries.sql import OPEN, WAITING
from bot.store.tables.core import agenda, client, promise, reminder, touch
from bot.viewmodels.paging import NAMES_ON_PAGE, REMINDERS_ON_PAGE
from bot.viewmodels.reminders import Card, Contacts, Owing, Reminded
from bot.viewmodels.scene import Scene, Voice
from bot.viewmodels.transfer import Owned

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
_DEBRIEF = 1
_ROUNDS = 3

Loader = Callable[[Connection, Scene, Voice, str], Scene]


def card(conn: Connection, scene: Scene, voice: Voice, client_id: int) -> Card | None:
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


def of_followup(conn: Connection, scene: Scene, voice: Voice) -> Scene:
    """The scene of a follow-up's card: where things stand with the client, and what was tried."""
    client_id = scene.run.value("client") if scene.run is not None else None
    if client_id is None:
        return scene
    person = scene.person
    case = reminder_cases.load(conn, person.id, client_id)
    found = Contacts(
        standing=standing(case.events),
        rounds=tuple(followups.rounds(conn, person.id, client_id, _ROUNDS)),
        rung=reminder_cases.rung(case, voice, person, scene.drawn_at),
        next_at=next_at(conn, scene, client_id),
    )
    return replace(scene, contacts=found)


def next_at(conn: Connection, scene: Scene, client_id: int) -> int | None:
    """When the next reminder about the client comes, a pause of all included; None where none waits."""
    row = conn.execute(_NEXT, {"owner": scene.person.id, "client": client_id}).one()
    return row.due if row.due is None else max(row.due, _still(row.paused, scene) or 0)


def _page(conn: Connection, scene: Scene, argument: str, most: int, **values: int) -> Scene:
    page = number(argument, 999) or 0
    values |= {"owner": scene.person.id, "most": most + 1, "skip": page * most}
    found = [Owing(*row) for row in conn.execute(_OWED if "before" in values else _RECENT, values)]
    return replace(scene, contacts=Contacts(owing=tuple(found[:most]), page=page, more=len(found) > most))


def recent(conn: Connection, scene: Scene, argument: str) -> Scene:
    """The scene with clients to choose from: a page of them, the most recent first, or by their ids ("c5.7")."""
    if argument.startswith("c"):
        these = [client_id for part in argument[1:].split(".") if (client_id := number(part)) is not None]
        rows = conn.execute(_THESE, {"owner": scene.person.id, "these": these})
        return replace(scene, contacts=Contacts(owing=tuple(Owing(*row) for row in rows)))
    return _page(conn, scene, argument, NAMES_ON_PAGE)


def _owed(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    found = _page(conn, scene, argument, REMINDERS_ON_PAGE, before=scene.drawn_at - _JUST_HEARD)
    return found if found.contacts.page else replace(found, owned=Owned(ripe=retention.ripe(conn, scene)))


def _touch(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    return recent(conn, scene, argument)


def _coming(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    page = number(argument, 999) or 0
    found = _reminders.ahead(conn, scene.person.id, REMINDERS_ON_PAGE + 1, page * REMINDERS_ON_PAGE)
    paused = _paused(conn, scene)
    coming = _held(found[:REMINDERS_ON_PAGE], paused)
    return replace(
        scene, contacts=Contacts(coming=coming, page=page, more=len(found) > REMINDERS_ON_PAGE, paused=paused)
    )


def _pause(conn: Connection, scene: Scene, _: Voice, __: str) -> Scene:
    return replace(scene, contacts=Contacts(paused=_paused(conn, scene)))


def _paused(conn: Connection, scene: Scene) -> int | None:
    return _still(delivery_queue.paused(conn, scene.person.id), scene)


def _still(until: int | None, scene: Scene) -> int | None:
    return until if until is not None and until > scene.drawn_at else None


def _held(items: Iterable[Reminded], paused: int | None) -> tuple[Reminded, ...]:
    """The reminders as they will come: what a pause of all holds back comes at its end."""
    return tuple(replace(item, due_at=max(item.due_at, paused or 0)) for item in items)


def _upcoming(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    item = _reminders.get(conn, scene.person.id, number(argument) or 0)
    paused = _paused(conn, scene)
    held = _held((item,), paused)[0] if item is not None else None
    return replace(scene, contacts=Contacts(reminder=held, paused=paused))


def _reminder(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    """A reminder opened for its draft: whose turn it is among the wordings, and the client's last debrief."""
    person = scene.person.id
    item = _reminders.get(conn, person, number(argument) or 0)
    if item is None:
        return scene
    notice = reminder_messages.get(conn, person, item.notice_id) if item.notice_id is not None else None
    last = followups.rounds(conn, person, item.client_id, _DEBRIEF)
    stored = runs.load(conn, person, last[0].run) if last else None
    try:
        debrief = read(stored.state).run if stored is not None else None
    except NewerState:
        debrief = None
    found = Contacts(reminder=item, turn=notice.turn_of(item) if notice else item.id, debrief=debrief)
    return replace(scene, client=clients.get(conn, person, item.client_id), contacts=found)


def _touched(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    person = scene.person.id
    made = touches.get(conn, person, number(argument) or 0)
    if made is None:
        return scene
    found = Contacts(touch=made.id, next_at=next_at(conn, scene, made.client_id))
    return replace(scene, client=clients.get(conn, person, made.client_id), contacts=found)


def _client(conn: Connection, scene: Scene, voice: Voice, argument: str) -> Scene:
    return replace(scene, contacts=Contacts(card=card(conn, scene, voice, number(argument) or 0)))


LOADERS: Mapping[str, Loader] = {
    "owed": _owed,
    "touch": _touch,
    "touched": _touched,
    "coming": _coming,
    "upcoming": _upcoming,
    "pause": _pause,
    "reminder": _reminder,
    "rhythm": _client,
}
"""What each place of staying in touch is drawn from."""
