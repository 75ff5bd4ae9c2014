"""Working hours, working days and a time of the day as a person types them, Russian and English."""

from __future__ import annotations

import re

from bot.timeparse.grammar import readings
from bot.timeparse.pieces import ClockTime
from bot.timeparse.schedule import DAY_MINUTES, EVERY_DAY, WEEKDAYS
from bot.timeparse.words import tokens_of

_MAX_LENGTH = 80
_NOON = 12 * 60

_CLOCK = r"(\d{1,2})(?:[:.](\d{2})|-?h(\d{2})?)?\s*(a\.?m\.?|p\.?m\.?|утра|дня|вечера)?"
_HOUR_WORD = r"\s*(?:часов|часа|час|ч\.?|o'?clock)?"
_RANGE = re.compile(
    rf"(?:я |работаю |мы |i work |we work )?(?:с|со|from|between)?\s*{_CLOCK}{_HOUR_WORD}"
    rf"\s*(?:-|до|по|to|till|until|and)\s*{_CLOCK}{_HOUR_WORD}"
)

_DAYS: dict[str, int] = {}
for _day, _names in enumerate(
    (
        "пн пон понедельник понедельника понедельнику mon monday mondays",
        "вт вто вторник вторника вторнику tue tues tuesday tuesdays",
        "ср сре среда среду среды среде wed weds wednesday wednesdays",
        "чт чет четверг четверга четвергу thu thur thurs thursday thursdays",
        "пт пят пятница пятницу пятницы пятнице fri friday fridays",
        "сб суб суббота субботу субботы субботе sat saturday saturdays",
        "вс вск воскресенье воскресенья воскресенью sun sunday sundays",
    )
):
    _DAYS.update(dict.fromkeys(_names.split(), 1 << _day))

_SETS = {
    WEEKDAYS: ("будни", "по будням", "в будни", "будние", "будние дни", "рабочие дни", "weekdays", "working days",
               "on weekdays", "business days", "5/2", "пятидневка"),
    EVERY_DAY: ("каждый день", "ежедневно", "все дни", "всегда", "без выходных", "every day", "everyday", "daily",
                "all days", "all week", "любой день", "7 дней в неделю", "7 days a week"),
    EVERY_DAY ^ WEEKDAYS: ("выходные", "по выходным", "в выходные", "weekend", "weekends", "on weekends"),
}  # fmt: skip
_DAY_SETS = {name: days for days, names in _SETS.items() for name in names}
_THROUGH = {"-", "по", "до", "to", "till", "until", "through", "thru"}
_JOIN = {",", "и", "and", "&", "+", "с", "со", "в", "on", "from", ";", "/"}


def _plain(text: str) -> str:
    """Lower case, one kind of dash, blank and apostrophe."""
    text = text.lower().replace("ё", "е").replace("’", "'")
    text = re.sub(r"[‐-―−]", "-", text)
    return re.sub(r"\s+", " ", text).strip(' .!?()"«»')


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    """Minutes of the day of one clock, `None` when no clock shows that; `half` is am or pm in either language."""
    minutes = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) > 59 or minutes > DAY_MINUTES:
        return None
    if half is None:
        return minutes
    if not 60 <= minutes < 13 * 60:
        # 18 вечера is fine, 18 утра is nonsense.
        return minutes if minutes > _NOON and half[0] in "pдв" else None
    return minutes % _NOON + (_NOON if half[0] in "pдв" else 0)


def read_hours(text: str) -> tuple[int, int] | None:
    """Working hours as minutes of the day, from and to: "10–19", "с 10 до 19", "9am-6pm", "9 to 6"; else `None`.

    An end that is not after its start and could be an afternoon hour is one: "9 to 6" ends at 18:00. Nights
    that pass midnight are not read.
    """
    if len(text) > _MAX_LENGTH:
        return None
    match = _RANGE.fullmatch(_plain(text).replace(" - ", "-"))
    if match is None:
        return None
    hour, minute, minute_h, half, to_hour, to_minute, to_minute_h, to_half = match.groups()
    start = _minutes(hour, minute or minute_h, half)
    end = _minutes(to_hour, to_minute or to_minute_h, to_half)
    if start is None or end is None:
        return None
    if half is None and to_half is not None and start > end:
        return None
    if end <= start and to_half is None and end <= _NOON:
        end += _NOON
    return (start, end) if start < end <= DAY_MINUTES else None


def read_clock(text: str, work_from: int, work_to: int) -> int | None:
    """The minute of the day that `text` names: "9:30", "в 11", "полдень", "half past ten", "2pm"; else `None`.

    An hour that may be in the morning or after noon ("в 2") is the one that lies in the working hours, from `work_from`
    to before `work_to` (minutes of the day); where both do or none does, it is the one that stands there.
    """
    if len(text) > _MAX_LENGTH:
        return None
    ways = readings(tokens_of(text))
    minutes = [minute for way in ways if len(way) == 1 and isinstance(way[0], ClockTime) for minute in _halves(way[0])]
    worked = (minute for minute in minutes if work_from <= minute < work_to)
    return next(worked, minutes[0] if minutes else None)


def _halves(clock: ClockTime) -> tuple[int, ...]:
    """The minutes of the day that a clock may mean; none for "at the same time"."""
    minute = clock.hour * 60 + clock.minute
    if clock.style == "same":
        return ()
    later = clock.style in {"written", "bare", "half", "number"} and minute < _NOON
    return (minute, minute + _NOON) if later else (minute,)


def _span(first: int, last: int) -> int:
    """All days from one to another, over the end of the week where need be; both are single bits."""
    days = first
    while first != last:
        first = first << 1 if first < 1 << 6 else 1
        days |= first
    return days


def read_days(text: str) -> int | None:
    """Working days as a bitmask, Monday is 1: "пн-пт", "пн, ср, пт", "Mon-Fri", "будни", "каждый день"; else `None`."""
    if len(text) > _MAX_LENGTH:
        return None
    plain = _plain(text)
    if plain in _DAY_SETS:
        return _DAY_SETS[plain]
    head, *rest = re.split(r"\b(?:кроме|except)\b", plain)
    days = _listed(head) if head.strip(" ,") not in _DAY_SETS else _DAY_SETS[head.strip(" ,")]
    for without in rest:
        excluded = _DAY_SETS.get(without.strip(" ,")) or _listed(without)
        if days is None or excluded is None:
            return None
        days &= ~excluded
    return days or None


def _listed(text: str) -> int | None:
    """The days of a list with its ranges, `None` when a word of it is no day."""
    days = 0
    last = 0
    through = False
    for word in re.findall(r"[^\W\d_]+|\S", text):
        if word in _THROUGH and last and not through:
            through = True
        elif word in _JOIN and not through:
            continue
        elif word in _DAYS:
            days |= _span(last, _DAYS[word]) if through else _DAYS[word]
            last, through = _DAYS[word], False
        else:
            return None
    return None if through else days or None
