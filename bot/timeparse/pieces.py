"""What a text about time is made of, once read and before today is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Style = Literal["fixed", "written", "bare", "half", "number", "midnight", "same"]


@dataclass(frozen=True, slots=True)
class Day:
    """A day: `kind` tells what `numbers` are.

    `rel`: days from today; `days`, `work`, `months`: that many ahead; `either`: one of two counts of days ahead;
    `weekday`: weekday and modifier (`plain`, `this`, `next`, `strict_next`, `coming`, `last` by number);
    `date`: day, month, and the year or 0; `dom`: day of the month; `week`: weeks from this one; `week_part`: the same,
    and which part of it (0 start, 1 middle, 2 end); `month_part`: the part of this month, the start of the next one;
    `weekend`: the coming one (0), or the working day after it (1).
    """

    kind: Literal[
        "rel",
        "days",
        "work",
        "months",
        "either",
        "weekday",
        "date",
        "dom",
        "week",
        "week_part",
        "month_part",
        "weekend",
    ]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of the day. `fixed`: as it stands; `written`: with minutes in digits, so perhaps of 24 hours;
    `bare` and `half`: an hour that may be morning or evening; `number`: a bare hour without "at".
    """

    hour: int
    minute: int
    style: Style
    night: bool = False


@dataclass(frozen=True, slots=True)
class DayPart:
    """A part of the day: 0 morning, 1 day, 2 evening, 3 night, 4 afternoon, 5 lunch, 6 the end of work, 7 before lunch,
    8 late morning, 9 late afternoon, 10 early morning, 11 late evening, 12 by lunch, 13 towards evening.
    """

    code: int


@dataclass(frozen=True, slots=True)
class Duration:
    """So many minutes from now, backwards when below 0."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Bound:
    """What stands before a time: `till` it, `after` it, or `within`, all through a day."""

    kind: Literal["till", "after", "within"]


Piece = Day | ClockTime | DayPart | Duration | Bound

PLAIN, THIS, NEXT, STRICT_NEXT, COMING, LAST, WEEK_LATER = range(7)
