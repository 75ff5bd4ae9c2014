"""From one way to read a text to the moments that it may mean, told a person's clock."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta

from bot.common.languages import Language
from bot.timeparse.clocks import in_part
from bot.timeparse.pieces import (
    COMING,
    LAST,
    NEXT,
    PLAIN,
    STRICT_NEXT,
    THIS,
    WEEK_LATER,
    Bound,
    ClockTime,
    Day,
    DayPart,
    Duration,
    Piece,
)
from bot.timeparse.schedule import DAY_MINUTES, NIGHT_OVER, at_wall, local, working_days_ahead, works_on

_SENSIBLE = range(7 * 60, 22 * 60)
_HALF_DAY = 12 * 60
_NEXT_YEAR_WITHIN = timedelta(days=183)
_MAX_DAYS_AHEAD = 800
_SUNDAY = 6
# Minute at which a part of the day begins to be meant, and at which it is over; lunch and the end of work follow hours.
_PART_AT = {
    1: 14 * 60,
    2: 18 * 60,
    4: 15 * 60,
    5: 13 * 60,
    7: 12 * 60,
    8: 10 * 60 + 30,
    9: 17 * 60,
    10: 8 * 60,
    11: 21 * 60,
    12: 12 * 60,
    13: 18 * 60,
}
_PART_OVER = {
    0: 12 * 60,
    1: 18 * 60,
    4: 18 * 60,
    5: 15 * 60,
    7: 12 * 60,
    8: 12 * 60,
    9: 18 * 60,
    10: 9 * 60,
    12: 13 * 60,
}
# What a part goes by beside a clock: "late afternoon, at 5".
_PART_OF_CLOCK = {8: 0, 9: 4, 10: 0, 11: 2, 13: 2}
_SMALL_HOURS = 5
_SOON = 15 * 60
_HALF_HOUR = 30 * 60
_MOST_HOURS = 4
_SHORT = 5
"""Minutes; a longer span counts from the minute that the clock shows."""


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What a text is read against: the moment, the person's zone and working time, the dialect of dates."""

    now: int
    zone: str
    work_from: int
    work_to: int
    work_days: int
    order: Language
    whole_days: bool = False
    """A day is asked for: no hour is needed, and "till Monday" is Monday."""

    @property
    def today(self) -> date:
        """The person's day."""
        return local(self.now, self.zone).date()

    def at(self, day: date, minute: int) -> int:
        """The moment of a wall time in the person's zone."""
        return at_wall(day, minute, self.zone)


@dataclass(frozen=True, slots=True)
class Moments:
    """The moments one reading may mean: those ahead, and those that have gone when none is ahead."""

    ahead: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    hours: bool = False
    """The day is clear, and these are hours of it to choose from."""
    offer: int | None = None
    """What has gone today, on the day after."""


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _dated(numbers: Sequence[int], today: date) -> list[date]:
    """A date; without its year the coming one, the next year's only when that is less than half a year off."""
    day, month, year = numbers
    if year:
        found = _date(year, month, day)
        return [found] if found else []
    this = _date(today.year, month, day)
    if this and this >= today:
        return [this]
    following = _date(today.year + 1, month, day)
    if following and (this is None or following - today <= _NEXT_YEAR_WITHIN):
        return [following]
    return [this] if this else []


