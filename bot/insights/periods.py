"""Periods of whole days, and their parts: days, weeks, months. Pure."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.timeparse.schedule import at_wall, local

DAYS = (30, 90, 365)
"""The periods that there are to choose from."""
USUAL = 90
Unit = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True)
class Period:
    """The last `days` days on the wall of `zone` (IANA), today among them, as seen at `now` (Unix seconds UTC)."""

    days: int
    now: int
    zone: str

    @property
    def first(self) -> date:
        """The first day of it."""
        return local(self.now, self.zone).date() - timedelta(days=self.days - 1)

    @property
    def since(self) -> int:
        """The midnight with which it begins, Unix seconds UTC."""
        return at_wall(self.first, 0, self.zone)

    def day_of(self, at: int) -> date:
        """The day on the wall at that moment (Unix seconds UTC)."""
        return local(at, self.zone).date()

    def parts(self, unit: Unit) -> "Parts":
        """The period cut at the midnights of days, Mondays or firsts of months; the first part may be a short one."""
        day, last, days = self.first, local(self.now, self.zone).date(), []
        while day <= last:
            days.append(day)
            day = _next(day, unit)
        return Parts(unit, tuple(days), tuple(at_wall(one, 0, self.zone) for one in days))


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a period by their first `days` and the moments at which these begin (Unix seconds UTC)."""

    unit: Unit
    days: tuple[date, ...]
    starts: tuple[int, ...]

    def of(self, at: int) -> int:
        """The place of the part that holds the moment; what lies before the period counts to the first."""
        return max(0, bisect_right(self.starts, at) - 1)


def _next(day: date, unit: Unit) -> date:
    match unit:
        case "day":
            return day + timedelta(days=1)
        case "week":
            return day + timedelta(days=7 - day.weekday())
        case "month":
            return date(day.year + day.month // 12, day.month % 12 + 1, 1)
