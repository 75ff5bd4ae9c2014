"""The buttons of a reminder: been in touch, a draft, later, not needed; and those of a list of several (R2).

A button acts on its reminder for as long as there is something to do about it, wherever it stands; the message that
brought it then shows what was done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.conversation.follow_ups import follow_up
from bot.conversation.reminding import brought_by, lead, plan
from bot.conversation.services import World
from bot.conversation.visit import Move, Visit, answer_tap
from bot.protocol.cadence import rules
from bot.protocol.cadence.plan import IN_TOUCH
from bot.protocol.cadence.rules import PROMISED
from bot.protocol.engine.words import number
from bot.store.database.unit import Unit
from bot.store.queries import reminder_cases, reminders
from bot.store.queries.reminders import Reminder
from bot.telegram.callback import PlaceData
from bot.viewmodels.place import Place
from bot.viewmodels.reminders import SNOOZED, Noticed, Reminded
from bot.viewmodels.scene import hours_of
from handlers.debrief import stale

_SAME_MINUTE = 60
_HOUR = 60


@dataclass(frozen=True, slots=True)
class _Tapped:
    """A reminder whose button was tapped, and the message that brought it, where the tap was on that message."""

    row: Reminder
    notice: Noticed | None

    @property
    def live(self) -> bool:
        """Whether there is still something to do about it."""
        return self.row.done is None or self.row.done in SNOOZED


def _find(visit: Visit, argument: str) -> _Tapped | None:
    row = reminders.get(visit.conn, visit.person.id, number(argument) or 0)
    return None if row is None else _Tapped(row, brought_by(visit))


def _stay(visit: Visit, found: _Tapped, notice: str | None = None, *, item: bool = False) -> Move:
    """Nothing moves: where the tap was on the message that brought the reminder, that shows what was done.

    Of several it shows the list, or stays at this `item` where there is something more to tap.
    """
    if found.row.notice_id is not None:
        visit.redrawn.setdefault(found.row.notice_id, None)
    if found.notice is not None:
        visit.redrawn[found.notice.id] = f"item:{found.row.id}" if item else "list:0"
        return Move(visit.here, visit.chat.notice, beside=True)
    return Move(visit.here, notice)


def _away(visit: Visit, found: _Tapped, place: Place) -> Move:
    """Somewhere else; a message that brought it, and isn't the tapped one, shows what was done too."""
    if found.row.notice_id is not None:
        visit.redrawn.setdefault(found.row.notice_id, None)
    return lead(visit, place)


def _gone(visit: Visit) -> Move:
    """There is nothing to do about it any more: said so, and the message shows how it stands."""
    notice = brought_by(visit)
    if notice is None:
        return stale(visit)
    visit.redrawn.setdefault(notice.id, None)
    return Move(visit.here, visit.chat.notice, beside=True, toast="reminder-closed")


def _wrote(visit: Visit, argument: str) -> Move:
    """The client heard from the manager: the same message asks how it went."""
    found = _find(visit, argument)
    if found is None or not found.live:
        return _gone(visit)
    row = found.row
    if row.status == "waiting":
        reminders.drop(visit.conn, visit.person.id, row.id, "wrote")
    else:
        reminders.did(visit.conn, visit.person.id, row.id, "wrote")
    run = follow_up(visit, row.client_id)
    plan(visit, row.client_id)  # a promise that was answered before its time is kept now
    return _away(visit, found, run.place)


def _give(visit: Visit, argument: str) -> Move:
    """The draft, under the reminder that it is for."""
    found = _find(visit, argument)
    if found is None or not found.live:
        return _gone(visit)
    return _away(visit, found, Place("reminder", str(found.row.id)))


def _hour(visit: Visit, argument: str) -> Move:
    """It comes again in an hour, or in the minutes that the button carries."""
    name, _, minutes = argument.partition(".")
    found = _find(visit, name)
    if found is None or not found.live:
        return _gone(visit)
    hours = hours_of(visit.person)
    until = rules.in_an_hour(found.row.kind, visit.now, hours, number(minutes, _HOUR) or _HOUR)
    return _later(visit, found, until, "hour")


def _tomorrow(visit: Visit, argument: str) -> Move:
    """It comes again on the next working day."""
    found = _find(visit, argument)
    if found is None or not found.live:
        return _gone(visit)
    return _later(visit, found, rules.tomorrow(visit.now, hours_of(visit.person)), "tomorrow")