def _day_of_month(number: int, today: date) -> list[date]:
    """The coming day of that number in this month or the next."""
    this = _date(today.year, today.month, number)
    if this and this >= today:
        return [this]
    months = today.year * 12 + today.month
    following = _date(months // 12, months % 12 + 1, number)
    return [following] if following else []


def _months_ahead(count: int, today: date) -> list[date]:
    months = today.year * 12 + today.month - 1 + count
    year, month = months // 12, months % 12 + 1
    # "In a month" on the 31st is the last day of a shorter one.
    return [date(year, month, min(today.day, monthrange(year, month)[1]))] if year <= MAXYEAR else []


def _weekday(weekday: int, modifier: int, today: date) -> list[date]:
    """The days that a weekday may mean; "next Friday" on a Tuesday is one of two."""
    monday = today - timedelta(days=today.weekday())
    this_week = monday + timedelta(days=weekday)
    next_week = this_week + timedelta(days=7)
    coming = this_week if this_week > today else next_week
    if modifier == PLAIN:
        return [today, next_week] if this_week == today else [coming]
    if modifier == THIS:
        return [this_week] if this_week >= today else []
    if modifier == COMING:
        return [coming]
    if modifier == WEEK_LATER:
        return [coming + timedelta(days=7)]
    if modifier == LAST:
        return [this_week if this_week < today else this_week - timedelta(days=7)]
    if coming == next_week:
        # On a Sunday an English week may have begun already.
        both = modifier == NEXT and today.weekday() == _SUNDAY
        return [next_week, next_week + timedelta(days=7)] if both else [next_week]
    return [next_week] if coming - today == timedelta(days=1) else [coming, next_week]


def _week(count: int, frame: ReadingContext) -> list[date]:
    """A week without its day is asked: its first working day, or the one that today is."""
    if count == 0:
        return []
    monday = frame.today + timedelta(days=7 * count - frame.today.weekday())
    days = [day for day in (monday + timedelta(days=n) for n in range(7)) if works_on(day, frame.work_days)]
    same = monday + timedelta(days=frame.today.weekday())
    second = same if same in days and same != days[0] else days[-1]
    return [days[0], second] if days else []


def _worked(days: Iterable[date], frame: ReadingContext) -> list[date]:
    """Those of the days that are worked on and haven't gone."""
    return [day for day in days if day >= frame.today and works_on(day, frame.work_days)]


def _week_part(weeks: int, part: int, frame: ReadingContext) -> list[date]:
    """The start of a week is one of its first two working days, its end the last one."""
    monday = frame.today + timedelta(days=7 * weeks - frame.today.weekday())
    week = [day for day in (monday + timedelta(days=n) for n in range(7)) if works_on(day, frame.work_days)]
    middle = len(week) // 2
    return _worked((week[:2], week[middle : middle + 1], week[-1:])[part], frame)


def _month_part(part: int, frame: ReadingContext) -> list[date]:
    """The end of this month is one of its last two working days, the start of the next one of its first two."""
    first = _months_ahead(1, frame.today.replace(day=1))[0]
    days = [first + timedelta(days=n if part == 0 else -1 - n) for n in range(14)]
    return sorted(_worked(days, frame)[:2])


def _weekend(late: int, frame: ReadingContext) -> list[date]:
    """The days of the weekend that are left of it, or the working day after it."""
    saturday = frame.today + timedelta(days=5 - frame.today.weekday())
    sunday = saturday + timedelta(days=1)
    if late:
        return [working_days_ahead(sunday, 1, frame.work_days)]
    return [day for day in (saturday, sunday) if day >= frame.today]


def _from_today(ahead: int, frame: ReadingContext) -> list[date]:
    """The day so many days from today; before dawn tomorrow may be the day that has begun."""
    day = frame.today + timedelta(days=ahead)
    wall = local(frame.now, frame.zone)
    if ahead > 0 and not frame.whole_days and wall.hour * 60 + wall.minute < NIGHT_OVER:
        return [day - timedelta(days=1), day]
    return [day]


def _single(day: Day, frame: ReadingContext) -> list[date]:
    """The days that one piece alone may mean."""
    today, numbers = frame.today, day.numbers
    if day.kind == "rel":
        return _from_today(numbers[0], frame)
    if day.kind == "week_part":
        return _week_part(numbers[0], numbers[1], frame)
    if day.kind == "month_part":
        return _month_part(numbers[0], frame)
    if day.kind == "weekend":
        return _weekend(numbers[0], frame)
    if day.kind in {"days", "either"}:
        return [today + timedelta(days=number) for number in numbers if abs(number) <= _MAX_DAYS_AHEAD]
    if day.kind == "work":
        return [working_days_ahead(today, numbers[0], frame.work_days)] if 0 < numbers[0] <= 260 else []
    if day.kind == "months":
        return _months_ahead(numbers[0], today)
    if day.kind == "date":
        return _dated(numbers, today)
    if day.kind == "dom":
        return _day_of_month(numbers[0], today)
    return _weekday(numbers[0], numbers[1], today) if day.kind == "weekday" else _week(numbers[0], frame)


def _days(days: Sequence[Day], frame: ReadingContext) -> list[date]:
    """The days that all pieces together may mean; none when they contradict each other."""
    weekdays = [day for day in days if day.kind == "weekday"]
    weeks = [day.numbers[0] for day in days if day.kind == "week"]
    others = [day for day in days if day.kind not in {"weekday", "week"}]
    if len(weekdays) == 1 and (weeks or others):
        return _on_weekday(weekdays[0], weeks, others, frame)
    sets = [_single(day, frame) for day in days]
    return [day for day in sets[0] if all(day in rest for rest in sets[1:])] if sets else [frame.today]


def _on_weekday(weekday: Day, weeks: list[int], others: list[Day], frame: ReadingContext) -> list[date]:
    """A weekday beside a week or a date: "Friday next week", "в пятницу 25.12", "через неделю в среду"."""
    number, modifier = weekday.numbers
    monday = frame.today - timedelta(days=frame.today.weekday())
    if weeks:
        return [monday + timedelta(days=7 * weeks[0] + number)] if len(weeks) == 1 and not others else []
    if len(others) != 1:
        return []
    days = _single(others[0], frame)
    if others[0].kind == "days" and others[0].numbers[0] % 7 == 0:
        # "In a week, on Wednesday": of that calendar week, or the first one after seven days.
        far = days[0] if days else frame.today
        same = far + timedelta(days=number - far.weekday())
        return sorted({same, far + timedelta(days=(number - far.weekday()) % 7)})
    allowed = None if modifier in {PLAIN, STRICT_NEXT, NEXT, COMING} else _weekday(number, modifier, frame.today)
    return [day for day in days if day.weekday() == number and (allowed is None or day in allowed)]


def _part_minute(part: int, frame: ReadingContext) -> int | None:
    """The minute that a part of the day stands for; night for none."""
    if part == 0:
        return frame.work_from if 6 * 60 <= frame.work_from < _HALF_DAY else 9 * 60
    return frame.work_to if part == 6 else _PART_AT.get(part)


def _minutes(
    clock: ClockTime, part: DayPart | None, frame: ReadingContext, *, named: bool
) -> list[tuple[int, bool]] | None:
    """Minutes of the day that a clock may mean, each with whether the window of sensible hours tells for it.

    `None` where clock and part of the day contradict each other.
    """
    minute = clock.hour * 60 + clock.minute
    if clock.style == "same":
        wall = local(frame.now, frame.zone)
        return None if part or not named else [(wall.hour * 60 + wall.minute, False)]
    if part is not None:
        hour = in_part(clock.hour or 12, _PART_OF_CLOCK.get(part.code, part.code))
        told = clock.style == "fixed"  # "10 утра вечером" is nonsense, and no ten in the evening
        return None if hour is None or (told and hour != clock.hour) else [(hour * 60 + clock.minute, False)]
    if clock.style == "fixed" or clock.hour > 12 or (clock.style == "number" and clock.hour == 12):
        return [(minute, False)]
    if clock.hour == 12:
        return [(minute, False)]
    halves = [(minute, True), (minute + _HALF_DAY, True)]
    if clock.style == "written" and frame.order == "ru" and clock.hour < 7:
        # "6:30" may be of 24 hours there, early as it is.
        return [(minute, False), (minute + _HALF_DAY, False)]
    return halves


def _of_day(day: date, minutes: list[tuple[int, bool]], clock: ClockTime, frame: ReadingContext) -> Moments:
    """The moments of one day, by the rule of the bare hour: only a sensible one is understood."""
    moments = [(frame.at(day, minute), not windowed or minute in _SENSIBLE) for minute, windowed in minutes]
    ahead = [moment for moment, sensible in moments if sensible and moment > frame.now]
    if len(ahead) == 2 and clock.style == "written" and frame.order == "ru" and clock.hour >= 7:
        ahead = ahead[:1]  # with minutes in digits a day has 24 hours in Russian
    gone = [moment for moment, _ in moments if moment <= frame.now]
    return Moments(tuple(ahead), tuple(gone))


def _clocked(
    days: list[date], named: bool, clock: ClockTime, part: DayPart | None, frame: ReadingContext
) -> Moments | None:
    """The moments of a clock on some days."""
    if clock.style == "midnight":
        if part is not None and part.code != 3:
            return None
        ends = [frame.at(day, minute) for day in days for minute in (0, DAY_MINUTES)]
        ahead = [moment for moment in ends if moment > frame.now]
        return Moments(tuple(ahead[:1] if not named else ahead), tuple(ends))
    minutes = _minutes(clock, part, frame, named=named)
    if minutes is None:
        return None
    if clock.night or (part is not None and part.code == 3 and minutes[0][0] < 5 * 60):
        # Two at night tomorrow: of the night to tomorrow, or of the one after it.
        days = sorted({day + timedelta(days=n) for day in days for n in (0, 1)})[: 2 if named else None]
        single = [_of_day(day, minutes, clock, frame) for day in days]
        ahead = [moment for one in single for moment in one.ahead]
        return Moments(tuple(ahead if named else ahead[:1]), tuple(m for one in single for m in one.gone))
    outcomes = [_of_day(day, minutes, clock, frame) for day in days]
    ahead = [moment for outcome in outcomes for moment in outcome.ahead]
    if not named and not any(moment < frame.at(days[0], frame.work_to) for moment in ahead):
        # "в 10" at three in the afternoon, "at 8" at noon: late today or tomorrow morning.
        late = [moment for moment in (frame.at(days[0], minute) for minute, _ in minutes) if moment > frame.now]
        if late and len(minutes) > 1:
            ahead = [*late, *_of_day(days[0] + timedelta(days=1), minutes, clock, frame).ahead[:1]]
    gone = tuple(moment for outcome in outcomes for moment in outcome.gone)
    if ahead or days != [frame.today]:
        return Moments(tuple(ahead), gone)
    following = _of_day(days[0] + timedelta(days=1), minutes, clock, frame).ahead
    if not named and clock.hour < _SMALL_HOURS and clock.style in {"fixed", "written"}:
        return Moments(following)  # "в 0:30" at 23:40 is of the night that comes
    return Moments((), gone, offer=next(iter(following), None))


def _hours(day: date, frame: ReadingContext) -> tuple[int, ...]:
    """Hours of a day to choose from, those of work first; today what is left of it."""
    worked = sorted({frame.work_from, _HALF_DAY, _PART_AT[4], max(frame.work_from, frame.work_to - 60)})
    within = [frame.at(day, minute) for minute in worked if frame.work_from <= minute < frame.work_to]
    found = [moment for moment in within if moment >= frame.now + _SOON]
    if day == frame.today:
        late = -(-(frame.now + _HALF_HOUR) // _HALF_HOUR) * _HALF_HOUR
        last = frame.at(day, DAY_MINUTES - 60)
        found += [moment for moment in (late, late + 2 * _HALF_HOUR, late + 4 * _HALF_HOUR) if moment <= last]
    return tuple(sorted(set(found))[:_MOST_HOURS])


def _till(days: Sequence[date], frame: ReadingContext) -> Moments:
    """ "До пятницы" leaves open whether Friday is too late: the end of work before it, or its morning."""
    day = days[0]
    before = day - timedelta(days=1)
    while before > frame.today and not works_on(before, frame.work_days):
        before -= timedelta(days=1)
    moments = [frame.at(before, frame.work_to)]
    if works_on(day, frame.work_days):
        moments.append(frame.at(day, frame.work_from))
    return Moments(tuple(m for m in moments if m > frame.now), tuple(m for m in moments if m <= frame.now))


def _later(found: Moments) -> Moments:
    """ "After 6" is no time yet: half an hour after it, or an hour."""
    if len(found.ahead) != 1:
        return replace(found, ahead=tuple(moment + _HALF_HOUR for moment in found.ahead))
    return replace(found, ahead=(found.ahead[0] + _HALF_HOUR, found.ahead[0] + 2 * _HALF_HOUR))


def _bare(days: Sequence[date], frame: ReadingContext) -> Moments | None:
    """Days without an hour: of one its hours are offered, of several their mornings."""
    if len(days) > 1:
        days = [day for day in days if frame.at(day, frame.work_from) > frame.now] or days[:1]
    if len(days) == 1 and not frame.whole_days:
        hours = _hours(days[0], frame)
        if hours or days[0] == frame.today:
            return Moments(hours, hours=True) if hours else None
    minute = frame.work_to if list(days) == [frame.today] else frame.work_from
    moments = [frame.at(day, minute) for day in days]
    return Moments(tuple(m for m in moments if m > frame.now), tuple(m for m in moments if m <= frame.now))


def _parted(days: list[date], named: bool, part: DayPart, frame: ReadingContext) -> Moments | None:
    """The moments of a part of the day alone."""
    minute = _part_minute(part.code, frame)
    if minute is None:
        return None
    wall = local(frame.now, frame.zone)
    over = wall.hour * 60 + wall.minute >= _PART_OVER.get(part.code, DAY_MINUTES)
    if not named and over:
        days = [frame.today + timedelta(days=1)]
    moments = [frame.at(day, minute) for day in days]
    ahead = tuple(moment for moment in moments if moment > frame.now)
    if not ahead and days == [frame.today] and not over:
        return None
    return Moments(ahead, tuple(moment for moment in moments if moment <= frame.now))


def resolve(pieces: Sequence[Piece], frame: ReadingContext) -> Moments | None:
    """The moments that one reading may mean; `None` when it contradicts itself or leaves the time open."""
    for piece in pieces:
        if isinstance(piece, Duration):
            # A minute that has fifty seconds left is no minute of waiting; an hour is counted by the clock on the wall.
            begun = frame.now if 0 < piece.minutes < _SHORT else frame.now // 60 * 60
            moment = -(-(begun + piece.minutes * 60) // 60) * 60
            return Moments((moment,)) if moment > frame.now else Moments((), (moment,))
    named = [piece for piece in pieces if isinstance(piece, Day)]
    clock = next((piece for piece in pieces if isinstance(piece, ClockTime)), None)
    part = next((piece for piece in pieces if isinstance(piece, DayPart)), None)
    bound = next((piece for piece in pieces if isinstance(piece, Bound)), None)
    if clock and clock.style == "number" and not (part or any(day.kind == "rel" for day in named)):
        return None
    days = _days(named, frame)
    if not days:
        return None
    if clock:
        found = _clocked(days, bool(named), clock, part, frame)
        return _later(found) if found and bound and bound.kind == "after" else found
    if part:
        return _parted(days, bool(named), part, frame)
    if bound and bound.kind == "till" and days[0] > frame.today and not frame.whole_days:
        return _till(days, frame)
    return _bare(days, frame)
