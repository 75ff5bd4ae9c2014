"""Who waits to hear from the manager, what comes when, a contact logged, how often, and a pause of everything (R2)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.common.languages import Language
from bot.conversation.follow_ups import follow_up
from bot.conversation.reminding import contacted, dealt_with, lead, plan, taken_back
from bot.conversation.runs import begun_about
from bot.conversation.services import World
from bot.conversation.visit import STALE, Move, Visit, answer_tap
from bot.protocol import matching
from bot.protocol.cadence.rules import PROMISED
from bot.protocol.engine.words import number
from bot.protocol.playbook import LADDER
from bot.store.database.unit import Unit
from bot.store.queries import clients, delivery_queue, promises, reminder_cases, reminders, touches
from bot.store.queries.reminders import Reminder
from bot.telegram.callback import PlaceData
from bot.timeparse.reading import Ambiguous, Reading, Understood, read
from bot.timeparse.schedule import local, next_working
from bot.viewmodels.place import Place
from bot.viewmodels.scene import hours_of
from handlers.debrief import stale

_LONGEST_PAUSE = 366
"""Days; whoever is away for longer comes back to something else."""


def _open(name: str) -> Callable[[Visit, str], Move]:
    """Opens a place, with the number that the button carries."""

    def opens(_: Visit, argument: str) -> Move:
        found = number(argument)
        return Move(Place(name) if found is None else Place(name, str(found)))

    return opens


def _touched(visit: Visit, argument: str) -> Move:
    """Logs a contact; the button tells which contact was the last when it was drawn, so a second tap logs nothing."""
    client_id, last = (number(part) for part in argument.partition(".")[::2])
    person = visit.person.id
    if client_id is None or clients.get(visit.conn, person, client_id) is None:
        return stale(visit)
    if (touches.last(visit.conn, person, client_id) or 0) != last:
        return stale(visit)
    # Two contacts within a second are told apart, or a doubled tap on the second one would count.
    return _log(visit, client_id, max(visit.now, last + 1))


def _log(visit: Visit, client_id: int, at: int) -> Move:
    made = touches.log(visit.conn, visit.person, client_id, at)
    dealt_with(visit, client_id)
    contacted(visit, client_id)
    return Move(Place("touched", f"{made}"))


def _undo(visit: Visit, argument: str) -> Move:
    made = touches.get(visit.conn, visit.person.id, number(argument) or 0)
    if made is None or not touches.undo(visit.conn, visit.person.id, made.id):
        return stale(visit)
    taken_back(visit, made)
    return Move(Place("touch"), "touch-undone")


def _how(visit: Visit, argument: str) -> Move:
    """How the logged contact went: it becomes that of a follow-up."""
    made = touches.get(visit.conn, visit.person.id, number(argument) or 0)
    if made is None or made.kind != "logged":
        return stale(visit)
    return Move(follow_up(visit, made.client_id, made.id).place)


def _round(visit: Visit, argument: str) -> Move:
    """Another debrief, about this client."""
    client_id = number(argument)
    if client_id is None or clients.get(visit.conn, visit.person.id, client_id) is None:
        return stale(visit)
    return about(visit, client_id)


def about(visit: Visit, client_id: int) -> Move:
    """A debrief about a client of the person's, the first question answered."""
    return lead(visit, begun_about(visit, client_id).place)


def _often(visit: Visit, argument: str) -> Move:
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


def _again(visit: Visit, argument: str) -> Move:
    """The parting check is put off: it is asked again in two weeks (protocol, section 7)."""
    client_id = number(argument)
    if client_id is None or clients.get(visit.conn, visit.person.id, client_id) is None:
        return stale(visit)
    reminder_cases.put_off(visit.conn, visit.person, client_id, visit.now)
    plan(visit, client_id)
    return Move(visit.here, "followup-again")


def _until(visit: Visit, argument: str) -> Move:
    """Pauses everything until the morning of a day, or ends the pause."""
    if argument == "now":
        visit.due = delivery_queue.pause(visit.conn, visit.person.id, None, visit.now)
        return Move(Place("coming"), "pause_all-ended")
    try:
        return _pause(visit, date.fromisoformat(argument))
    except ValueError:
        return stale(visit)


def _pause(visit: Visit, day: date) -> Move:
    hours = hours_of(visit.person)
    if not 0 < (day - hours.day_of(visit.now)).days <= _LONGEST_PAUSE:
        return Move(Place("pause"), "pause_all-unclear")
    delivery_queue.pause(visit.conn, visit.person.id, hours.on(day), visit.now)
    return Move(Place("coming"))


