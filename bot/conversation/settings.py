"""The settings: language, zone, working hours and days, holidays, when reminders come, short or step by step."""

from dataclasses import replace
from zoneinfo import available_timezones

from bot.conversation.effects import LookUpHolidays
from bot.conversation.old_taps import stale
from bot.conversation.replanning import plan_all
from bot.conversation.visit import Move, Visit
from bot.protocol.engine.typed_answers import TypedText
from bot.protocol.engine.words import number
from bot.protocol.person import Person, country_of
from bot.store.queries import people
from bot.timeparse import countries
from bot.timeparse.hours import read_clock, read_days, read_hours
from bot.timeparse.zones import find_zone
from bot.viewmodels.place import Place

_MOST_ZONES = 4


def type_zone(visit: Visit, said: TypedText) -> Move:
    """A city, a country or a zone; of several that it may be, one is chosen."""
    zones = find_zone(said.text, visit.person.language, visit.now)
    if not zones:
        return Move(Place("zone"), "settings-zone_unknown")
    if len(zones) == 1:
        return set_zone(visit, zones[0])
    return Move(Place("zone", f"{','.join(zones[:_MOST_ZONES])}"))


def type_hours(visit: Visit, said: TypedText) -> Move:
    """The working hours."""
    hours = read_hours(said.text)
    return Move(Place("hours"), "settings-unclear") if hours is None else _set_hours(visit, *hours)


def type_days(visit: Visit, said: TypedText) -> Move:
    """The working days."""
    days = read_days(said.text)
    if not days:
        return Move(Place("days"), "settings-unclear")
    return _set_days(visit, work_days=days)


def type_country(visit: Visit, said: TypedText) -> Move:
    """The country whose holidays are kept."""
    found = countries.find_country(said.text)
    if not found:
        return Move(Place("holidays"), "settings-country_unknown")
    return set_country(visit, found[0]) if len(found) == 1 else Move(Place("holidays", f"{','.join(found)}"))


def type_digest(visit: Visit, said: TypedText) -> Move:
    """When the day's reminders come."""
    minute = read_clock(said.text, visit.person.work_from, visit.person.work_to)
    return Move(Place("digest"), "settings-unclear") if minute is None else _set_digest_at(visit, minute)


def _reschedule(visit: Visit, person: Person) -> None:
    """Writes other working hours, days or holidays, and plans the reminders by them.

    Where other holidays are kept from now on, they are looked up once this is committed.
    """
    elsewhere = country_of(person) != country_of(visit.person)
    if elsewhere:
        person = replace(person, days_off="", days_off_year=0)
        people.save_days_off(visit.conn, person)
    if person.holidays and (elsewhere or not visit.person.holidays):
        visit.effects.append(LookUpHolidays())
    visit.person = person
    people.save(visit.conn, person)
    people.save_calendar(visit.conn, person)
    plan_all(visit)


def set_zone(visit: Visit, zone: str) -> Move:
    """Another time zone, by its IANA name."""
    if zone not in available_timezones():
        return stale(visit)
    _reschedule(visit, replace(visit.person, zone=zone, schedule_confirmed=True))
    return Move(Place("settings"), "settings-saved")


def _set_hours(visit: Visit, start: int, end: int) -> Move:
    if not 0 <= start < end <= 24 * 60:
        return Move(Place("hours"), "settings-unclear")
    _reschedule(visit, replace(visit.person, work_from=start, work_to=end, schedule_confirmed=True))
    return Move(Place("settings"), "settings-saved")


def _set_days(visit: Visit, *, work_days: int) -> Move:
    _reschedule(visit, replace(visit.person, work_days=work_days, schedule_confirmed=True))
    return Move(Place("settings"), "settings-saved")


def speak(visit: Visit, language: str) -> Move:
    """Another language; the buttons under the input field come anew in it, with a message of their own."""
    if language not in visit.voices:
        return stale(visit)
    spoken = visit.person.language
    visit.person = replace(visit.person, language=language)
    people.save(visit.conn, visit.person)
    if language == spoken or not visit.person.keyboard:
        return Move(Place("settings"), "settings-saved")
    return Move(Place("spoken"), fresh=True)


def switch_day(visit: Visit, change: str) -> Move:
    """Switches one day to what the button said it would be, so that a doubled tap changes nothing; one day stays."""
    if len(change) != 2 or change[0] not in "+-" or change[1] not in "1234567":
        return stale(visit)
    bit = 1 << int(change[1]) - 1
    days = visit.person.work_days | bit if change[0] == "+" else visit.person.work_days & ~bit
    if days:
        _reschedule(visit, replace(visit.person, work_days=days, schedule_confirmed=True))
    return Move(Place("days"))


def observe_holidays(visit: Visit, on: str) -> Move:
    """Whether public holidays are kept: "1" or "0"."""
    _reschedule(visit, replace(visit.person, holidays=on == "1"))
    return Move(Place("holidays"))


def set_country(visit: Visit, code: str) -> Move:
    """A country that was named, or "zone" for that of the time zone; whoever picks one wants its holidays kept."""
    if code != "zone" and code not in countries.codes():
        return stale(visit)
    _reschedule(visit, replace(visit.person, country=None if code == "zone" else code, holidays=True))
    return Move(Place("holidays"))


def set_digest(visit: Visit, at: str) -> Move:
    """When the day's reminders come: a minute of the day, or "start" for that of work."""
    minute = None if at == "start" else number(at, 24 * 60 - 1)
    return stale(visit) if minute is None and at != "start" else _set_digest_at(visit, minute)


ANSWER_WITHIN = (0, 30, 60, 120)
"""Working minutes that can be chosen; 0 switches it off."""


def set_answer_within(visit: Visit, argument: str) -> Move:
    """After how many working minutes it is said that an anxious client waits for an answer."""
    minutes = number(argument)
    if minutes not in ANSWER_WITHIN:
        return stale(visit)
    _reschedule(visit, replace(visit.person, answer_within=minutes))
    return Move(Place("business"), "settings-saved")


def _set_digest_at(visit: Visit, minute: int | None) -> Move:
    """The minute of the day for the day's reminders, None for the start of work."""
    person = visit.person
    if minute is not None and not person.work_from <= minute < person.work_to:
        return Move(Place("digest"), "settings-digest_outside")
    _reschedule(visit, replace(person, digest_at=minute))
    return Move(Place("settings"), "settings-saved")


def show_keyboard(visit: Visit, on: str) -> Move:
    """The buttons under the input field: they come or go with a message of their own."""
    visit.person = replace(visit.person, keyboard=on == "1")
    people.save_calendar(visit.conn, visit.person)
    return Move(Place("keyboard"), fresh=True)


def go_step_by_step(visit: Visit, on: str) -> Move:
    """Whether every debrief begins step by step: "1" or "0"."""
    visit.person = replace(visit.person, detailed=on == "1")
    people.save(visit.conn, visit.person)
    return Move(Place("settings"), "settings-saved")


def set_hours(visit: Visit, text: str) -> Move:
    """The working hours, in minutes of the day: "600-1140"."""
    start, end = (number(part, 24 * 60) for part in text.partition("-")[::2])
    return stale(visit) if start is None or end is None else _set_hours(visit, start, end)
