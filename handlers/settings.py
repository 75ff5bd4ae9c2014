"""The settings: language, zone, working hours and days, short or step by step."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from zoneinfo import available_timezones

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.protocol.times.hours import read_days, read_hours
from bot.protocol.times.zones import find_zone
from bot.protocol.words import number
from bot.store import people
from bot.store.unit import Unit
from bot.telegram import PlaceData
from handlers.debrief import stale
from handlers.visit import Move, Visit, answer_tap
from handlers.world import World

_MOST_ZONES = 4


def _type_zone(visit: Visit, text: str) -> Move:
    zones = find_zone(text, visit.person.language, visit.now)
    if not zones:
        return Move("zone", "settings-zone_unknown")
    if len(zones) == 1:
        return _live(visit, zones[0])
    return Move(f"zone:{','.join(zones[:_MOST_ZONES])}")


def _type_hours(visit: Visit, text: str) -> Move:
    hours = read_hours(text)
    return Move("hours", "settings-unclear") if hours is None else _work(visit, *hours)


def _type_days(visit: Visit, text: str) -> Move:
    days = read_days(text)
    if not days:
        return Move("days", "settings-unclear")
    return _saved(visit, work_days=days)


TYPED: Mapping[str, Callable[[Visit, str], Move]] = {"zone": _type_zone, "hours": _type_hours, "days": _type_days}
"""The places at which typed text is a setting."""


def _live(visit: Visit, zone: str) -> Move:
    if zone not in available_timezones():
        return stale(visit)
    visit.person = replace(visit.person, zone=zone, schedule_confirmed=True)
    people.save(visit.conn, visit.person)
    return Move("settings", "settings-saved")


def _work(visit: Visit, start: int, end: int) -> Move:
    if not 0 <= start < end <= 24 * 60:
        return Move("hours", "settings-unclear")
    visit.person = replace(visit.person, work_from=start, work_to=end, schedule_confirmed=True)
    people.save(visit.conn, visit.person)
    return Move("settings", "settings-saved")


def _saved(visit: Visit, *, work_days: int) -> Move:
    visit.person = replace(visit.person, work_days=work_days, schedule_confirmed=True)
    people.save(visit.conn, visit.person)
    return Move("settings", "settings-saved")


def _speak(visit: Visit, language: str) -> Move:
    visit.person = replace(visit.person, language=language)
    people.save(visit.conn, visit.person)
    return Move("settings", "settings-saved")


def _day(visit: Visit, change: str) -> Move:
    """Switches one day to what the button said it would be, so that a doubled tap changes nothing; one day stays."""
    if len(change) != 2 or change[0] not in "+-" or change[1] not in "1234567":
        return stale(visit)
    bit = 1 << int(change[1]) - 1
    days = visit.person.work_days | bit if change[0] == "+" else visit.person.work_days & ~bit
    if days:
        visit.person = replace(visit.person, work_days=days, schedule_confirmed=True)
        people.save(visit.conn, visit.person)
    return Move("days")


def _detail(visit: Visit, on: str) -> Move:
    visit.person = replace(visit.person, detailed=on == "1")
    people.save(visit.conn, visit.person)
    return Move("settings", "settings-saved")


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
}
_OPENS = frozenset({"settings", "language", "zone", "hours", "days"})


async def on_setting(query: CallbackQuery, callback_data: PlaceData, unit: Unit, world: World) -> None:
    """A button of the settings: one that opens a screen or one that sets something."""

    def decide(visit: Visit) -> Move:
        if callback_data.to in _OPENS:
            return Move(callback_data.to)
        if callback_data.to == "speak":
            return _speak(visit, callback_data.arg) if callback_data.arg in world.voices else stale(visit)
        return _SETS[callback_data.to](visit, callback_data.arg)

    await answer_tap(query, unit, world, decide)


def router() -> Router:
    """The router of the settings' buttons."""
    made = Router(name="settings")
    made.callback_query.register(on_setting, PlaceData.filter(F.to.in_({*_OPENS, *_SETS, "speak"})))
    return made
