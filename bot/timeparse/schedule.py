"""A person's working time on the wall, and the moments that follow from it.

Moments are integer Unix seconds in UTC; minutes are minutes of the local day; zones are IANA names.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

MINUTE = 60
HOUR = 60 * MINUTE
QUARTER = 15 * MINUTE
FIVE_MINUTES = 5 * MINUTE
DAY_MINUTES = 24 * 60
EVERY_DAY = 0b1111111
WEEKDAYS = 0b0011111

NIGHT_OVER = 5 * 60
"""Until this minute of the day whoever is awake has not slept: "tomorrow" may be the day that has begun."""

OfferId = Literal["two_hours", "tonight", "tomorrow", "after_next", "third_next"]

# Public holidays may fill weeks; a single working day of the week may fall on several of them in a row.
_SEARCH_DAYS = 45


@dataclass(frozen=True, slots=True)
class Schedule:
    """Working time: `work_from` to `work_to` (minutes of the day, the end excluded) on the days of
    `work_days` (bitmask, Monday is 1) in `zone` (IANA), but for `days_off`, the public holidays there, and with
    `days_on`, weekend days that are worked there in exchange for others.

    Raises ValueError when no working time is left: nights that pass midnight are not kept, and at least one day
    must be worked.
    """

    zone: str
    work_from: int
    work_to: int
    work_days: int
    days_off: frozenset[date] = frozenset()
    days_on: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not 0 <= self.work_from < self.work_to <= DAY_MINUTES:
            raise ValueError("working hours must begin before they end, within one day")
        if not 0 < self.work_days <= EVERY_DAY:
            raise ValueError("at least one day of the week must be a working day")


@dataclass(frozen=True, slots=True)
class Offer:
    """A button for the next contact: a stable `id`, and the moment it stands for (R2)."""

    id: OfferId
    moment: int


def local(moment: int, zone: str) -> datetime:
    """The aware date and time that a clock in `zone` shows at `moment`."""
    return datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo(zone))


def at_wall(day: date, minute: int, zone: str) -> int:
    """The moment when a clock in `zone` shows `minute` of `day` (1440 is the midnight after it).

    A time that the spring gap leaves out moves forward by the gap; one that exists twice is the first.
    """
    days, minute = divmod(minute, DAY_MINUTES)
    wall = datetime.combine(day + timedelta(days=days), time(*divmod(minute, 60)), ZoneInfo(zone))
    return int(wall.timestamp())


def works_on(day: date, work_days: int, days_off: Collection[date] = (), days_on: Collection[date] = ()) -> bool:
    """Whether `day` is one of the working days of the bitmask, and no day off; or one of `days_on`.

    Those count for whoever works from Monday to Friday: nobody else had the day off that they are worked for.
    """
    if day in days_on and work_days & WEEKDAYS == WEEKDAYS:
        return True
    return bool(work_days >> day.weekday() & 1) and day not in days_off


def is_working(moment: int, schedule: Schedule) -> bool:
    """Whether `moment` lies in working time."""
    wall = local(moment, schedule.zone)
    minute = wall.hour * 60 + wall.minute
    worked = works_on(wall.date(), schedule.work_days, schedule.days_off, schedule.days_on)
    return worked and schedule.work_from <= minute < schedule.work_to


def next_working(moment: int, schedule: Schedule) -> int:
    """`moment` itself when it lies in working time, else the next start of working time."""
    if is_working(moment, schedule):
        return moment
    today = local(moment, schedule.zone).date()
    for ahead in range(_SEARCH_DAYS):
        start = at_wall(today + timedelta(days=ahead), schedule.work_from, schedule.zone)
        if start >= moment and is_working(start, schedule):
            return start
    if schedule.days_off:  # whoever works only on days that are all holidays is told on one of them
        return next_working(moment, replace(schedule, days_off=frozenset()))
    raise ValueError("no working time within six weeks")


def round_up(moment: int) -> int:
    """The next quarter of an hour, or `moment` itself: zones are whole quarters off UTC."""
    return -(-moment // QUARTER) * QUARTER


def to_five_minutes(moment: int) -> int:
    """The next full five minutes, or `moment` itself: a client is told no odd minute (protocol 4, *Times*)."""
    return -(-moment // FIVE_MINUTES) * FIVE_MINUTES


def next_quarter(moment: int, schedule: Schedule) -> int:
    """The next quarter of an hour in working time, at least 15 minutes ahead (protocol 5 and 8).

    Where working hours hold no quarter of an hour at all, the next start of working time stands in.
    """
    earliest = moment + QUARTER
    found = round_up(earliest)
    for _ in range(_SEARCH_DAYS):
        working = next_working(found, schedule)
        if working == found:
            return found
        found = round_up(working)
        if is_working(found, schedule):
            return found
    return next_working(earliest, schedule)


def working_days_ahead(
    day: date, count: int, work_days: int, days_off: Collection[date] = (), days_on: Collection[date] = ()
) -> date:
    """The `count`-th working day after `day`, by `works_on`. Raises ValueError when no day is worked."""
    if not work_days & EVERY_DAY:
        raise ValueError("at least one day of the week must be a working day")
    while count > 0:
        day += timedelta(days=1)
        count -= works_on(day, work_days, days_off, days_on)
    return day


def offers(moment: int, schedule: Schedule) -> tuple[Offer, ...]:
    """The times offered for the next contact, soonest first, each in working time, distinct.

    In two hours (to a quarter), an hour before today's work ends, the next working morning; the mornings
    after it fill up to three (protocol 4, step `next_contact`). In the small hours the next morning is that of the day
    that has begun.
    """
    wall = local(moment, schedule.zone)
    today = wall.date()
    night = wall.hour * 60 + wall.minute < min(NIGHT_OVER, schedule.work_from)
    found: dict[int, OfferId] = {}

    def offer(name: OfferId, at: int) -> None:
        if is_working(at, schedule) and at > moment:
            found.setdefault(at, name)

    offer("two_hours", round_up(moment + 2 * HOUR))
    tonight = at_wall(today, max(0, schedule.work_to - 60), schedule.zone)
    if tonight >= moment + HOUR:
        offer("tonight", tonight)
    names: tuple[OfferId, ...] = ("tomorrow", "after_next", "third_next")
    for count, name in enumerate(names, start=1):
        if name == "tomorrow" or len(found) < 3:
            slept = today - timedelta(days=1) if night else today
            day = working_days_ahead(slept, count, schedule.work_days, schedule.days_off, schedule.days_on)
            offer(name, at_wall(day, schedule.work_from, schedule.zone))
    return tuple(Offer(name, at) for at, name in sorted(found.items()))
