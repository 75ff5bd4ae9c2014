"""The buttons of a reminder: been in touch, a draft, later, not needed; and those of a list of several (R2).

A button acts on its reminder for as long as there is something to do about it, wherever it stands; the message that
brought it then shows what was done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.protocol.words import number
from bot.reminders import cadence
from bot.reminders.cadence import PROMISED
from bot.reminders.plan import IN_TOUCH
from bot.screens.reminded import Noticed
from bot.screens.scene import hours_of
from bot.store import cases, clients, notices, promises, reminders
from bot.store.reminders import Reminder
from bot.store.unit import Unit
from bot.telegram import PlaceData
from handlers.debrief import stale
from handlers.planned import plan
from handlers.touching import follow_up
from handlers.visit import STALE, Move, Visit, answer_tap
from handlers.world import World

_SNOOZED = frozenset({None, "hour", "tomorrow", "moved"})
"""What leaves something to do about a reminder."""
_SAME_MINUTE = 60


@dataclass(frozen=True, slots=True)
class _Tapped:
    """A reminder whose button was tapped, and the message that brought it, where the tap was on that message."""

    row: Reminder
    notice: Noticed | None

    @property
    def live(self) -> bool:
        """Whether there is still something to do about it."""
        return self.row.done in _SNOOZED

    @property
    def alone(self) -> bool:
        """Whether the message brought nothing else."""
        return self.notice is not None and len(self.notice.items) == 1


def _find(visit: Visit, argument: str) -> _Tapped | None:
    row = reminders.get(visit.conn, visit.person.id, number(argument) or 0)
    return None if row is None else _Tapped(row, _noticed(visit))


def _noticed(visit: Visit) -> Noticed | None:
    """The message that was tapped, where it brought reminders and is not the chat's own view."""
    return notices.of_message(visit.conn, visit.person.id, visit.tapped) if visit.tapped is not None else None


def _stay(visit: Visit, found: _Tapped, notice: str | None = None) -> Move:
    """Nothing moves: where the tap was on the message that brought the reminder, that shows what was done."""
    if found.row.notice_id is not None:
        visit.redrawn.setdefault(found.row.notice_id, None)
    if found.notice is not None:
        visit.redrawn[found.notice.id] = "list:0"
        return Move(visit.here, visit.chat.notice, beside=True)
    return Move(visit.here, notice)


def _away(visit: Visit, found: _Tapped, place: str) -> Move:
    """Somewhere else: a message that brought nothing but this becomes the chat's view, a list stays as it is."""
    if found.notice is None:
        return Move(place)
    if not found.alone:
        visit.redrawn[found.notice.id] = "list:0"
        return Move(place, fresh=True, beside=True)
    notices.leave(visit.conn, visit.person.id, found.notice.id)
    return Move(place, adopt=True)


def _gone(visit: Visit, found: _Tapped | None) -> Move:
    """There is nothing to do about it any more: said so, and the message shows how it stands."""
    if found is None or found.notice is None:
        return stale(visit)
    return replace(_stay(visit, found), toast=STALE)


def _wrote(visit: Visit, argument: str) -> Move:
    """The client heard from the manager: the same message asks how it went."""
    found = _find(visit, argument)
    if found is None or not found.live:
        return _gone(visit, found)
    row = found.row
    if row.promise_id is not None and visit.now < row.base_at:
        promises.move(visit.conn, visit.person.id, row.promise_id, visit.now, visit.now - 1)  # kept before its time
    if row.status == "waiting":
        reminders.drop(visit.conn, visit.person.id, row.id, "wrote")
    else:
        reminders.did(visit.conn, visit.person.id, row.id, "wrote")
    run = follow_up(visit, row.client_id)
    return _away(visit, found, run.place)


def _give(visit: Visit, argument: str) -> Move:
    """The draft, under the reminder that it is for."""
    found = _find(visit, argument)
    if found is None or not found.live:
        return _gone(visit, found)
    return _away(visit, found, f"reminder:{found.row.id}")


def _later(visit: Visit, argument: str, *, tomorrow: bool) -> Move:
    """It comes again; the rhythm stays."""
    found = _find(visit, argument)
    if found is None or not found.live:
        return _gone(visit, found)
    _snooze(visit, found.row, tomorrow=tomorrow)
    return _stay(visit, found, "upcoming-moved")


def _snooze(visit: Visit, row: Reminder, *, tomorrow: bool) -> None:
    hours = hours_of(visit.person)
    until = cadence.tomorrow(visit.now, hours) if tomorrow else cadence.in_an_hour(row.kind, visit.now, hours)
    if row.status == "waiting" and abs(until - row.due_at) < _SAME_MINUTE:
        return  # a doubled tap
    reminders.snooze(visit.conn, visit.person.id, row.id, until, "tomorrow" if tomorrow else "hour")
    plan(visit, row.client_id)


