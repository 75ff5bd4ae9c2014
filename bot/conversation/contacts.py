"""Who waits to hear from the manager, what comes when, a contact logged, how often, and a pause of everything (R2)."""

from dataclasses import replace
from datetime import date

from bot.conversation.clients import named
from bot.conversation.follow_ups import follow_up
from bot.conversation.old_taps import STALE, stale
from bot.conversation.replanning import contacted, dealt_with, lead, plan, taken_back
from bot.conversation.runs import begun_about
from bot.conversation.typed_times import day_of, reading_of
from bot.conversation.visit import Move, Visit
from bot.protocol.cadence.due_times import PROMISED
from bot.protocol.engine.typed_answers import TypedText
from bot.protocol.engine.words import number
from bot.protocol.playbook import LADDER
from bot.store.queries import clients, delivery_queue, promises, reminder_cases, reminders, touches
from bot.store.queries.reminders import Reminder
from bot.timeparse.reading import Understood
from bot.timeparse.schedule import next_working
from bot.viewmodels.place import Place
from bot.viewmodels.scene import hours_of

_LONGEST_PAUSE = 366
"""Days; whoever is away for longer comes back to something else."""


def log(visit: Visit, argument: str) -> Move:
    """Logs a contact; the button tells which contact was the last when it was drawn, so a second tap logs nothing."""
    client_id, last = (number(part) for part in argument.partition(".")[::2])
    person = visit.person.id
    if client_id is None or clients.get(visit.conn, person, client_id) is None:
        return stale(visit)
    if (touches.last(visit.conn, person, client_id) or 0) != last:
        return stale(visit)
    # Two contacts within a second are told apart, or a doubled tap on the second one would count.
    return _log_at(visit, client_id, max(visit.now, last + 1))


def _log_at(visit: Visit, client_id: int, at: int) -> Move:
    due = promises.overdue(visit.conn, visit.person.id, client_id, at)
    made = touches.log(visit.conn, visit.person, client_id, at)
    dealt_with(visit, client_id)
    contacted(visit, client_id)
    return Move(Place("touched", f"{made}" if due is None else f"{made}.{due}"))


def say_sent(visit: Visit, argument: str) -> Move:
    """Whether the word went out in time, for a contact that was marked late: that is what the promise is kept by."""
    name, _, said = argument.partition(".")
    at, _, due = visit.place.arguments.partition(".")
    made = touches.get(visit.conn, visit.person.id, number(name) or 0)
    moment = number(due)
    if made is None or moment is None or not visit.at("touched") or at != name or said not in {"in_time", "late"}:
        return stale(visit)
    if said == "in_time":
        touches.date(visit.conn, visit.person.id, made.id, moment)
        plan(visit, made.client_id)
    return Move(Place("touched", name))


def undo(visit: Visit, argument: str) -> Move:
    """Takes a logged contact back, once; the reminders that it had answered are open again."""
    made = touches.get(visit.conn, visit.person.id, number(argument) or 0)
    if made is None or not touches.undo(visit.conn, visit.person.id, made.id):
        return stale(visit)
    # Where it was the last contact, it had answered all until now: also one that is dated back by "in time".
    last = touches.last(visit.conn, visit.person.id, made.client_id) or 0
    taken_back(visit, made if last > made.at else replace(made, at=visit.now))
    return Move(Place("touch"), "touch-undone")


def ask_how_it_went(visit: Visit, argument: str) -> Move:
    """How the logged contact went: it becomes that of a follow-up."""
    made = touches.get(visit.conn, visit.person.id, number(argument) or 0)
    if made is None or made.kind != "logged":
        return stale(visit)
    return Move(follow_up(visit, made.client_id, made.id).place)


def debrief_again(visit: Visit, argument: str) -> Move:
    """Another debrief, debrief_about this client."""
    client_id = number(argument)
    if client_id is None or clients.get(visit.conn, visit.person.id, client_id) is None:
        return stale(visit)
    return debrief_about(visit, client_id)


def debrief_about(visit: Visit, client_id: int) -> Move:
    """A debrief debrief_about a client of the person's, the first question answered."""
    return lead(visit, begun_about(visit, client_id).place)


