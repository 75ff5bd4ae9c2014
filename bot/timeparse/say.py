"""The pieces from which a moment is said; the wording itself stands with the texts.

Weekdays are ids, 0 is Monday: Russian wants them in the accusative with a preposition, which CLDR lacks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from babel import Locale
from babel.dates import format_date

from bot.timeparse.schedule import local

FormKind = Literal["yesterday", "today", "tomorrow", "weekday", "date"]


@dataclass(frozen=True, slots=True)
class Form:
    """How to say a moment: the `kind` of day, the local day, the clock as "15:40", the weekday from 0."""

    kind: FormKind
    day: date
    clock: str
    weekday: int


def form(moment: int, now: int, zone: str) -> Form:
    """How to say `moment` at `now` to a person in `zone`; a weekday serves for the next six days only."""
    wall = local(moment, zone)
    day = wall.date()
    ahead = (day - local(now, zone).date()).days
    kind: FormKind = "date"
    if ahead == 0:
        kind = "today"
    elif ahead == -1:
        kind = "yesterday"
    elif ahead == 1:
        kind = "tomorrow"
    elif 2 <= ahead <= 6:
        kind = "weekday"
    return Form(kind, day, f"{wall:%H:%M}", day.weekday())


def day_text(day: date, language: str) -> str:
    """The day of the month with its month in the form it takes there: "5 декабря", "5 December"."""
    return str(format_date(day, "d MMMM", locale=language))


def weekday_short(weekday: int, language: str) -> str:
    """The short name of a weekday (0 is Monday), as it stands alone: "пн", "Mon"."""
    return str(Locale.parse(language).days["stand-alone"]["abbreviated"][weekday])