def _needless(visit: Visit, argument: str) -> Move:
    """Not needed: this one goes; of a promise all that waits, since it is about the same time."""
    found = _find(visit, argument)
    if found is None or not found.live:
        return _gone(visit, found)
    row = found.row
    if row.status == "waiting":
        reminders.drop(visit.conn, visit.person.id, row.id, "not_needed")
        if row.kind in IN_TOUCH:  # as if it had come: the next is counted from it
            cases.told(visit.conn, visit.person, row.client_id, visit.now, row.base_at)
    else:
        reminders.did(visit.conn, visit.person.id, row.id, "not_needed")
    if row.kind in PROMISED and row.promise_id is not None:
        reminders.drop_chain(visit.conn, visit.person.id, row.promise_id)
    plan(visit, row.client_id)
    if found.notice is None and visit.place[0] == "upcoming":
        return Move("coming", "upcoming-dropped")
    return _stay(visit, found, "upcoming-dropped")


def _quiet(visit: Visit, argument: str) -> Move:
    """No more reminders to be in touch with this client."""
    found = _find(visit, argument)
    known = clients.get(visit.conn, visit.person.id, found.row.client_id) if found is not None else None
    if found is None or known is None:
        return _gone(visit, found)
    clients.save(visit.conn, replace(known, cadence="off"))
    cases.chose(visit.conn, visit.person, known.id, visit.now)
    reminders.did(visit.conn, visit.person.id, found.row.id, "stop")
    plan(visit, known.id)
    return _stay(visit, found)


def _return(visit: Visit, argument: str) -> Move:
    """Reminders about the client again, as often as the fear asks for."""
    found = _find(visit, argument)
    known = clients.get(visit.conn, visit.person.id, found.row.client_id) if found is not None else None
    if found is None or known is None:
        return _gone(visit, found)
    clients.save(visit.conn, replace(known, cadence=None))
    cases.chose(visit.conn, visit.person, known.id, visit.now)
    reminders.did(visit.conn, visit.person.id, found.row.id, "not_needed")
    plan(visit, known.id)
    return _stay(visit, found)


def _weeks(visit: Visit, argument: str) -> Move:
    """The facts are looked at again in two more weeks (protocol, section 7)."""
    found = _find(visit, argument)
    if found is None or not found.live or found.row.kind != "look_again":
        return _gone(visit, found)
    cases.put_off(visit.conn, visit.person, found.row.client_id, visit.now)
    until = cadence.look_again(visit.now, hours_of(visit.person))
    reminders.did(visit.conn, visit.person.id, found.row.id, "moved", until)
    plan(visit, found.row.client_id)
    return _stay(visit, found)


def _item(visit: Visit, argument: str) -> Move:
    """One of a list, opened in the same message."""
    found = _find(visit, argument)
    if found is None or found.notice is None:
        return stale(visit)
    visit.redrawn[found.notice.id] = f"item:{found.row.id}"
    return Move(visit.here, visit.chat.notice, beside=True)


def _list(visit: Visit, argument: str) -> Move:
    """A page of a list."""
    notice = _noticed(visit)
    if notice is None:
        return stale(visit)
    visit.redrawn[notice.id] = f"list:{number(argument, 999) or 0}"
    return Move(visit.here, visit.chat.notice, beside=True)


def _morrow(visit: Visit, _: str) -> Move:
    """All of a list that is left, tomorrow."""
    notice = _noticed(visit)
    if notice is None:
        return stale(visit)
    for item in notice.items:
        row = reminders.get(visit.conn, visit.person.id, item.id)
        if row is not None and row.done is None:
            _snooze(visit, row, tomorrow=True)
    visit.redrawn[notice.id] = "list:0"
    return Move(visit.here, visit.chat.notice, beside=True)


_DEEDS: Mapping[str, Callable[[Visit, str], Move]] = {
    "wrote": _wrote,
    "give": _give,
    "hour": lambda visit, argument: _later(visit, argument, tomorrow=False),
    "tomorrow": lambda visit, argument: _later(visit, argument, tomorrow=True),
    "needless": _needless,
    "quiet": _quiet,
    "return": _return,
    "weeks": _weeks,
    "item": _item,
    "list": _list,
    "morrow": _morrow,
}


async def on_reminder_tap(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """A button of a reminder, or of a list of them."""
    await answer_tap(query, unit, world, lambda visit: _DEEDS[callback_data.to](visit, callback_data.arg))


def router() -> Router:
    """The router of reminders."""
    made = Router(name="reminders")
    made.callback_query.register(on_reminder_tap, PlaceData.filter(F.to.in_(_DEEDS.keys())))
    return made
