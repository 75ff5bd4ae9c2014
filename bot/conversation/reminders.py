"""The buttons of a reminder: been in touch, a draft, later, not needed; and those of a list of several (R2).

A button acts on its reminder for as long as there is something to do about it, wherever it stands; the message that
brought it then shows what was done.
"""

from dataclasses import dataclass
from typing import Literal

from bot.conversation.follow_ups import follow_up
from bot.conversation.old_taps import stale
from bot.conversation.replanning import brought_by, lead, plan
from bot.conversation.visit import Move, Visit
from bot.protocol.cadence import due_times
from bot.protocol.cadence.due_times import PROMISED
from bot.protocol.cadence.plan import IN_TOUCH
from bot.protocol.engine.words import number
from bot.store.queries import reminder_cases, reminders
from bot.store.queries.reminders import Reminder
from bot.viewmodels.place import Place
from bot.viewmodels.reminders import SNOOZED, Reminded, ReminderMessage
from bot.viewmodels.scene import hours_of

_SAME_MINUTE = 60
_HOUR = 60


@dataclass(frozen=True, slots=True)
class _Tapped:
    """A reminder whose button was tapped, and the message that brought it, where the tap was on that message."""

    row: Reminder
    reminder_message: ReminderMessage | None

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
        visit.redraw(found.row.notice_id)
    if found.reminder_message is not None:
        visit.redraw(found.reminder_message.id, f"item:{found.row.id}" if item else "list:0")
        return Move(visit.here, visit.chat.notice, beside=True)
    return Move(visit.here, notice)


def _away(visit: Visit, found: _Tapped, place: Place) -> Move:
    """Somewhere else; a message that brought it, and isn't the tapped one, shows what was done too."""
    if found.row.notice_id is not None:
        visit.redraw(found.row.notice_id)
    return lead(visit, place)


def _gone(visit: Visit) -> Move:
    """There is nothing to do about it any more: said so, and the message shows how it stands."""
    brought = brought_by(visit)
    if brought is None:
        return stale(visit)
    visit.redraw(brought.id)
    return Move(visit.here, visit.chat.notice, beside=True, toast="reminder-closed")


def mark_contacted(visit: Visit, argument: str) -> Move:
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


def open_draft(visit: Visit, argument: str) -> Move:
    """The draft, under the reminder that it is for."""
    found = _find(visit, argument)
    if found is None or not found.live:
        return _gone(visit)
    return _away(visit, found, Place("reminder", str(found.row.id)))


def snooze_an_hour(visit: Visit, argument: str) -> Move:
    """It comes again in an hour, or in the minutes that the button carries."""
    name, _, minutes = argument.partition(".")
    found = _find(visit, name)
    if found is None or not found.live:
        return _gone(visit)
    hours = hours_of(visit.person)
    until = due_times.in_an_hour(found.row.kind, visit.now, hours, number(minutes, _HOUR) or _HOUR)
    return _later(visit, found, until, "hour")


def snooze_until_tomorrow(visit: Visit, argument: str) -> Move:
    """It comes again on the next working day."""
    found = _find(visit, argument)
    if found is None or not found.live:
        return _gone(visit)
    return _later(visit, found, due_times.tomorrow(visit.now, hours_of(visit.person)), "tomorrow")


def _later(visit: Visit, found: _Tapped, until: int, how: Literal["hour", "tomorrow"]) -> Move:
    """It comes again then; the rhythm stays."""
    if not _stands(found.row, until):
        reminders.snooze(visit.conn, visit.person.id, [found.row.id], until, how)
        plan(visit, found.row.client_id)
    return _stay(visit, found, "upcoming-moved")


def _stands(row: Reminder | Reminded, until: int) -> bool:
    """Whether it waits until then already: a doubled tap."""
    return row.status == "waiting" and abs(until - row.due_at) < _SAME_MINUTE


def dismiss(visit: Visit, argument: str) -> Move:
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
    if found.reminder_message is None and visit.at("upcoming"):
        return Move(Place("coming"), said)
    return _stay(visit, found, said, item=True)


def silence_client(visit: Visit, argument: str) -> Move:
    """No more reminders to be in touch with this client."""
    found = _find(visit, argument)
    if found is None or found.row.done != "not_needed":
        return _gone(visit)
    return _hush(visit, found, "stop")


def resume_client(visit: Visit, argument: str) -> Move:
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


def look_again_later(visit: Visit, argument: str) -> Move:
    """The facts are looked at again in two more weeks (protocol, section 7)."""
    found = _find(visit, argument)
    if found is None or not found.live or found.row.kind != "look_again":
        return _gone(visit)
    reminder_cases.put_off(visit.conn, visit.person, found.row.client_id, visit.now)
    until = due_times.look_again(visit.now, hours_of(visit.person))
    reminders.did(visit.conn, visit.person.id, found.row.id, "moved", until)
    plan(visit, found.row.client_id)
    return _stay(visit, found)


def open_item(visit: Visit, argument: str) -> Move:
    """One of a list, opened in the same message."""
    found = _find(visit, argument)
    if found is None or found.reminder_message is None:
        return stale(visit)
    visit.redraw(found.reminder_message.id, f"item:{found.row.id}")
    return Move(visit.here, visit.chat.notice, beside=True)


def open_list(visit: Visit, argument: str) -> Move:
    """A page of a list."""
    brought = brought_by(visit)
    if brought is None:
        return stale(visit)
    visit.redraw(brought.id, f"list:{number(argument, 999) or 0}")
    return Move(visit.here, visit.chat.notice, beside=True)


def snooze_all(visit: Visit, _: str) -> Move:
    """All of a list that is left, tomorrow; but for promises that run out before."""
    brought = brought_by(visit)
    if brought is None:
        return stale(visit)
    until = due_times.tomorrow(visit.now, hours_of(visit.person))
    left = [
        item
        for item in brought.items
        if item.live and not _stands(item, until) and not due_times.passes(item.promised_at, visit.now, until)
    ]
    if left:
        reminders.snooze(visit.conn, visit.person.id, [item.id for item in left], until, "tomorrow")
        plan(visit, *(item.client_id for item in left))
    visit.redraw(brought.id, "list:0")
    return Move(visit.here, visit.chat.notice, beside=True)