def reading_of(visit: Visit, text: str) -> Reading:
    """What the text says of a time, in the person's zone and working hours."""
    person = visit.person
    order: Language = "en" if person.language == "en" else "ru"
    return read(
        text,
        visit.now,
        person.zone,
        work_from=person.work_from,
        work_to=person.work_to,
        work_days=person.work_days,
        order=order,
    )


def _type_pause(visit: Visit, text: str) -> Move:
    """A date until which everything is paused; of two hours of one day either will do."""
    zone = visit.person.zone
    match reading_of(visit, text):
        case Understood(moment):
            return _pause(visit, local(moment, zone).date())
        case Ambiguous(first, second) if local(first, zone).date() == local(second, zone).date():
            return _pause(visit, local(first, zone).date())
        case _:
            return Move(Place("pause"), "pause_all-unclear")


def _move(visit: Visit, argument: str) -> Move:
    """A reminder to come, moved to a moment that a button offered."""
    found_id, moment = (number(part) for part in argument.partition(".")[::2])
    found = reminders.get(visit.conn, visit.person.id, found_id or 0)
    if found is None or found.status != "waiting" or moment is None:
        return Move(Place("coming"), "reminder-elsewhere")
    if not 0 < moment - visit.now < _LONGEST_PAUSE * 86_400:
        return Move(visit.here, STALE)
    return _moved(visit, found, moment)


def _moved(visit: Visit, found: Reminder, moment: int) -> Move:
    if found.kind not in PROMISED:
        moment = next_working(moment, hours_of(visit.person).schedule)
    reminders.snooze(visit.conn, visit.person.id, [found.id], moment, "moved")
    plan(visit, found.client_id)
    return Move(visit.here, "upcoming-moved")


def _type_moment(visit: Visit, text: str) -> Move:
    """Another time for a reminder to come; for a promise, another time that the client knows."""
    found = reminders.get(visit.conn, visit.person.id, number(visit.place[1]) or 0)
    if found is None or found.status != "waiting":
        return Move(Place("coming"), "reminder-elsewhere")
    reading = reading_of(visit, text)
    if not isinstance(reading, Understood):
        return Move(visit.here, "step-next_contact-unclear")
    if found.kind in PROMISED and found.promise_id is not None:
        promises.move(visit.conn, visit.person.id, found.promise_id, reading.moment, visit.now)
        plan(visit, found.client_id)
        return Move(Place("coming"), "upcoming-moved")
    return _moved(visit, found, reading.moment)


def _name_touched(visit: Visit, text: str) -> Move | None:
    return named(visit, text, lambda client_id: _log(visit, client_id, visit.now))


def named(visit: Visit, text: str, then: Callable[[int], Move]) -> Move | None:
    """What a typed name leads to where clients are chosen: `then` for just that one, else those that it may mean.

    None where it is nobody's name: then it is words like any others.
    """
    known = clients.names(visit.conn, visit.person.id)
    same = [client_id for client_id, label in known if matching.key(label) == matching.key(text)]
    if len(same) == 1:
        return then(same[0])
    may = same or matching.similar(text, known)
    return Move(Place(visit.place.name, f"c{'.'.join(map(str, may))}"), "step-client-match_several") if may else None


NAMED: Mapping[str, Callable[[Visit, str], Move | None]] = {"touch": _name_touched}
"""The places at which typed text may be a client's name."""

TYPED: Mapping[str, Callable[[Visit, str], Move]] = {"upcoming": _type_moment, "pause": _type_pause}
"""The places at which typed text is a moment."""

_DEEDS: Mapping[str, Callable[[Visit, str], Move]] = {
    **{name: _open(name) for name in ("owed", "coming", "touch", "upcoming", "rhythm", "pause")},
    "touched": _touched,
    "undo": _undo,
    "how": _how,
    "moved": _move,
    "round": _round,
    "often": _often,
    "again": _again,
    "until": _until,
}


async def on_contact_tap(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """A button of these screens, or one that leads to them."""
    await answer_tap(query, unit, world, lambda visit: _DEEDS[callback_data.to](visit, callback_data.arg))


def router() -> Router:
    """The router of staying in touch."""
    made = Router(name="contacts")
    made.callback_query.register(on_contact_tap, PlaceData.filter(F.to.in_(_DEEDS.keys())))
    return made
