"""From one way to read a text to the moments that it may mean, told a person's clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from bot.common.languages import Language
from bot.timeparse.clocks import in_part
from bot.timeparse.pieces import COMING, LAST, NEXT, PLAIN, STRICT_NEXT, THIS, ClockTime, Day, DayPart, Duration, Piece
from bot.timeparse.schedule import DAY_MINUTES, at_wall, local, working_days_ahead, works_on

_SENSIBLE = range(7 * 60, 22 * 60)
_HALF_DAY = 12 * 60
_NEXT_YEAR_WITHIN = timedelta(days=183)
_MAX_DAYS_AHEAD = 800
_SUNDAY = 6
# Minute at which a part of the day begins to be meant, and at which it is over; lunch and the end of work follow hours.
_PART_AT = {1: 14 * 60, 2: 18 * 60, 4: 15 * 60, 5: 13 * 60}
_PART_OVER = {0: 12 * 60, 1: 18 * 60, 2: 24 * 60, 4: 18 * 60, 5: 15 * 60, 6: 24 * 60}


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What a text is read against: the moment, the person's zone and working time, the dialect of dates."""

    now: int
    zone: str
    work_from: int
    work_to: int
    work_days: int
    order: Language

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
    found = _date(months // 12, months % 12 + 1, today.day) if months // 12 <= MAXYEAR else None
    return [found] if found else []


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


def _single(day: Day, frame: ReadingContext) -> list[date]:
    """The days that one piece alone may mean."""
    today, numbers = frame.today, day.numbers
    if day.kind in {"rel", "days", "either"}:
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


def _minutes(clock: ClockTime, part: DayPart | None, frame: ReadingContext) -> list[tuple[int, bool]] | None:
    """Minutes of the day that a clock may mean, each with whether the window of sensible hours tells for it.

    `None` where clock and part of the day contradict each other.
    """
    minute = clock.hour * 60 + clock.minute
    if clock.style == "same":
        wall = local(frame.now, frame.zone)
        return None if part else [(wall.hour * 60 + wall.minute, False)]
    if part is not None:
        hour = in_part(clock.hour or 12, part.code)
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
    minutes = _minutes(clock, part, frame)
    if minutes is None:
        return None
    if clock.night or (part is not None and part.code == 3 and minutes[0][0] < 5 * 60):
        # Two at night tomorrow: of the night to tomorrow, or of the one after it.
        days = [day + timedelta(days=n) for day in days for n in (0, 1)][: 2 if named else None]
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
    return Moments(tuple(ahead), tuple(moment for outcome in outcomes for moment in outcome.gone))


def _parted(days: list[date], named: bool, part: DayPart, frame: ReadingContext) -> Moments | None:
    """The moments of a part of the day alone."""
    minute = _part_minute(part.code, frame)
    if minute is None:
        return None
    wall = local(frame.now, frame.zone)
    over = wall.hour * 60 + wall.minute >= _PART_OVER[part.code]
    if not named and part.code == 0 and over:
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
            moment = frame.now // 60 * 60 + piece.minutes * 60
            return Moments((moment,)) if moment > frame.now else Moments((), (moment,))
    named = [piece for piece in pieces if isinstance(piece, Day)]
    clock = next((piece for piece in pieces if isinstance(piece, ClockTime)), None)
    part = next((piece for piece in pieces if isinstance(piece, DayPart)), None)
    if clock and clock.style == "number" and not (part or any(day.kind == "rel" for day in named)):
        return None
    days = _days(named, frame)
    if not days:
        return None
    if clock:
        return _clocked(days, bool(named), clock, part, frame)
    if part:
        return _parted(days, bool(named), part, frame)
    if days == [frame.today]:
        return None
    moments = [frame.at(day, frame.work_from) for day in days]
    ahead = tuple(moment for moment in moments if moment > frame.now)
    return Moments(ahead, tuple(moment for moment in moments if moment <= frame.now))