def choose_cadence(visit: Visit, argument: str) -> Move:
    """Sets how often: a rung of the ladder, or what the fear asks for."""
    name, _, pick = argument.partition(".")
    known = clients.get(visit.conn, visit.person.id, number(name) or 0)
    rung = next((one for one in LADDER if one == pick), None)
    if known is None or (rung is None and pick != "rule"):
        return stale(visit)
    clients.save(visit.conn, replace(known, cadence=rung))
    reminder_cases.chose(visit.conn, visit.person, known.id, visit.now)
    plan(visit, known.id)
    return Move(Place("client", str(known.id)), "settings-saved")


def put_off_parting(visit: Visit, argument: str) -> Move:
    """The parting check is put off: it is asked again in two weeks (protocol, section 7)."""
    client_id = number(argument)
    if client_id is None or clients.get(visit.conn, visit.person.id, client_id) is None:
        return stale(visit)
    reminder_cases.put_off(visit.conn, visit.person, client_id, visit.now)
    plan(visit, client_id)
    return Move(visit.here, "followup-again")


def pause_until(visit: Visit, argument: str) -> Move:
    """Pauses everything until the morning of a day, or ends the pause."""
    if argument == "now":
        visit.wake_reminders(delivery_queue.pause(visit.conn, visit.person.id, None, visit.now))
        return Move(Place("coming"), "pause_all-ended")
    try:
        return _pause_to(visit, date.fromisoformat(argument))
    except ValueError:
        return stale(visit)


def _pause_to(visit: Visit, day: date) -> Move:
    hours = hours_of(visit.person)
    if not 0 < (day - hours.day_of(visit.now)).days <= _LONGEST_PAUSE:
        return Move(Place("pause"), "pause_all-unclear")
    delivery_queue.pause(visit.conn, visit.person.id, hours.on(day), visit.now)
    return Move(Place("coming"))


def type_pause(visit: Visit, said: TypedText) -> Move:
    """A date until which everything is paused."""
    day = day_of(visit, said.text)
    return _pause_to(visit, day) if isinstance(day, date) else Move(Place("pause"), "pause_all-unclear")


def move(visit: Visit, argument: str) -> Move:
    """A reminder to come, moved to a moment that a button offered."""
    found_id, moment = (number(part) for part in argument.partition(".")[::2])
    found = reminders.get(visit.conn, visit.person.id, found_id or 0)
    if found is None or found.status != "waiting" or moment is None:
        return Move(Place("coming"), "reminder-elsewhere")
    if not 0 < moment - visit.now < _LONGEST_PAUSE * 86_400:
        return Move(visit.here, STALE)
    return _move_to(visit, found, moment)


def _move_to(visit: Visit, found: Reminder, moment: int) -> Move:
    if found.kind not in PROMISED:
        moment = next_working(moment, hours_of(visit.person).schedule)
    reminders.snooze(visit.conn, visit.person.id, [found.id], moment, "moved")
    plan(visit, found.client_id)
    return Move(visit.here, "upcoming-moved")


def type_moment(visit: Visit, said: TypedText) -> Move:
    """Another time for a reminder to come; for a promise, another time that the client knows."""
    found = reminders.get(visit.conn, visit.person.id, number(visit.place[1]) or 0)
    if found is None or found.status != "waiting":
        return Move(Place("coming"), "reminder-elsewhere")
    reading = reading_of(visit, said.text)
    if not isinstance(reading, Understood):
        return Move(visit.here, "step-next_contact-unclear")
    if found.kind in PROMISED and found.promise_id is not None:
        promises.move(visit.conn, visit.person.id, found.promise_id, reading.moment, visit.now)
        plan(visit, found.client_id)
        return Move(Place("coming"), "upcoming-moved")
    return _move_to(visit, found, reading.moment)


def type_touched(visit: Visit, said: TypedText) -> Move | None:
    """Logs a contact of now with the client that is named."""
    return named(visit, said.text, lambda client_id: _log_at(visit, client_id, visit.now))
