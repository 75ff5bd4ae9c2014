"""The settings: language, zone, working hours and days, holidays, when reminders come, short or step by step."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from zoneinfo import available_timezones

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.conversation.reminding import plan_all
from bot.conversation.services import World
from bot.conversation.visit import Move, Visit, answer_tap
from bot.protocol.engine.words import number
from bot.protocol.person import Person, country_of
from bot.store.database.unit import Unit
from bot.store.queries import people
from bot.telegram.callback import PlaceData
from bot.timeparse import countries
from bot.timeparse.hours import read_clock, read_days, read_hours
from bot.timeparse.zones import find_zone
from bot.viewmodels.place import Place
from handlers.debrief import stale

_MOST_ZONES = 4


def _type_zone(visit: Visit, text: str) -> Move:
    zones = find_zone(text, visit.person.language, visit.now)
    if not zones:
        return Move(Place("zone"), "settings-zone_unknown")
    if len(zones) == 1:
        return _live(visit, zones[0])
    return Move(Place("zone", f"{','.join(zones[:_MOST_ZONES])}"))


def _type_hours(visit: Visit, text: str) -> Move:
    hours = read_hours(text)
    return Move(Place("hours"), "settings-unclear") if hours is None else _work(visit, *hours)


def _type_days(visit: Visit, text: str) -> Move:
    days = read_days(text)
    if not days:
        return Move(Place("days"), "settings-unclear")
    return _saved(visit, work_days=days)


def _type_country(visit: Visit, text: str) -> Move:
    found = countries.find_country(text)
    if not found:
        return Move(Place("holidays"), "settings-country_unknown")
    return _country(visit, found[0]) if len(found) == 1 else Move(Place("holidays", f"{','.join(found)}"))


def _type_digest(visit: Visit, text: str) -> Move:
    minute = read_clock(text, visit.person.work_from, visit.person.work_to)
    return Move(Place("digest"), "settings-unclear") if minute is None else _remind_at(visit, minute)


TYPED: Mapping[str, Callable[[Visit, str], Move]] = {
    "zone": _type_zone,
    "hours": _type_hours,
    "days": _type_days,
    "holidays": _type_country,
    "digest": _type_digest,
}
"""The places at which typed text is a setting."""


def _reschedule(visit: Visit, person: Person) -> None:
    """Writes other working hours, days or holidays, and plans the reminders by them.

    Where other holidays are kept from now on, they are looked up once this is committed.
    """
    elsewhere = country_of(person) != country_of(visit.person)
    if elsewhere:
        person = replace(person, days_off="", days_off_year=0)
        people.save_days_off(visit.conn, person)
    visit.moved = visit.moved or (person.holidays and (elsewhere or not visit.person.holidays))
    visit.person = person
    people.save(visit.conn, person)
    people.save_calendar(visit.conn, person)
    plan_all(visit)


def _live(visit: Visit, zone: str) -> Move:
    if zone not in available_timezones():
        return stale(visit)
    _reschedule(visit, replace(visit.person, zone=zone, schedule_confirmed=True))
    return Move(Place("settings"), "settings-saved")


def _work(visit: Visit, start: int, end: int) -> Move:
    if not 0 <= start < end <= 24 * 60:
        return Move(Place("hours"), "settings-unclear")
    _reschedule(visit, replace(visit.person, work_from=start, work_to=end, schedule_confirmed=True))
    return Move(Place("settings"), "settings-saved")


def _saved(visit: Visit, *, work_days: int) -> Move:
    _reschedule(visit, replace(visit.person, work_days=work_days, schedule_confirmed=True))
    return Move(Place("settings"), "settings-saved")


def _speak(visit: Visit, language: str) -> Move:
    """Another language; the buttons under the input field come anew in it, with a message of their own."""
    spoken = visit.person.language
    visit.person = replace(visit.person, language=language)
    people.save(visit.conn, visit.person)
    if language == spoken or not visit.person.keyboard:
        return Move(Place("settings"), "settings-saved")
    return Move(Place("spoken"), fresh=True)


def _day(visit: Visit, change: str) -> Move:
    """Switches one day to what the button said it would be, so that a doubled tap changes nothing; one day stays."""
    if len(change) != 2 or change[0] not in "+-" or change[1] not in "1234567":
        return stale(visit)
    bit = 1 << int(change[1]) - 1
    days = visit.person.work_days | bit if change[0] == "+" else visit.person.work_days & ~bit
    if days:
        _reschedule(visit, replace(visit.person, work_days=days, schedule_confirmed=True))
    return Move(Place("days"))


def _observe(visit: Visit, on: str) -> Move:
    _reschedule(visit, replace(visit.person, holidays=on == "1"))
    return Move(Place("holidays"))


def _country(visit: Visit, code: str) -> Move:
    """A country that was named, or "zone" for that of the time zone; whoever picks one wants its holidays kept."""
    if code != "zone" and code not in countries.codes():
        return stale(visit)
    _reschedule(visit, replace(visit.person, country=None if code == "zone" else code, holidays=True))
    return Move(Place("holidays"))


def _remind(visit: Visit, at: str) -> Move:
    minute = None if at == "start" else number(at, 24 * 60 - 1)
    return stale(visit) if minute is None and at != "start" else _remind_at(visit, minute)


def _remind_at(visit: Visit, minute: int | None) -> Move:
    """The minute of the day for the day's reminders, None for the start of work."""
    person = visit.person
    if minute is not None and not person.work_from <= minute < person.work_to:
        return Move(Place("digest"), "settings-digest_outside")
    _reschedule(visit, replace(person, digest_at=minute))
    return Move(Place("settings"), "settings-saved")


def _bottom(visit: Visit, on: str) -> Move:
    """The buttons under the input field: they come or go with a message of their own."""
    visit.person = replace(visit.person, keyboard=on == "1")
    people.save_calendar(visit.conn, visit.person)
    return Move(Place("keyboard"), fresh=True)


def _detail(visit: Visit, on: str) -> Move:
    visit.person = replace(visit.person, detailed=on == "1")
    people.save(visit.conn, visit.person)
    return Move(Place("settings"), "settings-saved")


def _right(visit: Visit, _: str) -> Move:
    visit.person = replace(visit.person, schedule_confirmed=True)
    people.save(visit.conn, visit.person)
    return Move(visit.here)


def _span(visit: Visit, text: str) -> Move:
    start, end = (number(part, 24 * 60) for part in text.partition("-")[::2])
    return stale(visit) if start is None or end is None else _work(visit, start, end)


_SETS: Mapping[str, Callable[[Visit, str], Move]] = {
    "live": _live,
    "work": _span,
    "day": _day,
    "detail": _detail,
    "right": _right,
    "observe": _observe,
    "country": _country,
    "remind": _remind,
    "bottom": _bottom,
}
_OPENS = frozenset({"settings", "language", "zone", "hours", "days", "holidays", "digest"})


async def on_setting(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """A button of the settings: one that opens a screen or one that sets something."""

    def decide(visit: Visit) -> Move:
        if callback_data.to in _OPENS:
            return Move(Place(callback_data.to))
        if callback_data.to == "speak":
            return _speak(visit, callback_data.arg) if callback_data.arg in world.voices else stale(visit)
        return _SETS[callback_data.to](visit, callback_data.arg)

    await answer_tap(query, unit, world, decide)


def router() -> Router:
    """The router of the settings' buttons."""
    made = Router(name="settings")
    made.callback_query.register(on_setting, PlaceData.filter(F.to.in_({*_OPENS, *_SETS, "speak"})))
    return made