def _later(visit: Visit, found: _Tapped, until: int, how: Literal["hour", "tomorrow"]) -> Move:
    """It comes again then; the rhythm stays."""
    if not _stands(found.row, until):
        reminders.snooze(visit.conn, visit.person.id, [found.row.id], until, how)
        plan(visit, found.row.client_id)
    return _stay(visit, found, "upcoming-moved")


def _stands(row: Reminder | Reminded, until: int) -> bool:
    """Whether it waits until then already: a doubled tap."""
    return row.status == "waiting" and abs(until - row.due_at) < _SAME_MINUTE


def _needless(visit: Visit, argument: str) -> Move:
    """Not needed: this one goes; of a promise all that waits, since it is about the same time."""
    found = _find(visit, argument)
    if found is None or not found.live:
        return _gone(visit)
    row = found.row
    if row.status == "waiting":
        reminders.drop(visit.conn, visit.person.id, row.id, "not_needed")
        if row.kind in IN_TOUCH:  # as if it had come: the next is counted from it
            reminder_cases.told(visit.conn, visit.person, row.client_id, visit.now, row.base_at)
        elif row.kind == "look_again":
            reminder_cases.put_off(visit.conn, visit.person, row.client_id, None)
    else:
        reminders.did(visit.conn, visit.person.id, row.id, "not_needed")
    if row.kind in PROMISED and row.promise_id is not None:
        reminders.drop_chain(visit.conn, visit.person.id, row.promise_id)
    plan(visit, row.client_id)
    said = "upcoming-dropped" if row.promise_id is None else "reminder-promise_dropped"
    if found.notice is None and visit.place[0] == "upcoming":
        return Move(Place("coming"), said)
    return _stay(visit, found, said, item=True)


def _quiet(visit: Visit, argument: str) -> Move:
    """No more reminders to be in touch with this client."""
    found = _find(visit, argument)
    if found is None or found.row.done != "not_needed":
        return _gone(visit)
    return _hush(visit, found, "stop")


def _return(visit: Visit, argument: str) -> Move:
    """Reminders about the client again, as often as before."""
    found = _find(visit, argument)
    if found is None or found.row.done != "stop":
        return _gone(visit)
    return _hush(visit, found, "not_needed")


def _hush(visit: Visit, found: _Tapped, how: Literal["stop", "not_needed"]) -> Move:
    client_id = found.row.client_id
    reminder_cases.quieten(visit.conn, visit.person, client_id, quiet=how == "stop")
    plan(visit, client_id)
    ahead = [row.due_at for row in reminders.waiting(visit.conn, visit.person.id, client_id)]
    if how == "stop" or not ahead:
        reminders.did(visit.conn, visit.person.id, found.row.id, how)
    else:
        reminders.did(visit.conn, visit.person.id, found.row.id, "moved", min(ahead))
    return _stay(visit, found, item=True)


def _weeks(visit: Visit, argument: str) -> Move:
    """The facts are looked at again in two more weeks (protocol, section 7)."""
    found = _find(visit, argument)
    if found is None or not found.live or found.row.kind != "look_again":
        return _gone(visit)
    reminder_cases.put_off(visit.conn, visit.person, found.row.client_id, visit.now)
    until = rules.look_again(visit.now, hours_of(visit.person))
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
    notice = brought_by(visit)
    if notice is None:
        return stale(visit)
    visit.redrawn[notice.id] = f"list:{number(argument, 999) or 0}"
    return Move(visit.here, visit.chat.notice, beside=True)


def _morrow(visit: Visit, _: str) -> Move:
    """All of a list that is left, tomorrow; but for promises that run out before."""
    notice = brought_by(visit)
    if notice is None:
        return stale(visit)
    until = rules.tomorrow(visit.now, hours_of(visit.person))
    left = [
        item
        for item in notice.items
        if item.live and not _stands(item, until) and not rules.passes(item.promised_at, visit.now, until)
    ]
    if left:
        reminders.snooze(visit.conn, visit.person.id, [item.id for item in left], until, "tomorrow")
        plan(visit, *(item.client_id for item in left))
    visit.redrawn[notice.id] = "list:0"
    return Move(visit.here, visit.chat.notice, beside=True)


_DEEDS: Mapping[str, Callable[[Visit, str], Move]] = {
    "wrote": _wrote,
    "give": _give,
    "hour": _hour,
    "tomorrow": _tomorrow,
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
